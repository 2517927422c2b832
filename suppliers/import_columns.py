"""The columns of a file of solutions: their headers, how they are explained, how a cell is read or refused.

A cell is read by the form fields of the house where one exists, so that a file and a form refuse the same things.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.forms.identifiers import compact_identifier
from grandest_portal.core.mail_addresses import validate_mail_address
from grandest_portal.core.text import clean_line, clean_text
from grandest_portal.core.web_addresses import WebAddressInput, why_refused
from grandest_portal.reference.cpv import split_code
from grandest_portal.reference.fields import CPVCodesField, entries_of
from grandest_portal.reference.models import CPVCode, Territory

LONGEST_TEXT = 5000
MOST_CODES = 5
LONGEST_SHOWN = 80
# A line of explanations, in the template and in any file.
COMMENT = "#"


@dataclass(frozen=True)
class ImportColumn:
    """`longest` bounds the text; `lines` says that line ends are kept."""

    name: str
    label: Any
    help_text: Any
    longest: int
    required: bool = False
    lines: bool = False
    example: str = ""


def text_column(name, label, help_text, example):
    return ImportColumn(name, label, help_text, LONGEST_TEXT, lines=True, example=example)


COLUMNS = (
    ImportColumn(
        "company",
        gettext_lazy("Entreprise"),
        gettext_lazy("Le nom de l'entreprise. Obligatoire."),
        200,
        required=True,
        example="Entreprise fictive",
    ),
    ImportColumn(
        "number",
        gettext_lazy("SIRET ou TVA"),
        gettext_lazy(
            "Les 14 chiffres du SIRET d'une entreprise française ; ailleurs dans l'Union, le numéro de TVA avec les "
            "lettres du pays. Obligatoire : l'entreprise retrouve ses fiches par ce numéro."
        ),
        60,
        required=True,
        example="732 829 320 00074",
    ),
    ImportColumn(
        "website",
        gettext_lazy("Site internet"),
        gettext_lazy("Adresse complète, qui commence par https://"),
        200,
        example="https://entreprise.example",
    ),
    ImportColumn(
        "contact",
        gettext_lazy("Courriel de contact"),
        gettext_lazy(
            "Jamais publié, ni transmis : il sert une seule fois, à inviter l'entreprise, et seulement si vous le "
            "demandez."
        ),
        254,
        example="contact@entreprise.example",
    ),
    ImportColumn(
        "title",
        gettext_lazy("Titre de la solution"),
        gettext_lazy("Ce que c'est, en quelques mots : 120 caractères au plus. Obligatoire."),
        120,
        required=True,
        example="Capteur qui écoute les fuites d'eau",
    ),
    text_column(
        "problem_solved",
        gettext_lazy("Problème résolu"),
        gettext_lazy("Ce qui se passe sans la solution : où, pour qui, avec quelles conséquences."),
        "Les fuites des bâtiments restent cachées pendant des mois.",
    ),
    text_column(
        "description",
        gettext_lazy("Description"),
        gettext_lazy("Ce que c'est et comment cela marche, sans argument commercial."),
        "Un capteur posé sur la conduite écoute l'eau la nuit.",
    ),
    text_column(
        "novelty",
        gettext_lazy("Ce qui est nouveau"),
        gettext_lazy("La différence avec ce qui s'achète déjà."),
        "La mesure se fait sans couper la conduite.",
    ),
    ImportColumn(
        "trl",
        gettext_lazy("Maturité (TRL)"),
        gettext_lazy("Un chiffre de 1 (une idée) à 9 (un produit éprouvé)."),
        10,
        example="8",
    ),
    ImportColumn(
        "cpv",
        gettext_lazy("Codes CPV"),
        gettext_lazy("Cinq au plus, séparés par des virgules : 38435000, 48000000-8."),
        2000,
        lines=True,
        example="38435000",
    ),
    ImportColumn(
        "keywords",
        gettext_lazy("Mots clés"),
        gettext_lazy("Séparés par des virgules, 200 caractères en tout au plus."),
        200,
        example="eau, fuite, capteur",
    ),
    ImportColumn(
        "served",
        gettext_lazy("Départements desservis"),
        gettext_lazy("Noms ou numéros, séparés par des virgules ; « toute la région » ; vide : partout."),
        500,
        example="Moselle, 88",
    ),
    ImportColumn(
        "source",
        gettext_lazy("D'où vient l'information"),
        gettext_lazy("Annuaire, salon, site de l'entreprise… L'entreprise la lira. Obligatoire."),
        200,
        required=True,
        example="Salon fictif de l'eau, mars 2026",
    ),
)


def headers():
    return [str(column.label) for column in COLUMNS]


def same_words(text):
    return clean_line(text).casefold().rstrip(" *")


def places_of(cells):
    """({name of a column: its place}, headers that are missing, headers that say nothing to us)"""
    known = {same_words(str(column.label)): column.name for column in COLUMNS}
    found, strange = {}, []
    for place, cell in enumerate(cells):
        name = known.get(same_words(cell))
        if name is not None and name not in found:
            found[name] = place
        elif cell.strip():
            strange.append(clean_line(cell)[:LONGEST_SHOWN])
    missing = [str(column.label) for column in COLUMNS if column.name not in found]
    return found, missing, strange


@dataclass
class Checked:
    """What one line says: `values` as received, `data` ready to be stored, `problems` [{column, value, why}]."""

    values: dict
    data: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    @property
    def key(self):
        """Names the solution among those of a partner: the company's number and the title."""
        if "number" not in self.data or "title" not in self.data:
            return ""
        words = "|".join([*self.data["number"], same_words(self.data["title"])])
        return hashlib.sha256(words.encode()).hexdigest()


def problem(column, value, why):
    return {"column": str(column), "value": str(value)[:LONGEST_SHOWN], "why": str(why)}


class LineReader:
    """Reads lines; what the reference says is loaded once, and never grows."""

    def __init__(self):
        self.codes = dict(CPVCode.objects.values_list("code", "check_digit"))
        self.cpv = CPVCodesField(max_codes=MOST_CODES, required=False)
        self.website = WebAddressInput(required=False)
        departments = list(Territory.objects.departments().order_by("code"))
        region = Territory.objects.regions().first()
        self.areas = {same_words(name): row.pk for row in departments for name in (row.name, row.code)}
        self.region = region.pk if region else None
        self.departments = {row.pk for row in departments}

    def read(self, values):
        """The Checked of {name: text as received}."""
        checked = Checked(values)
        for column in COLUMNS:
            text = (clean_text if column.lines else clean_line)(values.get(column.name, "")).strip()
            try:
                checked.data[column.name] = self.cell(column, text)
            except ValidationError as error:
                for why in error.messages:
                    checked.problems.append(problem(column.label, text, why))
        return checked

    def cell(self, column, text):
        if not text and column.required:
            raise ValidationError(_("Cette colonne est obligatoire."))
        if len(text) > column.longest:
            raise ValidationError(
                _("Trop long (%(length)d caractères) : %(limit)d au plus.")
                % {"length": len(text), "limit": column.longest}
            )
        return getattr(self, f"read_{column.name}", str)(text)

    def read_number(self, text):
        """(country, kind, number) as organisations are known by."""
        digits = "".join(text.split())
        if digits.isdigit():
            return "FR", IdentifierKind.SIRET.value, compact_identifier(IdentifierKind.SIRET, digits, "FR")
        country = {"EL": "GR"}.get(digits[:2].upper(), digits[:2].upper())
        if country == "FR":
            raise ValidationError(_("Pour une entreprise française, donnez le SIRET : 14 chiffres."))
        if country not in dict(COUNTRIES):
            raise ValidationError(
                _("Donnez un SIRET de 14 chiffres, ou un numéro de TVA qui commence par les lettres du pays.")
            )
        return country, IdentifierKind.VAT.value, compact_identifier(IdentifierKind.VAT, digits, country)

    def read_website(self, text):
        try:
            return self.website.clean(text)
        except ValidationError as error:
            incomplete = _("Écrivez une adresse complète, qui commence par https://")
            raise ValidationError(why_refused(error.error_list[0], incomplete)) from None

    def read_contact(self, text):
        if text:
            validate_mail_address(text)
        return text

    def read_trl(self, text):
        if text and text not in set("123456789"):
            raise ValidationError(_("Écrivez un seul chiffre, de 1 à 9."))
        return int(text) if text else None

    def read_cpv(self, text):
        entries = entries_of(text)
        parts = [split_code(entry) for entry in entries]
        sure = [each and self.codes.get(each[0]) and each[1] in ("", self.codes[each[0]]) for each in parts]
        if all(sure) and len(entries) <= MOST_CODES:
            return sorted({code for code, _check in parts})
        return sorted(row.pk for row in self.cpv.clean(text))

    def read_keywords(self, text):
        words = [word.strip() for word in text.replace(";", ",").split(",")]
        return ", ".join(dict.fromkeys(filter(None, words)))

    def read_served(self, text):
        typed = [name.strip() for name in text.replace(";", ",").split(",") if name.strip()]
        names = [same_words(name) for name in typed]
        if not names or names == [same_words(_("Partout"))]:
            return []
        if same_words(_("Toute la région")) in names and self.region:
            return [self.region]
        unknown = [name for name in typed if same_words(name) not in self.areas]
        if unknown:
            raise ValidationError(
                _(
                    "Ce n'est pas un département de la région : %(names)s. Écrivez « Moselle », « 57 » ou « toute la "
                    "région »."
                )
                % {"names": ", ".join(unknown)[:LONGEST_SHOWN]}
            )
        found = {self.areas[name] for name in names}
        return [self.region] if found == self.departments and self.region else sorted(found)


SOLUTION_COLUMNS = ("title", "problem_solved", "description", "novelty", "trl", "keywords")
