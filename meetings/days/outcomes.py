"""What became of each meeting of the published timetable: said at the desk or by one of its two sides, contested in one
sentence. Nobody else reads it: an absence is never public."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again, speaking_organisation_of
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.actions import lock_day
from meetings.days.desk_enums import MARKS, OUTCOME_TRANSITIONS, SaidBy
from meetings.days.desk_limits import desk_limits
from meetings.days.enums import DayStatus
from meetings.days.hours import dates_of, midnight_after, slots_of
from meetings.days.permissions import organises
from meetings.days.plan_enums import Outcome, PlanStatus
from meetings.enums import MeetingSide
from meetings.models import DayContest, DayMark, DayMeeting, DayPair

# A list: the order stands in queries.
TAKES_OUTCOMES = [DayStatus.PLANNED, DayStatus.RUNNING, DayStatus.OVER]


def published_meetings(day):
    """The meetings of the timetable that holds, with their pairs, in order of time and table."""
    rows = DayMeeting.objects.filter(plan__day=day, plan__status=PlanStatus.PUBLISHED)
    rows = rows.select_related("pair__mark", "pair__day", "buyer__organisation", "company__organisation")
    return rows.prefetch_related("pair__contests").order_by("slot", "table")


def side_of(user, meeting):
    """The side for which the person speaks in a meeting, readers excepted, or None."""
    organisation = speaking_organisation_of(user)
    if organisation is None:
        return None
    if meeting.buyer.organisation_id == organisation.pk:
        return MeetingSide.BUYER
    return MeetingSide.COMPANY if meeting.company.organisation_id == organisation.pk else None


def takes_outcomes(day, at):
    """True until some days after the last date."""
    if day.status not in TAKES_OUTCOMES:
        return False
    kept = desk_limits(timezone.localdate(at)).outcome_days
    return at < midnight_after(dates_of(day)[-1] + timedelta(days=kept))


def has_begun(slots, meeting, at):
    return slots[meeting.slot].starts_at <= at


@transaction.atomic
def mark(pair, outcome, *, by, as_organiser=False):
    """Say what became of a meeting that has begun. A side says it first, or says again what it said itself; the
    organiser (`as_organiser`) decides. PLANNED: the organiser takes back what was said."""
    pair, meeting, side = locked(pair, by)
    outcome = Outcome(outcome)
    said_by = SaidBy.ORGANISER if as_organiser else SaidBy(side) if side else None
    check_speaker(pair, said_by, by)
    if outcome not in MARKS and not (as_organiser and outcome == Outcome.PLANNED):
        raise DomainError(_("Choisissez ce que la rencontre est devenue."))
    if not has_begun(slots_of(pair.day), meeting, timezone.now()):
        raise DomainError(_("Cette rencontre n'a pas commencé : son issue se note ensuite."))
    if pair.outcome == outcome:
        return pair
    if pair.outcome not in OUTCOME_TRANSITIONS[outcome]:
        raise DomainError(_("Cette rencontre a été retirée du planning."))
    before, pair.outcome = pair.outcome, outcome
    pair.marked_at = None if outcome == Outcome.PLANNED else timezone.now()
    pair.save(update_fields=["outcome", "marked_at"])
    DayMark.objects.update_or_create(pair=pair, defaults={"said_by": said_by, "author": by})
    record(
        pair, "pair.marked", by=by, before={"outcome": before}, after={"outcome": outcome, "said_by": said_by}
    )
    return pair


def check_speaker(pair, said_by, by):
    if said_by is None or (said_by == SaidBy.ORGANISER and not organises(by, pair.day)):
        raise DomainError(_("Cette rencontre est celle d'autres organisations."))
    said = said_before(pair)
    if said_by != SaidBy.ORGANISER and said not in (None, said_by):
        raise DomainError(
            _("L'issue est déjà notée. Si vous n'êtes pas d'accord, contestez-la en une phrase.")
        )


def said_before(pair):
    """Who said the outcome that holds, or None."""
    if pair.outcome == Outcome.PLANNED:
        return None
    found = DayMark.objects.filter(pair=pair).values_list("said_by", flat=True).first()
    return SaidBy(found) if found else SaidBy.ORGANISER


@transaction.atomic
def contest(pair, words, *, by):
    """One sentence of a side against what somebody else said of its meeting. The organiser reads it and decides."""
    pair, _meeting, side = locked(pair, by)
    if side is None:
        raise DomainError(_("Cette rencontre est celle d'autres organisations."))
    if said_before(pair) in (None, SaidBy(side)):
        raise DomainError(_("Il n'y a rien à contester : notez vous-même ce que la rencontre est devenue."))
    words = words.strip()
    if not words:
        raise DomainError(_("Écrivez une phrase."), field="words")
    found, is_new = DayContest.objects.get_or_create(
        pair=pair, side=side, defaults={"words": words, "author": by, "written_at": timezone.now()}
    )
    if not is_new:
        raise DomainError(_("Votre organisation a déjà contesté cette issue ; l'organisateur l'a lue."))
    record(pair, "pair.contested", by=by, after={"side": side})
    return found


def locked(pair, by):
    """(the pair, locked; its meeting in the published timetable; the side of `by`), or a DomainError."""
    day = lock_day(pair.day)
    read_again(by)
    if not takes_outcomes(day, timezone.now()):
        raise DomainError(_("L'issue des rencontres de cette journée ne se note pas encore, ou plus."))
    pair = DayPair.objects.select_for_update(of=("self",)).select_related("day__organiser").get(pk=pair.pk)
    meeting = published_meetings(day).filter(pair=pair).first()
    if meeting is None:
        raise DomainError(_("Cette rencontre n'est pas dans le planning publié."))
    return pair, meeting, side_of(by, meeting)
