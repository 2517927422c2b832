"""Whose time is taken: every confirmed meeting occupies each of its participants."""

from meetings.models import Occupation
from meetings.slots import overlap


def person(pk):
    """The resource that the time of one person is."""
    return f"user:{pk}"


def busy_times(people, at):
    """[(starts_at, ends_at)] taken from any of these persons (primary keys), without what is over at `at`."""
    rows = Occupation.objects.live().filter(
        resource__in=[person(pk) for pk in people], during__endswith__gt=at
    )
    return [(during.lower, during.upper) for during in rows.values_list("during", flat=True)]


def free_slots(meeting, people, at):
    """The slots of the current round, still to come at `at`, in which all these persons (primary keys) are free."""
    taken = busy_times(people, at)
    slots = meeting.slots.filter(round=meeting.round, starts_at__gt=at).order_by("starts_at", "pk")
    return [
        slot for slot in slots if not any(overlap((slot.starts_at, slot.ends_at), other) for other in taken)
    ]
