"""The rest of an hour at which somebody did not come is free again at once, and taken back if they come after all."""

from django.db import IntegrityError, transaction

from meetings.enums import OccupationState
from meetings.holding import NO_OVERLAP, lock_resources
from meetings.models import Occupation


def confirmed_time(meeting):
    return Occupation.objects.filter(meeting=meeting, state=OccupationState.CONFIRMED)


def cut_short(meeting, at):
    """Nobody is taken by the meeting from `at` on; what has passed stays written."""
    if at <= meeting.starts_at:
        confirmed_time(meeting).update(state=OccupationState.RELEASED)
    elif at < meeting.ends_at:
        confirmed_time(meeting).update(during=(meeting.starts_at, at))


def take_back(meeting, at):
    """The whole hour again, for each resource that nothing else has taken meanwhile; the others keep what they had."""
    if at >= meeting.ends_at:
        return
    people = list(meeting.participants.order_by("user_id").values_list("user_id", flat=True))
    lock_resources(people, meeting.company_id)
    for pk in confirmed_time(meeting).order_by("resource").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                Occupation.objects.filter(pk=pk).update(during=(meeting.starts_at, meeting.ends_at))
        except IntegrityError as error:
            if error.__cause__.diag.constraint_name != NO_OVERLAP:
                raise
