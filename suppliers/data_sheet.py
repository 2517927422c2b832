"""The data sheet of a solution, to print and to keep: what everybody may read of it, and nothing else."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import Document, Section, plain, table, text
from suppliers.files import address_of, codes_of, open_to_all, price_words
from suppliers.models import Origin
from suppliers.places import served_text
from suppliers.reference_words import in_lines

LONG_ANSWERS = (
    "problem_solved",
    "description",
    "novelty",
    "deployment",
    "interfaces",
    "security",
    "accessibility",
    "environment",
    "references",
)
SHOWN = {"references": in_lines}


def data_sheet_of(solution) -> dict:
    """The sheet as plain values: the same for every reader."""
    day = timezone.localdate(solution.updated_at)
    version = _("version %(number)d du %(day)s") % {"number": solution.version, "day": date_words(day)}
    return plain(
        Document(
            title=_("Fiche d'une solution innovante"),
            subject=str(solution),
            reference=solution.reference,
            version=str(solution.version),
            day=day.isoformat(),
            day_words=date_words(day),
            author=solution.company.full_name,
            warning=_(
                "Texte de l'entreprise, relu par la modération. Le portail ne recommande aucune solution. Seules les "
                "réponses lues par tous figurent ici."
            ),
            footer=f"{solution.reference}, {version}",
            glyph_note=_(
                "Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯ ; la page les montre."
            ),
            sections=[in_short(solution), *long_answers(solution), provenance(solution)],
        )
    )


def in_short(solution):
    rows = [
        (_("Entreprise"), solution.company.full_name),
        (_("Maturité"), solution.trl_label),
        (_("Modèle de prix"), price_words(solution)),
        (_("Peut être fournie"), served_text(solution)),
        (_("Codes CPV"), codes_of(solution)),
        (_("Mots clés"), solution.keywords),
        (_("Cherche sa première référence publique"), _("oui") if solution.first_reference else ""),
        (_("Lien"), solution.link),
        (_("Vidéo"), solution.video),
    ]
    told = [row for row in rows if row[1]]
    return Section(_("En bref"), [table(_("L'essentiel de la fiche"), [_("Question"), _("Réponse")], told)])


def long_answers(solution):
    """A section per answer that is there and that everybody reads."""
    fields = ((name, open_to_all(name, SHOWN.get(name))(solution)) for name in LONG_ANSWERS)
    return [
        Section(str(solution._meta.get_field(name).verbose_name).capitalize(), [text(value)])
        for name, value in fields
        if value
    ]


def provenance(solution):
    """Where the sheet stands, and who prepared it where its company did not."""
    lines = [_("Page de la fiche : %(address)s") % {"address": address_of(solution)}]
    origin = Origin.objects.select_related("partner__organisation").filter(solution=solution.pk).first()
    if solution.published_at:
        day = date_words(timezone.localtime(solution.published_at))
        lines.append(_("Publiée le %(day)s.") % {"day": day})
    if origin is not None:
        day = date_words(timezone.localtime(origin.imported_at))
        lines.append(_("Importée par %(partner)s le %(day)s.") % {"partner": origin.partner, "day": day})
    return Section(_("D'où vient cette fiche"), [text("\n".join(lines))])
