"""The order in which the places of a day are given: everybody can compute it again once the seed is shown.

`sha256("seed:number of the registration")`, smallest first; with the rule « matched », companies of which a published
solution has a stored match with a need that they answer come in a first group. Arrival counts for nothing.
"""

from meetings.days.enums import Criterion
from meetings.enums import MeetingSide
from meetings.turns import place_in_order
from needs.models import Match

FIRST, SECOND = 0, 1


def matched_of(day):
    """The numbers of the companies' registrations with such a match, by the version of the engine that serves."""
    found = set()
    for registration in day.registrations.live().of_side(MeetingSide.COMPANY).order_by("pk"):
        pairs = Match.objects.live().filter(
            need__in=registration.needs.all(), solution__company__organisation=registration.organisation_id
        )
        if pairs.exists():
            found.add(registration.pk)
    return found


def ordered(day, side):
    """[(group, registration)] of one side, first place first."""
    rows = list(day.registrations.live().of_side(side).select_related("organisation", "day").order_by("pk"))
    first = {each.pk for each in rows}
    if side == MeetingSide.COMPANY and day.criterion == Criterion.MATCHED:
        first = matched_of(day)
    grouped = [(FIRST if each.pk in first else SECOND, each) for each in rows]
    return sorted(grouped, key=lambda pair: (pair[0], place_in_order(day.secret, pair[1].pk), pair[1].pk))
