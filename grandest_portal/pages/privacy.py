"""The facts behind « Données personnelles »: texts and durations in force, read from the dated reference."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.inactivity import delays
from grandest_portal.pages.method import parameter
from grandest_portal.reference.models import Wording

TEXTS = ["privacy_purposes", "privacy_ground", "privacy_recipients"]


def texts(on):
    """{"purposes", "ground", "recipients"}: the texts in force on the date `on`; "" when one is not loaded."""
    rows = Wording.objects.in_force(on).filter(key__in=TEXTS).order_by("starts_on", "pk")
    found = {row.key: row.text for row in rows}
    return {key.removeprefix("privacy_"): found.get(key, "") for key in TEXTS}


def durations(on):
    """[{label, value}] of what is kept for how long on the date `on`; those whose parameter is set."""
    rows = [
        {"label": _("Votre compte"), "value": account_words(on)},
        {"label": _("Vos sessions"), "value": _("Douze heures au plus, puis effacées.")},
        {"label": _("Les courriels"), "value": _("Leur texte est effacé dès l'envoi.")},
        {"label": _("Le registre des échanges"), "value": register_words(on)},
        {
            "label": _("Le journal"),
            "value": _(
                "Ses empreintes restent ; les textes qui vous nomment en sont effacés avec votre compte, sans "
                "le rompre."
            ),
        },
    ]
    return [row for row in rows if row["value"]]


def account_words(on):
    try:
        given = delays(on)
    except LookupError:
        return ""
    return _(
        "Effacé après %(months)d mois sans connexion. Deux courriels vous préviennent, %(first)d et %(second)d "
        "jours avant ; se connecter suffit à le garder."
    ) % {"months": given.months, "first": given.first.days, "second": given.second.days}


def register_words(on):
    years = parameter("sourcing_register_retention_years", on)
    if years is None:
        return ""
    return ngettext("%(years)d an.", "%(years)d ans.", years) % {"years": years}
