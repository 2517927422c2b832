"""What both sides think of their meetings: two questions whose wording is dated data, and words if they wish.

An organisation reads its own answers; the organiser reads totals of a side, once they are enough not to tell who said
what; nobody reads the answers of a pair.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Wording
from meetings.days.desk_limits import desk_limits
from meetings.days.hours import dates_of, midnight_after, slots_of
from meetings.days.outcomes import TAKES_OUTCOMES, published_meetings, side_of
from meetings.days.plan_enums import Outcome
from meetings.enums import MeetingSide
from meetings.models import DayFeedback

TOOK_PLACE = (Outcome.PLANNED, Outcome.HELD)


def question(name, on):
    """The wording of a question in force on a date; "" when nobody wrote it."""
    rows = Wording.objects.in_force(on).filter(key=f"day_feedback_{name}")
    return rows.order_by("-starts_on").values_list("text", flat=True).first() or ""


def takes_feedback(day, at):
    """True until some days after the last date."""
    if day.status not in TAKES_OUTCOMES:
        return False
    kept = desk_limits(timezone.localdate(at)).feedback_days
    return at < midnight_after(dates_of(day)[-1] + timedelta(days=kept))


def may_answer(meeting, slots, at):
    """Once its slot is over, unless somebody was absent."""
    return meeting.pair.outcome in TOOK_PLACE and slots[meeting.slot].ends_at <= at


@transaction.atomic
def write_feedback(pair, *, useful, follow_up, words="", by):
    """The answer of the side for which `by` speaks; written again, it replaces."""
    read_again(by)
    day, at = pair.day, timezone.now()
    meeting = published_meetings(day).filter(pair=pair).first()
    side = side_of(by, meeting) if meeting is not None else None
    if side is None:
        raise DomainError(_("Cette rencontre est celle d'autres organisations."))
    if not takes_feedback(day, at):
        raise DomainError(_("Les avis sur cette journée ne s'écrivent plus."))
    if not may_answer(meeting, slots_of(day), at):
        raise DomainError(_("Un avis s'écrit une fois la rencontre finie, si elle a eu lieu."))
    if useful not in (1, 2, 3, 4):
        raise DomainError(_("Répondez de 1 à 4."), field="useful")
    values = {"useful": useful, "follow_up": follow_up, "words": words.strip(), "author": by}
    found, _is_new = DayFeedback.objects.update_or_create(
        pair=pair, side=side, defaults={**values, "written_at": at}
    )
    # The trail says that an answer was written, not what it says.
    record(pair, "feedback.written", by=by, after={"side": side})
    return found


def totals_of(day):
    """{side: {count, mean, follow_up} or None while they are too few} for the organiser."""
    least = desk_limits(timezone.localdate()).feedback_least
    rows = DayFeedback.objects.filter(pair__day=day).order_by().values("side")
    found = {
        each["side"]: each
        for each in rows.annotate(
            count=Count("pk"), mean=Avg("useful"), follow_up=Count("pk", filter=Q(follow_up=True))
        )
    }
    return {
        side: found[side] if side in found and found[side]["count"] >= least else None for side in MeetingSide
    }
