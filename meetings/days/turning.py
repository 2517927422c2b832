"""The one place where the state of a version is written, with its audit entry."""

from grandest_portal.core.audit import record
from grandest_portal.core.transitions import check_transition
from meetings.days.plan_enums import PLAN_TRANSITIONS
from meetings.models import DayPlan


def lock_plan(plan):
    """The row of `plan`, locked until the end of the transaction."""
    rows = DayPlan.objects.select_for_update(of=("self",), no_key=True).select_related("day", "base")
    return rows.get(pk=plan.pk)


def turn_plan(plan, status, verb, *, by, reason="", **values):
    """Give a version, locked, its new status and `values`."""
    check_transition(plan, status, PLAN_TRANSITIONS)
    before = {"status": plan.status}
    plan.status = status
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save(update_fields=["status", *values])
    # The answer names who has no meeting: it stays with the version.
    said = {name: value for name, value in values.items() if name not in ("answer", "published_by")}
    record(plan, verb, by=by, before=before, after={"status": status, **said}, reason=reason)
    return plan
