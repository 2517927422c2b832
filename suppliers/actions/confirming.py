"""Once a year: is the sheet still true? Asked, then marked « à confirmer », then archived; one press answers.

Each step is counted in days from the one before, as it was taken: a clock that stood still shortens no delay.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.dates import months_after
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.messages import Grouped
from grandest_portal.reference.models import Parameter
from suppliers.actions.common import CONFIRMED, lock_for
from suppliers.actions.life import leave_census
from suppliers.life_messages import SolutionArchivedUnconfirmed, SolutionStillValid, SolutionToConfirm
from suppliers.models import Solution
from suppliers.models.solutions import HOLDS_SINCE
from suppliers.pages import page_of_own_solutions
from suppliers.permissions import readers_of, speaks_for

# A company with more sheets than this is told of the others at the next turn of the clock.
MOST_AT_ONCE = 200
# The same day of a shorter month comes at its end: a query looks a little further, the rule decides.
SLACK = timedelta(days=4)


@dataclass(frozen=True)
class Delays:
    """The dated parameters on one day."""

    months: int
    to_confirm: timedelta
    archive: timedelta

    @classmethod
    def on(cls, day):
        value = Parameter.objects.value
        return cls(
            int(value("solution_confirmation_months", day)),
            timedelta(days=int(value("solution_to_confirm_days", day))),
            timedelta(days=int(value("solution_archive_days", day))),
        )


@transaction.atomic
def confirm_solution(solution, *, by):
    """A person of the company says that the published sheet still holds; said twice in a day, it is said once."""
    solution, now = lock_for(solution, speaks_for, by=by), timezone.now()
    if not solution.is_published:
        raise DomainError(
            _("Cette fiche n'est plus publiée (état : « %(now)s ») : relisez-la, puis renvoyez-la.")
            % {"now": solution.get_status_display()}
        )
    waits = solution.confirmation_asked_at is not None or solution.to_confirm_since is not None
    if not waits and timezone.localdate(solution.holds_since) == timezone.localdate(now):
        return solution
    before = {"to_confirm_since": solution.to_confirm_since, "confirmed_at": solution.confirmed_at}
    store(solution, confirmed_at=now, **CONFIRMED)
    record(solution, "solution.confirmed", by=by, before=before, after={"confirmed_at": now})
    return solution


def store(solution, **values):
    for name, value in values.items():
        setattr(solution, name, value)
    solution.save(update_fields=[*values, "updated_at"])


def next_step(solution, on, delays):
    """ask, mark or archive: what is due for a published sheet on the day `on`; None for nothing."""
    if solution.to_confirm_since is not None:
        due = timezone.localdate(solution.to_confirm_since) + delays.archive
        return archive if due <= on else None
    if solution.confirmation_asked_at is not None:
        due = timezone.localdate(solution.confirmation_asked_at) + delays.to_confirm
        return mark if due <= on else None
    return ask if months_after(timezone.localdate(solution.holds_since), delays.months) <= on else None


def ask(solution, at, delays):
    store(solution, confirmation_asked_at=at)
    record(solution, "solution.confirmation_asked", by=None, after={"confirmation_asked_at": at})
    return SolutionStillValid(solution, timezone.localdate(at) + delays.to_confirm)


def mark(solution, at, delays):
    store(solution, to_confirm_since=at)
    record(solution, "solution.to_confirm", by=None, after={"to_confirm_since": at})
    return SolutionToConfirm(solution, timezone.localdate(at) + delays.archive)


def archive(solution, at, _delays):
    reason = _("Personne n'a confirmé que la fiche est toujours valable.")
    leave_census(solution, by=None, at=at, reason=reason)
    return SolutionArchivedUnconfirmed(solution)


def may_be_due(at, delays):
    """Published sheets for which a step may be due at the moment `at`: a little more than are."""
    asked = Q(to_confirm_since=None, confirmation_asked_at__lte=at - delays.to_confirm + SLACK)
    marked = Q(to_confirm_since__lte=at - delays.archive + SLACK)
    last = months_after(timezone.localdate(at), -delays.months) + SLACK
    silent = Q(confirmation_asked_at=None, to_confirm_since=None, held_since__date__lte=last)
    return Solution.objects.published().annotate(held_since=HOLDS_SINCE).filter(asked | marked | silent)


def follow_confirmations(at):
    """Take the steps that are due at the moment `at`, one company after the other; how many sheets."""
    delays = Delays.on(timezone.localdate(at))
    companies = may_be_due(at, delays).order_by("company").values_list("company", flat=True).distinct()
    return sum(follow_company(pk, at, delays) for pk in list(companies))


@transaction.atomic
def follow_company(company, at, delays):
    """The steps of one company's sheets, told to its people in one mail. The rows are locked, and judged as they stand:
    what a person confirmed meanwhile is left alone."""
    due = may_be_due(at, delays).filter(company=company).order_by("pk").values("pk")[:MOST_AT_ONCE]
    rows = Solution.objects.filter(pk__in=list(due.values_list("pk", flat=True)))
    rows = rows.select_related("company__organisation").select_for_update(of=("self",)).order_by("pk")
    steps = [(each, next_step(each, timezone.localdate(at), delays)) for each in rows if each.is_published]
    parts = [(each, step(each, at, delays)) for each, step in steps if step is not None]
    tell(parts)
    return len(parts)


def tell(parts):
    """One mail per person, a notice per sheet."""
    told = {}
    for solution, message in parts:
        for user in readers_of(solution):
            told.setdefault(user, []).append(message)
    for user, messages in told.items():
        heading = _("Vos fiches du recensement : à confirmer ou archivées")
        one = (
            messages[0] if len(messages) == 1 else Grouped(tuple(messages), heading, page_of_own_solutions())
        )
        one.send_to([user])
