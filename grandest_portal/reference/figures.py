"""The dated thresholds, as pages show them: a figure with its words, its period, the text that sets it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import date_words
from grandest_portal.reference.models import Threshold

LABELS = {
    "dispense_fournitures_services": gettext_lazy("Dispense de publicité et de mise en concurrence"),
    "dispense_travaux": gettext_lazy("Dispense de publicité et de mise en concurrence, travaux"),
    "achat_innovant": gettext_lazy("Achat innovant"),
    "achat_innovant_lot_fs": gettext_lazy("Achat innovant, petit lot d'un marché plus grand"),
    "achat_innovant_lot_travaux": gettext_lazy("Achat innovant, petit lot d'un marché de travaux plus grand"),
    "publicite_boamp_ou_jal": gettext_lazy("Publicité au BOAMP ou dans un journal d'annonces légales"),
    "formalise_fs_autorite_centrale": gettext_lazy("Procédure formalisée, autorité centrale"),
    "formalise_fs_collectivite": gettext_lazy("Procédure formalisée, collectivité ou établissement"),
    "formalise_fs_entite_adjudicatrice": gettext_lazy("Procédure formalisée, entité adjudicatrice"),
    "formalise_travaux": gettext_lazy("Procédure formalisée, travaux"),
    "ecrit_obligatoire": gettext_lazy("Marché écrit"),
    "dce_profil_acheteur": gettext_lazy("Documents sur le profil d'acheteur"),
    "decp_publication": gettext_lazy("Publication des données essentielles"),
}


@dataclass(frozen=True)
class Figure:
    """A threshold as its dated row gives it; `starts_on` to `ends_on` (None: no known end)."""

    key: str
    value: Decimal
    unit: str
    legal_text: str
    starts_on: date
    ends_on: date | None
    confidence: str = ""
    remark: str = ""


def figure_of(row):
    return Figure(
        row.key,
        row.value,
        row.unit,
        row.legal_text,
        row.starts_on,
        row.ends_on,
        row.get_confidence_display(),
        row.remark,
    )


def figures_on(day, keys):
    """({key: Figure in force on `day`}, {key: the last Figure before, for the keys that have none})."""
    rows = Threshold.objects.filter(key__in=keys, starts_on__lte=day)
    last = {row.key: row for row in rows.order_by("key", "-starts_on").distinct("key")}
    now = {key: figure_of(row) for key, row in last.items() if row.ends_on is None or row.ends_on >= day}
    return now, {key: figure_of(row) for key, row in last.items() if key not in now}


def row_of(key, figure, before):
    """One line of a table: {label, known, value, since, legal_text, confidence, remark}."""
    row = {"label": LABELS.get(key, key), "known": figure is not None, "value": "", "since": ""}
    row |= {"legal_text": "", "confidence": "", "remark": ""}
    if figure is not None:
        row |= {"value": value_words(figure), "since": period_words(figure), "legal_text": figure.legal_text}
        return row | {"confidence": figure.confidence, "remark": figure.remark}
    if before is not None:
        row["remark"] = _(
            "Dernier chiffre connu : %(value)s, jusqu'au %(day)s. Le suivant n'est pas encore saisi."
        ) % {
            "value": value_words(before),
            "day": date_words(before.ends_on),
        }
    return row


def value_words(figure):
    unit = figure.unit.removeprefix("EUR").strip()
    return f"{euros(figure.value)}\u00a0{unit}".strip()


def period_words(figure):
    if figure.ends_on is None:
        return _("depuis le %(day)s") % {"day": date_words(figure.starts_on)}
    words = {"first": date_words(figure.starts_on), "last": date_words(figure.ends_on)}
    return _("du %(first)s au %(last)s") % words


def euros(value: Decimal) -> str:
    """« 60 000 € », « 39 999,99 € » with the spaces of French typography."""
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    spaced = text.replace(",", "\u202f").replace(".", ",")
    return f"{spaced}\u00a0€"
