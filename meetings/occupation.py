"""Whose time is taken: each meeting, held or confirmed, occupies its participants and the one seat of its company."""

from meetings.models import Occupation
from meetings.slots import overlap


def person(pk):
    """The resource that the time of one person is."""
    return f"user:{pk}"


def seat(company_pk):
    """The resource that the only seat of a company is: it meets one buyer at a time."""
    return f"company:{company_pk}"


def resources_of(meeting, people):
    """What a meeting takes with these persons (primary keys)."""
    return [*map(person, people), seat(meeting.company_id)]


def busy_times(resources, at, besides=None):
    """[(starts_at, ends_at)] taken from any of these resources, without what is over at `at`, nor what the meeting
    `besides` takes itself."""
    rows = Occupation.objects.live().filter(resource__in=resources, during__endswith__gt=at)
    if besides is not None:
        rows = rows.exclude(meeting=besides)
    return [(during.lower, during.upper) for during in rows.values_list("during", flat=True)]


def free_slots(meeting, people, at):
    """The slots of the current round, still to come at `at`, in which all these persons (primary keys) and the company
    are free."""
    return free_among(slots_to_come(meeting, meeting.round, at), meeting, people, at)


def slots_to_come(meeting, round, at):
    """The slots of a round that are not past at `at`, in order."""
    return meeting.slots.filter(round=round, starts_at__gt=at).order_by("starts_at", "pk")


def free_among(slots, meeting, people, at):
    taken = busy_times(resources_of(meeting, people), at, besides=meeting)
    return [
        slot for slot in slots if not any(overlap((slot.starts_at, slot.ends_at), other) for other in taken)
    ]
