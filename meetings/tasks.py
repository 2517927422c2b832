"""The clock of meetings."""

from celery import shared_task
from django.utils import timezone

from meetings import actions, calls, inviting, moving
from meetings.days import clock, walkins


@shared_task(name="meetings.expire_due")
def expire_due():
    """End the proposals and the wishes to move that nobody answered in time, draw the orders that are due; returns
    how many."""
    at = timezone.now()
    return calls.draw_due(at) + actions.expire_due_meetings(at) + moving.expire_due_moves(at)


@shared_task(name="meetings.cancel_for_need")
def cancel_for_need(pk):
    """Cancel what was to come about a need that left its exchanges; returns how many."""
    return actions.cancel_for_need(pk)


@shared_task(name="meetings.tell_called")
def tell_called(pk):
    """Write to the companies called from a shortlist; to how many people."""
    return inviting.tell_called(pk)


@shared_task(name="meetings.turn_days")
def turn_days():
    """Close the registrations of meeting days, start and end them, erase what is kept no longer; returns how many."""
    at = timezone.now()
    return clock.settle_due(at) + clock.turn_due(at) + clock.erase_access(at) + walkins.erase_due(at)
