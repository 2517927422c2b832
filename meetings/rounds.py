"""The rows of a round of proposals, and what the trail keeps of it."""

from meetings.models import MeetingSlot, Participant


def take_part(meeting, user, side):
    """The last person who proposed or accepted for a side is the one who takes part for it."""
    meeting.participants.filter(side=side).exclude(user=user).delete()
    Participant.objects.update_or_create(meeting=meeting, user=user, defaults={"side": side})


def add_slots(meeting, slots, side, number=None):
    """Slots of the round of that number, by default the current one."""
    number = number or meeting.round
    MeetingSlot.objects.bulk_create(
        MeetingSlot(meeting=meeting, side=side, round=number, starts_at=starts_at, ends_at=ends_at)
        for starts_at, ends_at in sorted(slots)
    )


def round_of(meeting, slots, side):
    """What the trail keeps of a round of proposals; neither the place nor its message."""
    return {
        "status": meeting.status,
        "round": meeting.round,
        "side": side,
        "place_kind": meeting.place_kind,
        "slots": written(sorted(slots)),
    }


def written(slots):
    return [[starts_at.isoformat(), ends_at.isoformat()] for starts_at, ends_at in slots]
