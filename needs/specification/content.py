"""What the specification of a need holds: every answer, the open points, what comes after, the sources."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import history_of
from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import Document, Part, Section, listing, plain, table, text
from grandest_portal.reference.figures import LABELS, figures_on, period_words, value_words
from grandest_portal.reference.models import Wording
from needs.dialog.dates import asks_until
from needs.enums import ExchangeLanguage
from needs.specification.open_points import open_points

# What changes the text of a need: the latest of them dates its version.
WRITING = (
    "need.created",
    "need.updated",
    "need.amended",
    "need.amendments_restored",
    "need.contact_erased",
    "need.imported",
    "need.import_updated",
)
WORDINGS = ("specification_warning", "specification_questions", "specification_sources")


def version_day(need):
    """The day on which the present version was written; that of its creation when no trace tells."""
    entry = history_of(need).filter(verb__in=WRITING).first()
    return timezone.localdate(entry.at if entry is not None else need.created_at)


def specification_of(need, *, with_contact) -> dict:
    """The whole document as plain values: the same for the same version of the need and the same reference data."""
    day = version_day(need)
    texts = wordings(day)
    version = _("version %(number)d du %(day)s") % {"number": need.version, "day": date_words(day)}
    return plain(
        Document(
            title=_("Trame de cahier des charges fonctionnel"),
            subject=str(need),
            reference=need.reference,
            version=str(need.version),
            day=day.isoformat(),
            day_words=date_words(day),
            author=need.buyer_name,
            warning=texts["specification_warning"],
            footer=f"{need.reference}, {version}",
            glyph_note=_(
                "Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯ ; "
                "la page et le document DOCX les montrent."
            ),
            sections=[
                identity(need, day, with_contact),
                subject(need),
                frame(need),
                calendar(need),
                points(need, day),
                to_complete(texts["specification_questions"]),
                sources(need, day, texts["specification_sources"]),
            ],
        )
    )


def wordings(day):
    """{key: text} of WORDINGS on `day`, "" for one that nobody has written."""
    rows = Wording.objects.in_force(day).filter(key__in=WORDINGS)
    found = {row.key: row.text for row in rows.order_by("key", "-starts_on").distinct("key")}
    return {key: found.get(key, "") for key in WORDINGS}


def answer(value):
    return str(value) if value else _("Pas de réponse")


def facts(caption, pairs):
    return table(caption, [_("Rubrique"), _("Réponse")], [(label, answer(value)) for label, value in pairs])


def identity(need, day, with_contact):
    pairs = [
        (_("Besoin"), str(need)),
        (_("Référence"), need.reference),
        (_("Version"), need.version),
        (_("Date de cette version"), date_words(day)),
        (_("Acheteur"), need.buyer_name),
    ]
    if with_contact:
        pairs += [
            (_("Personne à contacter"), need.contact_name),
            (_("Fonction ou service"), need.contact_role),
        ]
    return Section(_("Identité du document"), [facts(_("De quel besoin il s'agit"), pairs)])


def subject(need):
    """The texts of the need, each under its own heading."""
    answers = [
        (_("Titre"), need.title),
        (_("Résumé"), need.summary),
        (_("Situation actuelle"), need.current_situation),
        (_("Résultat attendu"), need.expected_result),
        (_("Contraintes"), need.constraints),
    ]
    parts = [Part(label, [text(answer(value))]) for label, value in answers]
    if need.foreign_summary:
        title = _("Résumé en langue étrangère : %(language)s") % {
            "language": need.get_foreign_language_display()
        }
        parts.append(Part(title, [text(need.foreign_summary)]))
    return Section(_("Le besoin"), parts=parts)


def frame(need):
    """Domain, place, maturity, languages."""
    codes = sorted(need.cpv.all(), key=lambda code: code.code)
    languages = [
        str(ExchangeLanguage(each).label) for each in need.languages if each in ExchangeLanguage.values
    ]
    pairs = [
        (_("Territoire d'exécution"), ", ".join(sorted(place.name for place in need.territories.all()))),
        (_("Maturité acceptée"), need.get_maturity_display()),
        (_("Langues acceptées dans les échanges"), ", ".join(languages)),
    ]
    rows = [(code.full, code.label) for code in codes] or [(_("Pas de réponse"), _("Code à choisir"))]
    return Section(
        _("Domaine et cadre"),
        [
            table(_("Codes CPV"), [_("Code"), _("Libellé")], rows),
            facts(_("Où et comment"), pairs),
        ],
    )


def calendar(need):
    """Budget, procedure, dates."""

    def day_of(value):
        return date_words(value) if value else ""

    days = _("%(count)d jours ouvrés") % {"count": need.sourcing_days} if need.sourcing_days else ""
    pairs = [
        (_("Ordre de grandeur du budget"), need.get_budget_band_display()),
        (_("Procédure envisagée"), need.get_procedure_display()),
        (_("Durée des échanges"), days),
        (_("Échanges ouverts jusqu'au"), day_of(need.sourcing_open_until)),
        (_("Questions reçues jusqu'au"), day_of(asks_until(need, timezone.localdate()))),
        (_("Consultation envisagée le"), day_of(need.planned_on)),
    ]
    if need.short_window_reason:
        pairs.append((_("Raison d'échanges plus courts"), need.short_window_reason))
    return Section(_("Budget, procédure et calendrier"), [facts(_("Ce qui est prévu"), pairs)])


def points(need, day):
    found = open_points(need, day)
    if not found:
        return Section(_("Points ouverts"), [text(_("Aucune réponse ne manque."))])
    header = [_("Point"), _("Explication"), _("Justification de l'acheteur")]
    rows = [
        (
            point.title,
            " ".join(filter(None, [point.text, point.source])) or _("Réponse à compléter"),
            point.justification or _("Aucune"),
        )
        for point in found
    ]
    return Section(_("Points ouverts"), [table(_("Ce qui reste à régler"), header, rows)])


def to_complete(questions):
    """The questions of the consultation stage, one per line of the wording."""
    rows = [(line.strip(), _("À compléter")) for line in questions.splitlines() if line.strip()]
    if not rows:
        return Section(_("À compléter avant la consultation"), [text(_("Aucune question n'est réglée."))])
    header = [_("Question"), _("Réponse")]
    return Section(
        _("À compléter avant la consultation"), [table(_("Questions de la consultation"), header, rows)]
    )


def sources(need, day, lines):
    """Articles, one per line of the wording, and the thresholds of the planned date (else of the version's)."""
    blocks, on = [], need.planned_on or day
    articles = [line.strip() for line in lines.splitlines() if line.strip()]
    if articles:
        blocks.append(listing(articles))
    now, _before = figures_on(on, list(LABELS))
    rows = [
        (str(LABELS[key]), value_words(now[key]), period_words(now[key]), now[key].legal_text)
        for key in LABELS
        if key in now
    ]
    if rows:
        header = [_("Seuil"), _("Valeur"), _("En vigueur"), _("Texte")]
        caption = _("Seuils en vigueur le %(day)s, d'après les données du portail") % {"day": date_words(on)}
        blocks.append(table(caption, header, rows))
    else:
        blocks.append(text(_("Aucun seuil en vigueur le %(day)s.") % {"day": date_words(on)}))
    return Section(_("Sources"), blocks)
