"""A whole day: computed, published, somebody leaves in the middle, what is left computed again and published."""

import pytest
from django.utils import timezone

from meetings.days import clock as day_clock
from meetings.days import planning
from meetings.days.comparing import changes_between
from meetings.days.enums import DayStatus
from meetings.days.hours import slots_of
from meetings.days.plan_enums import Outcome, PlanKind, PlanStatus
from meetings.days.plans import published_plan
from meetings.enums import OccupationState
from meetings.models import DayAbsence, Occupation
from tests.meetings.days.scenes import closed_day
from tests.meetings.days.test_planning import asked, wished
from tests.meetings.pages import logged_in, text
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def test_from_the_first_computation_to_the_second_publication(clock, run_jobs):
    day = wished(closed_day(buyers=2, companies=4))
    first = asked(day)
    run_jobs()
    planning.publish_plan(fresh(first), by=day.author)
    slots, meetings = slots_of(day), list(first.meetings.order_by("slot"))
    now = meetings[len(meetings) // 2].slot
    clock.move_to(slots[now - 1].starts_at)
    assert day_clock.turn_due(timezone.now()) == 1 and fresh(day).status == DayStatus.RUNNING
    gone = next(each for each in meetings if each.slot >= now).company
    slots_gone = list(range(now, len(slots)))
    DayAbsence.objects.create(day=day, registration=gone, slots=slots_gone, said_at=timezone.now())
    changes = {"now": now, "absent": [{"id": f"C{gone.pk}", "from": now}], "late": [], "lost_tables": []}
    second = planning.ask_plan(fresh(day), by=day.author, kind=PlanKind.AGAIN, base=first, changes=changes)
    run_jobs()
    second = fresh(second)
    assert second.status == PlanStatus.DRAFT, second.failure
    page = text(logged_in(day.author).get(f"/journees/{day.pk}/plannings/{second.number}/"))
    assert "Par rapport à la version d'origine" in page
    planning.publish_plan(second, by=day.author, compared=first.number)
    assert published_plan(day) == second and fresh(day).status == DayStatus.RUNNING
    found = changes_between(first, second)
    past = [each for each in meetings if each.slot < now]
    assert past and {each.pk for each in past} <= {line.old.pk for line in found.kept}
    lost = [each for each in meetings if each.slot >= now and each.company == gone]
    assert {line.pair for line in found.dropped} >= {each.pair for each in lost}
    assert all(
        fresh(each.pair).outcome == Outcome.DROPPED and fresh(each.pair).sequence == 1 for each in lost
    )
    held = Occupation.objects.filter(day_meeting__plan=second, state=OccupationState.CONFIRMED)
    assert held.values("day_meeting").distinct().count() == second.meetings.count()
    released = Occupation.objects.filter(day_meeting__plan=first)
    assert set(released.values_list("state", flat=True)) == {OccupationState.RELEASED}
