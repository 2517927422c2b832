"""A timetable asked, computed in a process of its own, stopped, given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import task_named
from grandest_portal.core.models import Job
from meetings.days import computing, planning
from meetings.days.asking import asked_of
from meetings.days.enums import DayStatus
from meetings.days.plan_enums import PlanKind, PlanStatus
from meetings.days.plans import figures_of
from meetings.days.problem import digest_of_problem
from meetings.enums import OccupationState
from meetings.models import Day, DayAbsence, DayMeeting, DayPair, DayPlan, DayWish
from meetings.occupation import person
from tests.meetings.days.scenes import closed_day, drafted, with_plan
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]


def wished(day):
    """Everybody wishes everybody."""
    rows = list(day.registrations.admitted().order_by("pk"))
    DayWish.objects.bulk_create(
        DayWish(giver=giver, taker=taker, weight=2)
        for giver in rows
        for taker in rows
        if giver.side == "company" and taker.side == "buyer"
    )
    return day


def asked(day=None, **options):
    day = day or wished(closed_day())
    return planning.ask_plan(day, by=day.author, early=True, **options)


def occupied(day, user, slot):
    """Time that a person has given elsewhere."""
    from meetings.days.hours import slots_of
    from meetings.models import Occupation
    from tests.meetings.scenes import pair

    meeting = pair().propose()
    where = slots_of(day)[slot]
    return Occupation.objects.create(
        meeting=meeting,
        resource=person(user.pk),
        during=(where.starts_at, where.ends_at),
        state=OccupationState.CONFIRMED,
    )


def test_a_plan_is_computed_from_the_wishes(run_jobs):
    plan = asked()
    assert plan.status == PlanStatus.WAITING and plan.number == 1
    run_jobs()
    plan.refresh_from_db()
    assert (plan.status, plan.failure) == (PlanStatus.DRAFT, "")
    found = figures_of(plan)
    assert (found.meetings, found.bound, found.none, found.gaps, found.gaps_bound) == (6, 6, 0, 0, 0)
    assert found.proven and found.first["meetings"] == 6
    assert plan.answer["input_sha256"] == plan.input_digest == digest_of_problem(plan.problem)
    assert plan.solver and plan.answer["seed"] == plan.seed and plan.answer["limit"] == plan.limit
    assert DayPair.objects.count() == 6 and {each.table for each in plan.meetings.all()} <= {1, 2, 3}


def test_the_same_version_computed_again_gives_the_same_meetings(run_jobs):
    first = asked()
    run_jobs()
    other = asked(first.day)
    DayPlan.objects.filter(pk=other.pk).update(seed=first.seed)
    run_jobs()
    rows = [list(each.meetings.values_list("pair", "slot", "table")) for each in (first, other)]
    assert rows[0] == rows[1] and rows[0]
    assert DayPair.objects.count() == 6


def test_who_gave_the_hour_elsewhere_is_away():
    day = wished(closed_day())
    buyer, company = day.registrations.get(pk=day.registrations.order_by("pk").first().pk), None
    company = day.registrations.filter(side="company").order_by("pk").first()
    occupied(day, buyer.people.get().user, 2)
    DayAbsence.objects.create(day=day, registration=company, slots=[5], said_at=timezone.now())
    problem = asked(day).problem
    away = {each["id"]: each["unavailable"] for each in problem["buyers"] + problem["companies"]}
    assert away[f"B{buyer.pk}.1"] == [2] and away[f"C{company.pk}"] == [5]
    assert sum(map(len, away.values())) == 2


def test_a_lost_table_is_not_used(run_jobs):
    day = wished(closed_day())
    DayAbsence.objects.create(day=day, table=1, slots=[0], said_at=timezone.now())
    plan = asked(day)
    run_jobs()
    assert set(plan.meetings.values_list("table", flat=True)) == {2, 3}
    assert plan.problem["tables"] == 2


def test_refused_by_the_moment():
    with pytest.raises(DomainError, match="inscriptions closes"):
        planning.ask_plan(draft := drafted(), by=draft.author)
    day = closed_day()
    with pytest.raises(DomainError, match="avant leur fin"):
        planning.ask_plan(day, by=day.author)
    with pytest.raises(DomainError, match="part du planning publié"):
        planning.ask_plan(day, by=day.author, kind=PlanKind.AGAIN, early=True)
    with pytest.raises(DomainError, match="autre organisation"):
        planning.ask_plan(day, by=drafted().author, early=True)
    assert not DayPlan.objects.exists() and not Job.objects.filter(name="meetings.compute_plan").exists()


def test_without_confirming_once_the_wishes_are_over(clock):
    day = wished(closed_day())
    clock.move_to(timezone.now() + timedelta(days=40))
    assert planning.ask_plan(day, by=day.author).status == PlanStatus.WAITING


def test_what_the_solver_cannot_read_is_refused_when_asked():
    plan = with_plan(closed_day())
    with pytest.raises(DomainError, match="inconnu"):
        planning.ask_plan(
            plan.day, by=plan.day.author, kind=PlanKind.AGAIN, base=plan, changes={"absent": [{"id": "C0"}]}
        )


def test_the_rest_of_the_day_is_computed_again(run_jobs):
    day = closed_day()
    base = with_plan(day)
    company = day.registrations.filter(side="company").order_by("pk").first()
    changes = {"now": 0, "absent": [{"id": f"C{company.pk}", "from": 0}]}
    plan = planning.ask_plan(day, by=day.author, kind=PlanKind.AGAIN, base=base, changes=changes)
    assert asked_of(plan)["plan"] and plan.changes == changes
    run_jobs()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT, plan.failure
    assert not plan.meetings.filter(company=company).exists() and plan.meetings.count() == 4
    assert {each["cause"] for each in plan.answer["lost"]} == {f"absence : C{company.pk}"}


def test_a_running_day_with_a_timetable_is_only_computed_again():
    plan = with_plan(closed_day())
    Day.objects.filter(pk=plan.day_id).update(status=DayStatus.RUNNING)
    with pytest.raises(DomainError, match="seul ce qui reste"):
        asked(fresh(plan.day))


def test_one_at_a_time():
    plan = asked()
    with pytest.raises(DomainError, match="déjà en cours"):
        asked(plan.day)
    planning.stop_plan(plan, by=plan.day.author)
    assert asked(plan.day).number == 2


def test_stopped_while_it_waits(run_jobs):
    plan = planning.stop_plan(asked(), by=None)
    assert plan.status == PlanStatus.STOPPED
    run_jobs()
    assert not plan.meetings.exists()
    with pytest.raises(DomainError, match="Calcul arrêté"):
        planning.stop_plan(plan, by=plan.day.author)


def test_stopped_at_a_step():
    """Asked between the beginning and the first step: nothing is computed further."""
    plan = asked()
    watch = computing.Watch(plan.pk)
    computing.begin(plan.pk)
    watch.tell("Placement des rendez-vous…")
    assert fresh(plan).progress == "Placement des rendez-vous…"
    planning.stop_plan(plan, by=plan.day.author)
    with pytest.raises(computing.Stopped):
        watch.tell("Réduction des attentes…")
    assert computing.stop(plan.pk) is False and fresh(plan).status == PlanStatus.STOPPED


def test_a_result_that_comes_after_the_stop_is_not_kept():
    plan = asked()
    computing.begin(plan.pk)
    planning.stop_plan(plan, by=plan.day.author)
    assert computing.store(plan.pk, {"meetings": [], "warnings": []}) is False
    assert fresh(plan).status == PlanStatus.STOPPED and not DayMeeting.objects.exists()


def test_what_cannot_be_computed_says_why(run_jobs):
    """Too little work for any proof is no failure; data that are no data are one."""
    plan = asked()
    DayPlan.objects.filter(pk=plan.pk).update(problem={**plan.problem, "slots": "huit"})
    run_jobs()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.FAILED and plan.failure.startswith(
        "Le calcul s'est arrêté sur une erreur"
    )


def test_a_worker_that_died_leaves_nothing_computing(clock, run_jobs):
    plan = asked()
    computing.begin(plan.pk)
    assert computing.sweep(timezone.now()) == 0
    # The control is the line above: before its time nothing is given up.
    clock.move_to(timezone.now() + timedelta(minutes=21))
    assert task_named("meetings.turn_days")() >= 1
    plan.refresh_from_db()
    assert plan.status == PlanStatus.FAILED and "interrompu" in plan.failure
    assert computing.store(plan.pk, {"meetings": [], "warnings": []}) is False
    assert asked(plan.day).number == 2


def test_a_job_that_comes_back_finds_the_dead_and_says_so():
    plan = asked()
    computing.begin(plan.pk)
    assert computing.compute_plan(plan.pk) is False
    assert fresh(plan).status == PlanStatus.FAILED


def test_one_that_never_began_is_given_up_too(clock):
    plan = asked()
    clock.move_to(timezone.now() + timedelta(minutes=21))
    assert computing.sweep(timezone.now()) == 1
    assert "pas commencé" in fresh(plan).failure
