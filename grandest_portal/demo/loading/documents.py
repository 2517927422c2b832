"""Documents of the demonstration, made here: two public ones, and the notes from which a draft is being written."""

from io import BytesIO

import docx
import xlsxwriter
from django.utils import timezone

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.attachments.enums import Purpose
from needs.actions import approve_amendments
from needs.documents import KIND

PUBLISHED, DRAFT = "valbrune-eau-ecoles", "valbrune-solaire"
READINGS = (
    ("École des Remparts", 1911, 3_420),
    ("École du Moulin", 1936, 1_180),
    ("École des Tilleuls", 1958, 2_240),
    ("École Marie-Curie", 1974, 1_960),
    ("École de la Gare", 1998, 870),
)
VISITS = (
    "Visites des écoles (texte fictif, pour la démonstration)",
    "Les entreprises intéressées peuvent voir deux écoles : celle des Remparts et celle des Tilleuls.",
    "Arrivée d'eau en sous-sol, sans réseau mobile à l'école des Remparts ; prise électrique à dix mètres.",
    "Pour une visite, écrivez au service du patrimoine bâti par la page du besoin.",
)
NOTES = (
    "Note de travail : le solaire sur les toits de la ville (texte fictif, pour la démonstration)",
    "Six toits portent des panneaux (gymnase, médiathèque, deux écoles, atelier, cantine) : 214 kilowatts crête.",
    "En juillet et août, 81 % de la production part sur le réseau, pendant que la piscine achète la sienne.",
    "L'eau chaude se fait la nuit, les quatre véhicules se rechargent à 18 heures : personne n'a choisi ces heures.",
    "Ce que la ville ne sait pas faire aujourd'hui : rapprocher chaque jour ce que les toits produisent de ce que les "
    "bâtiments consomment, et le montrer au service des finances sans relever des compteurs à la main.",
)


def named(content, name):
    """An open file with a name, as a form would give it."""
    content.seek(0)
    content.name = name
    return content


def sheet():
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Relevés")
        page.write_row(0, 0, ["École (fictive)", "Construite en", "Eau consommée en un an, en m³"])
        for number, row in enumerate(READINGS, start=1):
            page.write_row(number, 0, row)
    return named(target, "Relevés d'eau de cinq écoles.xlsx")


def text(paragraphs, name):
    document, target = docx.Document(), BytesIO()
    document.add_heading(paragraphs[0], level=1)
    for paragraph in paragraphs[1:]:
        document.add_paragraph(paragraph)
    document.save(target)
    return named(target, name)


def load_documents(users, needs):
    """Join the documents through the action, as the buyer's person."""
    author = users["valbrune"]
    public = {"purpose": Purpose.PUBLIC, "by": author}
    add_attachment(KIND, needs[PUBLISHED].pk, upload=sheet(), is_accessible=True, **public)
    add_attachment(
        KIND,
        needs[PUBLISHED].pk,
        upload=text(VISITS, "Visites des écoles.docx"),
        accessible_contact="service du patrimoine bâti, 03 00 00 00 00",
        **public,
    )
    # As if a moderator had read them: nothing of it waits on the desk.
    approve_amendments(needs[PUBLISHED], by=None)
    source = {"purpose": Purpose.SOURCE, "by": author}
    add_attachment(KIND, needs[DRAFT].pk, upload=text(NOTES, "Note solaire.docx"), **source)
    add_attachment(
        KIND,
        needs[DRAFT].pk,
        purpose=Purpose.RECEIVED,
        upload=text(
            ("Présentation (fictive)", "Nos onduleurs partagent l'énergie."), "Présentation reçue.docx"
        ),
        received_from="Entreprise fictive de démonstration",
        received_on=timezone.localdate(),
        by=author,
    )
