"""What the page of a meeting shows of presences, the same for both sides, and of its minutes."""

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.enums import AGREED_MEETING, MeetingSide, Presence
from meetings.models import Minutes
from meetings.permissions import can_read_minutes, can_say_presence, can_write_minutes
from meetings.records.contests import contestable
from meetings.records.delays import contest_deadline
from meetings.records.presence import CONTESTED, attendances
from meetings.records.saying import sayable, saying_side
from meetings.slots import moment_words

TONES = {
    Presence.PLANNED: "grey",
    Presence.PRESENT: "fir",
    Presence.ABSENT: "sandstone",
    Presence.EXCUSED: "sandstone",
    CONTESTED: "mirabelle",
}


def records_shown(meeting, user, at):
    """What a page shows of a meeting once it has begun."""
    return {"presence": presence_of(meeting, user, at), "minutes": minutes_shown(meeting, user, at)}


def presence_of(meeting, user, at):
    """{rows, may_say, contest_until} of a meeting that has begun; None of any other."""
    if meeting.status not in AGREED_MEETING or meeting.starts_at > at:
        return None
    rows = attendances(meeting)
    return {
        "rows": [shown(row, meeting) for row in rows],
        "may_say": may_say(meeting, user, at, rows),
        "said": any(row.own or row.other for row in rows),
        "contest_until": contest_until(meeting, user, at),
    }


def shown(row, meeting):
    person, contest = row.participant, row.contest
    side = MeetingSide(person.side)
    said = [(side, row.own), (side.other, row.other)]
    return {
        "name": str(person.user),
        "organisation": meeting.organisation_on(side),
        "label": label_of(row.state),
        "tone": TONES[row.state],
        "said": [
            {"by": meeting.organisation_on(each), "words": statement.get_presence_display().lower()}
            for each, statement in said
            if statement is not None
        ],
        "contest": contest,
        "claimed": contest.get_claimed_display().lower() if contest else "",
        "settled": contest.get_status_display() if contest and contest.settled_at else "",
    }


def label_of(state):
    return _("Contesté, ne compte pas") if state == CONTESTED else Presence(state).label


def may_say(meeting, user, at, rows):
    """Whether the page leads the person to the form of presences."""
    if not can_say_presence(user, meeting):
        return False
    try:
        side = saying_side(meeting, user, at)
    except DomainError:
        return False
    return any(sayable(row, side) for row in rows)


def contest_until(meeting, user, at):
    """Until when the person may contest the own absence, in words; "" when there is none to contest."""
    try:
        return moment_words(contest_deadline(contestable(meeting, user, at).other))
    except DomainError:
        return ""


def minutes_shown(meeting, user, at):
    """{label, tone, may_start} of the minutes that the person may read or begin; None where there is nothing to say."""
    if meeting.status not in AGREED_MEETING or meeting.starts_at > at:
        return None
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return {"may_start": True} if can_write_minutes(user, meeting) else None
    if not can_read_minutes(user, meeting, minutes):
        return None
    return {
        "label": minutes.get_status_display(),
        "tone": "fir" if minutes.is_validated else "grey",
        "may_start": False,
    }
