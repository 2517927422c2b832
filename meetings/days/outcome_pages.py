"""What the pages of outcomes show: the meetings of one slot at the desk, one's own for a side."""

from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.days.desk_enums import MARKS, SaidBy
from meetings.days.desk_pages import at_slot
from meetings.days.feedback import may_answer
from meetings.days.gifts import gifts_of
from meetings.days.hours import slots_of
from meetings.days.outcomes import has_begun, published_meetings, side_of
from meetings.days.plan_enums import Outcome
from meetings.enums import MeetingSide

TONES = {Outcome.HELD: "fir", Outcome.BUYER_ABSENT: "sandstone", Outcome.COMPANY_ABSENT: "sandstone"}


def begun_slots(day, at):
    """[(number, words)] of the slots that have begun, the latest first."""
    slots = slots_of(day)
    return [(each.number, at_slot(slots, each.number)) for each in reversed(slots) if each.starts_at <= at]


def chosen_slot(text, begun):
    """The slot that an address asks for, else the latest that has begun, else None."""
    known = {str(number): number for number, _words in begun}
    return known.get(text, begun[0][0] if begun else None)


def desk_rows(day, slot):
    """The meetings of one slot as the organiser reads them."""
    return [
        {**row_of(each), "contests": [contest_words(one) for one in each.pair.contests.all()]}
        for each in published_meetings(day).filter(slot=slot)
    ]


def row_of(meeting):
    pair = meeting.pair
    said = pair.outcome != Outcome.PLANNED
    mark = getattr(pair, "mark", None)
    return {
        "pair": pair.pk,
        "title": _("%(buyer)s – %(company)s")
        % {"buyer": meeting.buyer.organisation, "company": meeting.company.organisation},
        "table": meeting.table,
        "outcome": pair.outcome,
        "label": pair.get_outcome_display() if said else "",
        "tone": TONES.get(pair.outcome, "grey"),
        "said_by": mark.get_said_by_display() if said and mark else "",
        "marks": [(each.value, each.label) for each in MARKS if each != pair.outcome],
        "said": said,
    }


def contest_words(contest):
    return _("%(side)s conteste : « %(words)s »") % {
        "side": contest.get_side_display(),
        "words": contest.words,
    }


def own_rows(day, organisation, user, at):
    """The meetings of one organisation in order of time; what it may say of each."""
    slots = slots_of(day)
    own = Q(buyer__organisation=organisation) | Q(company__organisation=organisation)
    rows = published_meetings(day).filter(own).prefetch_related("pair__feedback")
    return [own_row(each, slots, organisation, user, at) for each in rows]


def own_row(meeting, slots, organisation, user, at):
    """A meeting as one of its sides reads it, its own answer included."""
    buys = meeting.buyer.organisation_id == organisation.pk
    row, side = row_of(meeting), MeetingSide.BUYER if buys else MeetingSide.COMPANY
    mark = getattr(meeting.pair, "mark", None)
    own_mark = mark is not None and mark.said_by == SaidBy(side)
    speaks = side_of(user, meeting) is not None and has_begun(slots, meeting, at)
    contested = [each for each in meeting.pair.contests.all() if each.side == side]
    return row | {
        "title": str((meeting.company if buys else meeting.buyer).organisation),
        "when": at_slot(slots, meeting.slot),
        "can_mark": speaks and (not row["said"] or own_mark),
        "can_contest": speaks and row["said"] and not own_mark and not contested,
        "contest": contested[0].words if contested else "",
        "can_answer": side_of(user, meeting) is not None and may_answer(meeting, slots, at),
        "feedback": next((each for each in meeting.pair.feedback.all() if each.side == side), None),
    }


def gifts_to(day, organisation):
    """[{when, table, who}] of the free slots given at the desk in which an organisation takes part."""
    slots, found = slots_of(day), []
    for each in gifts_of(day).filter(
        Q(buyer__organisation=organisation) | Q(registration__organisation=organisation)
    ):
        if each.buyer.organisation_id != organisation.pk:
            who = str(each.buyer.organisation)
        elif each.registration_id:
            who = str(each.registration.organisation)
        else:
            who = f"{each.organisation} ({each.person})" if each.organisation else _("coordonnées effacées")
        found.append({"when": at_slot(slots, each.slot), "table": each.table, "who": who})
    return found
