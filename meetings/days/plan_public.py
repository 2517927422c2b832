"""« Comment ce planning a été calculé »: for everybody, without a name, and with nothing from which a refusal follows.

Left out on purpose: the data (whoever knows their own wishes would find themselves in them, and see which are
missing), their plain digest (all the wishes of a small day can be tried), and how many companies could have met
somebody and do not (a company without a meeting would read whether its wish counted). Each has its neutral form here.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.days.plan_enums import PlanKind
from meetings.days.plan_pages import over_bound, proof_words
from meetings.days.plans import figures_of, hand_placed, versions_of
from meetings.days.registration_views import public_day
from meetings.days.views import crumbs
from meetings.slots import moment_words


@login_not_required
@require_safe
def explained(request, pk, number=None):
    """One published version; without a number, the one that holds."""
    day = public_day(request, pk)
    rows = versions_of(day).ever_public().order_by("-published_at", "-number")
    plan = rows.first() if number is None else get_object_or_404(rows, number=number)
    context = {
        "day": day,
        "plan": plan,
        "rows": [version_row(day, each, plan) for each in rows],
        "facts": public_facts(plan) if plan else [],
        "notes": plan.answer.get("notes", []) if plan else [],
        "command": command_of(plan) if plan else "",
        "crumbs": crumbs(_("Calcul du planning"), day),
    }
    return render(request, "meetings/days/plans/explained.html", context)


def version_row(day, plan, shown):
    return {
        "url": reverse("days:plan_version_explained", args=[day.pk, plan.number]),
        "label": _("Version %(number)d, publiée le %(when)s")
        % {"number": plan.number, "when": moment_words(plan.published_at)},
        "state": plan.get_status_display(),
        "is_shown": plan.pk == shown.pk,
    }


def sealed_digest(plan):
    """SHA-256 of « salt:digest of the data »; "" for a version that was not computed. The salt stays with the data."""
    salt = plan.answer.get("salt")
    return hashlib.sha256(f"{salt}:{plan.input_digest}".encode()).hexdigest() if salt else ""


def without_meeting(plan):
    """Companies of the data without a meeting, for whatever reason: no wish, absence, no place."""
    met = plan.meetings.order_by().values_list("company", flat=True).distinct().count()
    return max(0, len(plan.problem["companies"]) - met)


def public_facts(plan):
    figures = figures_of(plan)
    first = figures.first
    facts = [
        (_("Origine"), plan.get_kind_display()),
        (_("Rencontres, sur le plus grand nombre possible"), over_bound(figures.meetings, figures.bound)),
        (_("Entreprises sans rencontre, quelle qu'en soit la raison"), without_meeting(plan)),
        (
            _("Attentes des entreprises entre deux rencontres, et le moins possible"),
            over_bound(figures.gaps, figures.gaps_bound),
        ),
        (_("Preuve"), proof_words(figures)),
        (_("Premier arrivé, premier servi aurait donné"), first_words(first) if first else ""),
        (_("Rencontres placées ensuite à la main"), len(hand_placed(plan)) if is_moved(plan) else ""),
        (_("Créneaux et tables"), _("%(slots)d créneaux, %(tables)d tables") % plan.problem),
        (_("Graine du calcul"), plan.seed),
        (_("Limite de travail"), f"{plan.limit:g}".replace(".", ",")),
        (_("Programme"), plan.solver),
        (_("Empreinte scellée des données (SHA-256)"), sealed_digest(plan)),
        (_("Calcul demandé"), pressed(plan.asked_at)),
        (_("Publié"), pressed(plan.published_at)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value != ""]


def is_moved(plan):
    return plan.kind == PlanKind.MOVED


def first_words(first):
    return _("%(meetings)d rencontres, %(company_gaps)d attentes") % first


def pressed(at):
    return _("le %(when)s, par une personne habilitée de l'organisateur") % {"when": moment_words(at)}


def command_of(plan):
    """What computes the version again from its data."""
    words = (
        "replan_timetable problem.json plan.json changes.json"
        if plan.kind == PlanKind.AGAIN
        else "plan_timetable problem.json"
    )
    return f"manage.py {words} --output nouveau.json --limit {plan.limit:g} --seed {plan.seed}"
