"""The clock of meetings."""

from celery import shared_task
from django.utils import timezone

from meetings import actions, calls, inviting, moving
from meetings.days import agenda_files, agendas, clock, computing, letters, walkins


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
    """Close the registrations of meeting days, start and end them, erase what is kept no longer, give up the
    computations of workers that died; returns how many."""
    at = timezone.now()
    turned = clock.settle_due(at) + clock.turn_due(at) + clock.erase_access(at)
    return turned + agenda_files.forget_files() + computing.sweep(at) + walkins.erase_due(at)


@shared_task(name="meetings.compute_plan")
def compute_plan(pk):
    """Compute a version of a day's timetable, in a process of its own; True when it has one."""
    return computing.compute_plan(pk)


@shared_task(name="meetings.tell_agendas")
def tell_agendas(pk):
    """Ask for the mail of each person whose agenda a published timetable changes; how many."""
    return agendas.tell_agendas(pk)


@shared_task(name="meetings.tell_agenda")
def tell_agenda(person_pk, plan_pk):
    """Write to one person, once for a version; True when it was written."""
    return agendas.tell_agenda(person_pk, plan_pk)


@shared_task(name="meetings.take_out_agendas")
def take_out_agendas(pk):
    """Ask for the mail that takes a cancelled day out of each calendar; how many."""
    return agendas.take_out_agendas(pk)


@shared_task(name="meetings.take_out_agenda")
def take_out_agenda(pk):
    """Write it to one person, once; True when it was written."""
    return agendas.take_out_agenda(pk)


@shared_task(name="meetings.print_agendas")
def print_agendas(pk):
    """Make the file of all agendas that was asked for; True when it stands."""
    return agenda_files.make_file(pk)


@shared_task(name="meetings.send_day_letter")
def send_day_letter(pk):
    """Send what an organiser wrote to the people of a day, once; to how many."""
    return letters.send_letter(pk)
