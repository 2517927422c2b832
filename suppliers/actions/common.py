"""What every action on a solution begins and ends with: its lock, its answers, its status."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.permissions import can_administer, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from suppliers.enums import SOLUTION_TRANSITIONS
from suppliers.models import Company, Solution

RIGHTS_LOST = gettext_lazy(
    "Rien n'est enregistré : cette fiche n'est plus celle de votre entreprise, ou vos droits ont changé depuis que "
    "vous avez ouvert la page."
)
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
    """The row as it stands now. It is locked alone, and its company read afterwards: joined, a row that went to
    another company during the wait would not be found. It comes before every other lock (docs/architecture.md)."""
    locked = Solution.objects.select_for_update().filter(pk=solution.pk).first()
    if locked is None:
        raise DomainError(_("Cette fiche vient d'être supprimée."))
    locked.company = Company.objects.select_related("organisation").get(pk=locked.company_id)
    return locked


def lock_for(solution, may, *, by):
    """The solution, locked, as long as `may(by, solution)` still holds: the rights of the person and the company of
    the sheet are those of this moment, not of the page that was opened. None is the service itself."""
    solution = lock_solution(solution)
    check_still(by, may, solution)
    return solution


def check_still(by, may, thing):
    """Refuse who lost the right since the page was opened; called under the lock."""
    if by is None:
        return
    read_again(by)
    if not may(by, thing):
        raise DomainError(RIGHTS_LOST)


def administers(user, solution):
    """Administrators of its company, in whatever state it is: the state has a sentence of its own."""
    return can_administer(user, solution.company.organisation)


def held(solution, name):
    """What one of LISTS holds, in a fixed order, as the audit trail keeps it: the links say it without the rows."""
    field = Solution._meta.get_field(name)
    links = field.remote_field.through.objects.filter(**{field.m2m_field_name(): solution})
    return sorted(links.values_list(field.m2m_reverse_field_name(), flat=True))


def without_lists(data):
    return {name: value for name, value in data.items() if name not in LISTS}


def lists_of(solution, data):
    return {name: held(solution, name) for name in LISTS if name in data}


def write_lists(solution, data):
    """Set what `data` changes among LISTS; returns (before, after) of these alone."""
    before, after = {}, {}
    for name in LISTS:
        if name not in data:
            continue
        old, new = held(solution, name), sorted({row.pk for row in data[name]})
        if old != new:
            rows = getattr(solution, name)
            rows.set(data[name]) if old else rows.add(*data[name])
            before[name], after[name] = old, new
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
