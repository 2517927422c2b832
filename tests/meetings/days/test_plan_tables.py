"""What the tables of timetables refuse by themselves."""

import pytest
from django.db import IntegrityError, transaction

from meetings.days.plan_enums import PlanStatus
from meetings.models import DayMeeting, DayPlan
from tests.meetings.days.scenes import closed_day, with_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]


def test_everybody_meets_once_and_two_timetables_never_hold_at_once():
    plan = with_plan(closed_day())
    assert plan.meetings.count() == 6
    with pytest.raises(IntegrityError, match="one_published"), transaction.atomic():
        DayPlan.objects.create(
            day=plan.day,
            number=2,
            status=PlanStatus.PUBLISHED,
            problem={},
            seed=1,
            limit=1,
            asked_at=plan.asked_at,
            published_at=plan.asked_at,
        )


@pytest.mark.parametrize(
    ("changed", "name"),
    [("table", "daymeeting_buyer"), ("buyer", "daymeeting_table"), ("", "daymeeting_pair")],
)
def test_nobody_is_in_two_places(changed, name):
    plan = with_plan(closed_day())
    one, other = plan.meetings.order_by("buyer", "slot")[:2]
    values = {"pair": other.pair, "slot": one.slot, "table": one.table, "buyer": one.buyer, "buyer_table": 1}
    if changed == "table":
        values["table"] = 3
    elif changed == "buyer":
        values["buyer_table"] = 2
    DayMeeting.objects.filter(pk=other.pk).delete()
    if not changed:
        values |= {"pair": one.pair, "slot": 7, "table": 3}
    with pytest.raises(IntegrityError, match=name):
        DayMeeting.objects.create(plan=plan, company=other.company, **values)
