"""What is still open in a need: answers that are missing, and what the drafting checks found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from needs.checks import findings_of
from needs.enums import BudgetBand, Procedure

# Without these a need is not sent to moderation.
NEEDED = {
    "title": gettext_lazy("le titre"),
    "current_situation": gettext_lazy("la situation actuelle"),
    "expected_result": gettext_lazy("le résultat attendu"),
    "sourcing_days": gettext_lazy("la durée des échanges"),
    "contact_name": gettext_lazy("la personne à contacter"),
}
USEFUL = {
    "summary": gettext_lazy("le besoin en deux phrases (résumé)"),
    "constraints": gettext_lazy("les contraintes que toute solution doit respecter"),
    "planned_on": gettext_lazy("la date envisagée de la consultation"),
}


@dataclass(frozen=True)
class OpenPoint:
    """One point to settle: what, why, and the buyer's justification when one was written."""

    title: str
    text: str = ""
    source: str = ""
    justification: str = ""


def open_points(need, on) -> list[OpenPoint]:
    """Every OpenPoint of `need` on the date `on`, missing answers first."""
    return [*missing(need), *findings(need, on)]


def findings(need, on) -> list[OpenPoint]:
    """One OpenPoint per finding of the drafting checks, justified or not."""
    return [point_of(finding) for finding in findings_of(need, on)]


def point_of(finding):
    return OpenPoint(
        title=finding.title,
        text=finding.check.why,
        source=finding.check.source,
        justification=finding.justification.text if finding.justification else "",
    )


def missing(need):
    points = [
        _("Il manque %(answer)s.") % {"answer": name}
        for key, name in NEEDED.items()
        if not getattr(need, key)
    ]
    if not need.cpv.all():
        points.append(_("Il manque le code CPV."))
    if not need.territories.all():
        points.append(_("Il manque le territoire d'exécution."))
    points += [
        _("Il serait utile de dire %(answer)s.") % {"answer": name}
        for key, name in USEFUL.items()
        if not getattr(need, key)
    ]
    if need.budget_band == BudgetBand.UNKNOWN:
        points.append(_("L'ordre de grandeur du budget n'est pas estimé."))
    if need.procedure == Procedure.UNDECIDED:
        points.append(_("La procédure n'est pas décidée."))
    return [OpenPoint(text) for text in points]
