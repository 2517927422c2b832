"""A version published: whose time is taken, what is given back, what forbids it."""

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from meetings.days import actions, planning
from meetings.days.comparing import balances, changes_between
from meetings.days.enums import DayStatus
from meetings.days.hours import slots_of
from meetings.days.plan_enums import Outcome, PlanStatus
from meetings.days.plans import published_plan
from meetings.enums import OccupationState
from meetings.models import DayAbsence, DayPair, DayPlan, Occupation
from meetings.occupation import person, seat
from tests.meetings.days.scenes import closed_day, drafted, with_plan
from tests.meetings.days.test_planning import occupied
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]


def draft(day=None, number=1):
    return with_plan(day or closed_day(), status=PlanStatus.DRAFT, number=number)


def published(plan=None):
    plan = plan or draft()
    return planning.publish_plan(plan, by=plan.day.author)


def of_day(state=OccupationState.CONFIRMED):
    return Occupation.objects.filter(day_meeting__isnull=False, state=state)


def test_the_day_is_planned_and_everybodys_time_is_taken():
    plan = published()
    day = fresh(plan.day)
    assert (plan.status, day.status) == (PlanStatus.PUBLISHED, DayStatus.PLANNED)
    assert plan.published_by == day.author and published_plan(day) == plan
    meeting = plan.meetings.order_by("slot").first()
    people = [each.user_id for side in (meeting.buyer, meeting.company) for each in side.people.all()]
    company = meeting.company.organisation.company
    expected = {*map(person, people), seat(company.pk), f"day:{day.pk}:table:{meeting.table}"}
    assert {each.resource for each in meeting.occupations.all()} == expected and len(expected) == 4
    assert of_day().count() == 24
    slot = slots_of(day)[meeting.slot]
    during = meeting.occupations.first().during
    assert (during.lower, during.upper) == (slot.starts_at, slot.ends_at)
    assert [each.verb for each in history_of(plan)] == ["plan.published"]
    assert "day.planned" in [each.verb for each in history_of(day)]


def test_another_version_replaces_it_in_one_go():
    first = published()
    second = draft(first.day, number=2)
    moved, dropped, kept = second.meetings.order_by("pk")[:3]
    gone = dropped.pair
    second.meetings.filter(pk=dropped.pk).delete()
    second.meetings.filter(pk=moved.pk).update(slot=7)
    planning.publish_plan(second, by=second.day.author, compared=1)
    assert fresh(first).status == PlanStatus.REPLACED and published_plan(first.day) == second
    assert of_day().count() == 20 and of_day(OccupationState.RELEASED).count() == 24
    assert not of_day().exclude(day_meeting__plan=second).exists()
    assert [fresh(each).sequence for each in (moved.pair, gone, kept.pair)] == [1, 1, 0]
    assert fresh(gone).outcome == Outcome.DROPPED
    # Back in a third version: the same pair, the same event of a calendar.
    third = published(draft(first.day, number=3))
    assert fresh(gone).outcome == Outcome.PLANNED and fresh(gone).sequence == 2
    assert third.meetings.count() == 6 and DayPair.objects.count() == 6


def test_what_changes_from_one_version_to_another():
    first, second = draft(), None
    second = draft(first.day, number=2)
    moved, dropped = second.meetings.order_by("pk")[:2]
    second.meetings.filter(pk=dropped.pk).delete()
    second.meetings.filter(pk=moved.pk).update(slot=7)
    found = changes_between(first, second)
    assert [len(each) for each in (found.kept, found.moved, found.added, found.dropped)] == [4, 1, 0, 1]
    assert found.moved[0].pair == moved.pair and found.dropped[0].new is None
    loses, moves = balances(found)
    assert (loses.name, loses.before, loses.after, loses.gain) == (
        str(dropped.company.organisation),
        2,
        1,
        -1,
    )
    assert (moves.before, moves.after, moves.moved) == (2, 2, 1)
    back = changes_between(second, first)
    assert [each.pair for each in back.added] == [dropped.pair] and not changes_between(first, first)
    assert len(changes_between(None, first).added) == 6


def test_a_meeting_confirmed_meanwhile_is_told_by_name_and_nothing_is_published():
    plan = draft()
    meeting = plan.meetings.order_by("slot").first()
    user = meeting.buyer.people.get().user
    occupied(plan.day, user, meeting.slot)
    with pytest.raises(DomainError, match="Rien n'est publié") as caught:
        published(plan)
    assert str(meeting.buyer.organisation) in str(caught.value) and str(user) in str(caught.value)
    assert fresh(plan).status == PlanStatus.DRAFT and not of_day().exists()
    assert fresh(plan.day).status == DayStatus.CLOSED


def test_a_former_version_stays_when_the_next_is_refused():
    first = published()
    second = draft(first.day, number=2)
    meeting = second.meetings.order_by("slot").first()
    second.meetings.filter(pk=meeting.pk).update(slot=7)
    occupied(first.day, meeting.buyer.people.get().user, 7)
    with pytest.raises(DomainError, match="autre rendez-vous confirmé"):
        published(second)
    assert published_plan(first.day) == first and of_day().count() == 24
    assert not of_day(OccupationState.RELEASED).exists()


@pytest.mark.parametrize("which", ["absence", "table", "withdrawn"])
def test_who_left_and_what_is_lost_is_told(which):
    plan = draft()
    meeting = plan.meetings.order_by("slot").first()
    said = {"day": plan.day, "slots": [meeting.slot], "said_at": timezone.now()}
    if which == "absence":
        DayAbsence.objects.create(registration=meeting.company, **said)
    elif which == "table":
        DayAbsence.objects.create(table=meeting.table, **said)
    else:
        type(meeting.company).objects.filter(pk=meeting.company_id).update(status="withdrawn")
    words = {"absence": "est absent", "table": "est perdue", "withdrawn": "n'a plus sa place"}[which]
    with pytest.raises(DomainError, match=words):
        published(plan)


def test_a_version_compared_with_another_than_the_published_one_is_read_again():
    first = published()
    second, third = draft(first.day, number=2), draft(first.day, number=3)
    published(second)
    with pytest.raises(DomainError, match="relisez la comparaison"):
        planning.publish_plan(third, by=first.day.author, compared=1)
    assert published_plan(first.day) == second


def test_the_past_is_frozen(clock):
    first = published()
    second = draft(first.day, number=2)
    early = second.meetings.order_by("slot").first()
    second.meetings.filter(pk=early.pk).update(slot=7)
    clock.move_to(slots_of(first.day)[early.slot].starts_at)
    with pytest.raises(DomainError, match="déjà commencées"):
        published(second)
    # The control: without a change before now it goes through.
    second.meetings.filter(pk=early.pk).update(slot=early.slot)
    assert published(second).status == PlanStatus.PUBLISHED


def test_only_a_draft_of_ones_own_day():
    plan = draft()
    with pytest.raises(DomainError, match="autre organisation"):
        planning.publish_plan(plan, by=drafted().author)
    done = published(plan)
    with pytest.raises(DomainError, match="Publié"):
        published(done)


def test_a_cancelled_day_gives_everybody_their_time_back():
    plan = published()
    actions.cancel_day(plan.day, by=plan.day.author, reason="La halle est fermée.")
    assert not of_day().exists() and of_day(OccupationState.RELEASED).count() == 24


def test_whose_colleague_is_there_may_be_elsewhere():
    """One person of a table of two has another meeting: the other one receives, the first is not occupied twice."""
    from tests.meetings.scenes import member

    plan = draft()
    meeting = plan.meetings.order_by("slot").first()
    first = meeting.buyer.people.get().user
    second = member(meeting.buyer.organisation.buyer)
    meeting.buyer.people.create(user=second, table=1)
    occupied(plan.day, first, meeting.slot)
    published(plan)
    found = set(meeting.occupations.values_list("resource", flat=True))
    assert person(second.pk) in found and person(first.pk) not in found
    assert DayPlan.objects.published().count() == 1
