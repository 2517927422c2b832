"""Planning the rest of a day again from what the desk said: asked here, computed by the worker, published elsewhere."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.days.desk import changes_of, first_to_come
from meetings.days.hours import slots_of
from meetings.days.plan_enums import AT_WORK, PlanKind, PlanStatus
from meetings.days.planning import ask_plan
from meetings.models import DayPlan

LISTS = ("moved", "lost", "rescued", "added", "reseated")


def holding(day):
    """The version that is published, or None."""
    return DayPlan.objects.published().filter(day=day).first()


def ask_again(day, *, by, fill_only=False):
    """Queue the computation of what is left of the published timetable; with `fill_only` nobody is moved to gain a
    meeting. A DomainError when nothing is left or nothing is published."""
    base, now = holding(day), first_to_come(day, timezone.now())
    if base is None:
        raise DomainError(_("Aucun planning n'est publié : il n'y a rien à replanifier."))
    if now >= len(slots_of(day)):
        raise DomainError(_("Tous les créneaux ont commencé : il n'y a plus rien à replanifier."))
    changes = known_to(base, changes_of(day, now, fill_only))
    return ask_plan(day, by=by, kind=PlanKind.AGAIN, base=base, changes=changes)


def known_to(plan, changes):
    """The changes without those of whom the timetable says nothing."""
    known = {each["id"] for side in ("buyers", "companies") for each in plan.problem[side]}
    people = {key: [row for row in changes[key] if row["id"] in known] for key in ("absent", "late")}
    return changes | people


def latest_again(day):
    """The last computation asked from the version that holds, if it has not been published."""
    base = holding(day)
    open_states = [*AT_WORK, PlanStatus.DRAFT, PlanStatus.FAILED, PlanStatus.STOPPED]
    rows = DayPlan.objects.filter(day=day, kind=PlanKind.AGAIN, base=base, status__in=open_states)
    return rows.order_by("-number").first() if base is not None else None
