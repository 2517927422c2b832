"""What every action on a solution begins and ends with: its lock, its answers, its status."""

from grandest_portal.core.audit import record
from grandest_portal.core.transitions import check_transition
from suppliers.enums import SOLUTION_TRANSITIONS
from suppliers.models import Solution

LISTS = ("cpv", "served")
# What a person who says that a sheet holds puts to rest.
CONFIRMED = {"confirmation_asked_at": None, "to_confirm_since": None}
REASON = ("moderation_reason", "moderation_reason_key")


def write(thing, data):
    """Set what `data` changes on `thing`, unsaved; returns (before, after) of these fields alone."""
    changed = {name: value for name, value in data.items() if getattr(thing, name) != value}
    before = {name: getattr(thing, name) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    return before, changed


def lock_solution(solution):
    return (
        Solution.objects.select_for_update(of=("self",))
        .select_related("company", "company__organisation")
        .get(pk=solution.pk)
    )


def held(solution, name):
    """What one of LISTS holds, in a fixed order, as the audit trail keeps it."""
    return sorted(getattr(solution, name).values_list("pk", flat=True))


def without_lists(data):
    return {name: value for name, value in data.items() if name not in LISTS}


def lists_of(solution, data):
    return {name: held(solution, name) for name in LISTS if name in data}


def write_lists(solution, data):
    """Set what `data` changes among LISTS; returns (before, after) of these alone."""
    before, after = {}, {}
    for name in LISTS:
        if name in data and held(solution, name) != sorted(row.pk for row in data[name]):
            before[name] = held(solution, name)
            getattr(solution, name).set(data[name])
            after[name] = held(solution, name)
    return before, after


def move(solution, status, *, by, verb, reason="", transitions=SOLUTION_TRANSITIONS, **dates):
    """Write the new status of a locked row, with its dates, and record it."""
    check_transition(solution, status, transitions)
    before, _after = write(solution, {"status": status, **dates})
    solution.save(update_fields=["status", *dates, *REASON, "updated_at"])
    record(
        solution,
        verb,
        by=by,
        before={"status": before["status"]},
        after={"status": status, "version": solution.version},
        reason=reason,
    )
    return solution
