"""A meeting moved by hand: a new version, or the reasons why not."""

import pytest
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from meetings.days import planning
from meetings.days.hours import slots_of
from meetings.days.placing import Board, move_meeting
from meetings.days.plan_enums import PlanKind, PlanStatus
from meetings.days.plans import figures_of, hand_placed, meetings_with_people
from meetings.models import DayAbsence, DayPlan
from tests.meetings.days.scenes import closed_day, drafted, with_plan
from tests.meetings.days.test_planning import asked, occupied
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]


@pytest.fixture
def plan():
    return with_plan(closed_day(), status=PlanStatus.DRAFT)


def first_of(plan):
    return plan.meetings.order_by("slot", "table").first()


def moved(plan, slot, table, meeting=None):
    meeting = meeting or first_of(plan)
    return move_meeting(plan, meeting.pair, slot=slot, table=table, by=plan.day.author)


def test_a_new_version_and_the_old_one_as_it_was(plan):
    before = list(plan.meetings.order_by("pk").values_list("pair", "slot", "table"))
    meeting = first_of(plan)
    made = moved(plan, 7, 3)
    assert (made.number, made.kind, made.status, made.base) == (2, PlanKind.MOVED, PlanStatus.DRAFT, plan)
    assert list(plan.meetings.order_by("pk").values_list("pair", "slot", "table")) == before
    there = made.meetings.get(pair=meeting.pair)
    assert (there.slot, there.table) == (7, 3) and made.meetings.count() == 6
    assert made.input_digest == plan.input_digest and len(hand_placed(made)) == 1


def apart(plan):
    """(meeting, slot, table) that leave a hole between the two meetings of a company, within a half of the day: the
    pause lies before slot 3."""
    board = Board(plan.day, meetings_with_people(plan), timezone.now())
    return next(
        (one, slot, tables[0])
        for one in board.lines
        for slot, tables in board.places(one)[0].items()
        for other in board.lines
        if other.company_id == one.company_id
        and other.pk != one.pk
        and (slot < 3) == (other.slot < 3)
        and abs(slot - other.slot) > 1
    )


def test_figures_are_counted_again_and_no_proof_is_kept_that_does_not_stand(run_jobs):
    plan = asked()
    run_jobs()
    plan.refresh_from_db()
    assert figures_of(plan).proven
    one, slot, table = apart(plan)
    made = moved(plan, slot, table, one)
    found = figures_of(made)
    assert (found.meetings, found.gaps_bound, found.gaps, found.waits_above) == (6, 0, 1, 1)
    assert not found.proven and made.answer["status"] == "feasible"


def test_what_was_placed_by_hand_keeps_its_hour_in_a_new_computation(run_jobs):
    plan = asked()
    run_jobs()
    made = moved(fresh(plan), 7, 3)
    pair = first_of(plan).pair
    again = asked(plan.day, base=made)
    assert again.problem["fixed"] == [{k: v for k, v in hand_placed(made)[0].items()}]
    run_jobs()
    assert again.meetings.get(pair=pair).slot == 7
    # The control: without the base nothing is fixed.
    assert asked(plan.day).problem["fixed"] == []


def test_why_not_names_everything_that_forbids_it(plan):
    meeting = first_of(plan)
    same = plan.meetings.filter(company=meeting.company).exclude(pk=meeting.pk).get()
    with pytest.raises(DomainError) as caught:
        moved(plan, same.slot, same.table)
    said = str(caught.value)
    assert f"{meeting.company.organisation} rencontre déjà {same.buyer.organisation}" in said
    assert f"La table {same.table} est prise par" in said
    with pytest.raises(DomainError, match="déjà à ce créneau et à cette table"):
        moved(plan, meeting.slot, meeting.table)
    with pytest.raises(DomainError, match="n'existe pas"):
        moved(plan, 99, 1)
    assert DayPlan.objects.count() == 1


def test_absences_other_meetings_and_lost_tables(plan):
    meeting = first_of(plan)
    said = {"day": plan.day, "said_at": timezone.now()}
    DayAbsence.objects.create(registration=meeting.company, slots=[7], **said)
    DayAbsence.objects.create(table=3, slots=[6], **said)
    occupied(plan.day, meeting.buyer.people.get().user, 5)
    for slot, words in ((7, "est absent"), (6, "est perdue"), (5, "autre rendez-vous confirmé")):
        with pytest.raises(DomainError, match=words):
            moved(plan, slot, 3)
    free, shut = Board(plan.day, meetings_with_people(plan), timezone.now()).places(meeting)
    assert 7 not in free and 5 not in free and 3 not in free[6] and {5, 7} <= set(shut)


def test_what_has_begun_stays(plan, clock):
    meeting = first_of(plan)
    clock.move_to(slots_of(plan.day)[meeting.slot].starts_at)
    with pytest.raises(DomainError, match="déjà commencé"):
        moved(plan, 7, 3)


def test_only_those_who_hold_the_day(plan):
    with pytest.raises(DomainError, match="autre organisation"):
        move_meeting(plan, first_of(plan).pair, slot=7, table=3, by=drafted().author)
    waiting = planning.ask_plan(plan.day, by=plan.day.author, early=True)
    with pytest.raises(DomainError, match="Rien ne se déplace"):
        move_meeting(waiting, first_of(plan).pair, slot=7, table=3, by=plan.day.author)
