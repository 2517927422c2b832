"""Registrations, and places given by the published rule: who may, the order, the waiting list, what is erased."""

from datetime import UTC, date, datetime, timedelta
from inspect import getsource, isfunction, signature
from threading import Barrier

import pytest
from django.db import transaction

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.models import AuditValue
from grandest_portal.notifications.models import Notification
from meetings.days import actions, registering
from meetings.days import clock as days_clock
from meetings.days.order import ordered
from meetings.enums import MeetingSide
from meetings.models import DayAccess, DayPerson, DayRegistration
from meetings.turns import digest_of
from tests.factories import MatchFactory, SolutionFactory, UserFactory, company_user, partner_user
from tests.meetings.days.scenes import (
    OPEN_AT,
    OVER_AT,
    announced,
    buyer_in,
    company_in,
    need_of,
    with_need,
)
from tests.meetings.scenes import member
from tests.meetings.test_concurrency import at_once, patience

__all__ = ["patience"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def day(clock):
    """An announced day whose registrations are open, with one buyer."""
    made = announced(companies_most=2)
    clock.move_to(OPEN_AT)
    buyer_in(made)
    return made


def states(day, side=MeetingSide.COMPANY):
    return list(day.registrations.of_side(side).order_by("rank", "pk").values_list("status", flat=True))


def test_a_buyer_and_a_company_register(day):
    registration = company_in(day)
    assert (registration.side, registration.status, registration.rank) == ("company", "registered", None)
    assert [entry.verb for entry in history_of(registration)] == ["registration.made"]
    assert [each.side for each in day.registrations.order_by("pk")] == ["buyer", "company"]


@pytest.mark.parametrize(
    "make",
    [
        partner_user,
        UserFactory,
        lambda: company_user(role="reader"),
        lambda: company_user(status="requested", decided_at=None),
    ],
)
def test_others_do_not_register(day, make):
    with pytest.raises(DomainError):
        company_in(day, make())
    assert day.registrations.count() == 1


@pytest.mark.parametrize("at", [OPEN_AT - timedelta(days=9), OVER_AT])
def test_nobody_registers_outside_the_window(day, clock, at):
    manager = company_user()
    clock.move_to(at)
    with pytest.raises(DomainError, match="pas ouvertes"):
        company_in(day, manager)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"languages": []}, "languages"), ({"people": []}, "people"), ({"needs": []}, "needs")],
)
def test_what_a_company_leaves_out_is_asked(day, values, field):
    with pytest.raises(DomainError) as refusal:
        company_in(day, **values)
    assert refusal.value.field == field


def test_a_stranger_is_registered_by_nobody(day):
    with pytest.raises(DomainError) as refusal:
        company_in(day, people=[UserFactory()])
    assert refusal.value.field == "people"


def test_needs_are_those_of_registered_buyers(day):
    outside = need_of(buyer_in(announced(), with_need()))
    with pytest.raises(DomainError) as refusal:
        company_in(day, needs=[outside])
    assert refusal.value.field == "needs"


@pytest.mark.parametrize("tables", [0, 2, 5])
def test_every_table_has_an_agent(day, tables):
    with pytest.raises(DomainError) as refusal:
        buyer_in(day, tables=tables)
    assert refusal.value.field == "tables"


def test_several_agents_hold_several_tables(day):
    agent = with_need()
    holder = agent.memberships.get().organisation.buyer
    others = [member(holder), member(holder)]
    registration = buyer_in(day, agent, tables=2, people=[agent, *others])
    assert [each.table for each in registration.people.order_by("pk")] == [1, 2, 1]


def test_a_change_keeps_those_who_stay_with_their_absences(day):
    manager = company_user()
    registration = company_in(day, manager)
    registering.write_absences(registration.people.get(), slots=[3, 1], by=manager)
    with pytest.raises(Conflict):
        company_in(day, manager, version=registration.version + 1)
    company_in(day, manager, version=registration.version, languages=["fr", "de"])
    assert registration.people.get().absent == [1, 3]
    assert DayRegistration.objects.get(pk=registration.pk).languages == ["de", "fr"]


def test_absences_are_slots_of_the_day_said_by_the_own_organisation(day):
    registration = company_in(day)
    person = registration.people.get()
    with pytest.raises(DomainError, match="créneaux de cette journée"):
        registering.write_absences(person, slots=[99], by=person.user)
    with pytest.raises(DomainError, match="autre organisation"):
        registering.write_absences(person, slots=[1], by=company_user())


def test_places_go_in_the_order_of_the_seed_not_of_arrival(day):
    made = [company_in(day) for _number in range(5)]
    assert days_clock.settle_due(OVER_AT) == 1
    day.refresh_from_db()
    assert day.status == "closed" and digest_of(day.secret) == day.commitment
    expected = sorted(made, key=lambda each: digest_of(f"{day.secret}:{each.pk}"))
    ranked = list(day.registrations.of_side(MeetingSide.COMPANY).order_by("rank"))
    assert ranked == expected
    assert states(day) == ["admitted", "admitted", "waiting", "waiting", "waiting"]
    drawn = history_of(day).filter(verb="day.drawn").get().value.payload["after"]
    assert drawn["secret"] == day.secret
    assert drawn["order"]["company"] == [each.reference for each in expected]
    assert days_clock.settle_due(OVER_AT) == 0


def test_each_is_told_its_place(day):
    managers = [company_user() for _number in range(3)]
    for manager in managers:
        company_in(day, manager)
    days_clock.settle_due(OVER_AT)
    told = Notification.objects.filter(kind="days.place_decided", user__in=managers)
    assert sorted(told.values_list("user", flat=True)) == sorted(each.pk for each in managers)
    assert told.filter(title__contains="liste d'attente").count() == 1


def test_with_enough_places_everybody_comes(day):
    company_in(day)
    days_clock.settle_due(OVER_AT)
    assert (states(day), states(day, MeetingSide.BUYER)) == (["admitted"], ["admitted"])


def test_the_rule_of_matches_puts_them_first(clock):
    day = announced(companies_most=1, criterion="matched")
    clock.move_to(OPEN_AT)
    need = need_of(buyer_in(day))
    made = [company_in(day) for _number in range(4)]
    last = ordered(day, MeetingSide.COMPANY)[-1][1]
    solution = SolutionFactory(company=last.organisation.company, published=True)
    MatchFactory(need=need, solution=solution)
    registering.settle(day, OVER_AT)
    assert day.registrations.admitted().of_side(MeetingSide.COMPANY).get() == last
    groups = dict(day.registrations.of_side(MeetingSide.COMPANY).values_list("pk", "group"))
    assert groups == {each.pk: 0 if each == last else 1 for each in made}


def test_tables_are_given_in_the_strict_order(clock):
    """Three tables: who needs two and comes second behind two taken waits, and holds those behind."""
    day = announced()
    clock.move_to(OPEN_AT)
    for _number in range(3):
        agent = with_need()
        buyer_in(day, agent, tables=2, people=[agent, member(agent.memberships.get().organisation.buyer)])
    registering.settle(day, OVER_AT)
    assert states(day, MeetingSide.BUYER) == ["admitted", "waiting", "waiting"]


def test_a_free_place_goes_to_the_first_of_the_list(day):
    for _number in range(4):
        company_in(day)
    registering.settle(day, OVER_AT)
    first, second, third, fourth = day.registrations.of_side(MeetingSide.COMPANY).order_by("rank")
    registering.withdraw(first, by=first.people.get().user)
    assert states(day) == ["withdrawn", "admitted", "admitted", "waiting"]
    assert next(entry.verb for entry in history_of(third)) == "registration.admitted"
    registering.withdraw(fourth, by=fourth.people.get().user)
    assert states(day) == ["withdrawn", "admitted", "admitted", "withdrawn"]
    assert second.status == "admitted"


def test_who_withdrew_in_the_window_may_come_back(day):
    manager = company_user()
    registration = company_in(day, manager)
    registering.withdraw(registration, by=manager)
    assert company_in(day, manager).pk == registration.pk
    registering.withdraw(registration, by=manager)
    registering.settle(day, OVER_AT)
    assert DayRegistration.objects.get(pk=registration.pk).rank is None


def test_another_organisation_withdraws_nobody(day):
    with pytest.raises(DomainError, match="autre organisation"):
        registering.withdraw(company_in(day), by=company_user())


def test_no_action_admits_somebody_out_of_the_order():
    """Places are given by the draw and by what is left: neither is told whom to take."""
    taking = [registering.settle, registering.promote]
    assert [list(signature(each).parameters) for each in taking] == [["day", "at"], ["day", "side"]]
    chosen = [name for name, each in vars(registering).items() if "decide(" in source_of(each)]
    assert sorted(chosen) == ["decide", "promote", "settle"]


def source_of(thing):
    own = isfunction(thing) and thing.__module__ == registering.__name__
    return getsource(thing) if own else ""


def test_needs_of_access_are_said_by_oneself_and_leave_no_trace(day):
    manager = company_user()
    person = company_in(day, manager).people.get()
    with pytest.raises(DomainError, match="ses propres"):
        registering.write_access(person, kinds=["sign"], words="", by=company_user())
    registering.write_access(person, kinds=["sign"], words="Interprète le matin", by=manager)
    assert DayAccess.objects.get().kinds == ["sign"]
    assert not [value for value in AuditValue.objects.all() if "Interprète" in str(value.payload)]
    registering.write_access(person, kinds=[], words=" ", by=manager)
    assert not DayAccess.objects.exists()


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (datetime(2027, 4, 7, 9, tzinfo=UTC), 1),
        (datetime(2027, 4, 8, 9, tzinfo=UTC), 0),
    ],
)
def test_needs_of_access_are_erased_after_the_days_of_the_parameter(dated_data, day, at, left):
    manager = company_user()
    person = company_in(day, manager).people.get()
    registering.write_access(person, kinds=["loop"], words="", by=manager)
    days_clock.erase_access(at)
    assert DayAccess.objects.count() == left
    assert DayPerson.objects.filter(pk=person.pk).exists()


def test_they_are_erased_at_once_when_the_day_is_cancelled_or_left(day):
    managers = [company_user(), company_user()]
    made = [company_in(day, each) for each in managers]
    for registration, manager in zip(made, managers, strict=True):
        registering.write_access(registration.people.get(), kinds=["loop"], words="", by=manager)
    registering.withdraw(made[0], by=managers[0])
    assert DayAccess.objects.count() == 1
    actions.cancel_day(day, by=day.author, reason="Neige.")
    assert days_clock.erase_access(OPEN_AT) == 1
    assert Notification.objects.filter(user=managers[1], kind="days.cancelled").exists()
    assert not Notification.objects.filter(user=managers[0], kind="days.cancelled").exists()


def test_a_day_starts_and_ends_by_its_dates(day):
    company_in(day)
    days_clock.settle_due(OVER_AT)
    assert days_clock.turn_due(datetime(2027, 3, 22, 12, tzinfo=UTC)) == 0
    assert days_clock.turn_due(datetime(2027, 3, 23, 7, tzinfo=UTC)) == 1
    assert days_clock.turn_due(datetime(2027, 3, 23, 11, tzinfo=UTC)) == 1
    day.refresh_from_db()
    assert (day.status, day.dates.get().on) == ("over", date(2027, 3, 23))


@pytest.fixture
def full(transactional_db, clock):
    """Two places taken, two companies that wait."""
    made = announced(companies_most=2)
    clock.move_to(OPEN_AT)
    buyer_in(made)
    for _number in range(4):
        company_in(made)
    registering.settle(made, OVER_AT)
    return made


@pytest.mark.slow
def test_two_places_left_at_once_go_to_two(full):
    leaving = full.registrations.admitted().of_side(MeetingSide.COMPANY).order_by("rank")
    calls = [lambda each=each: registering.withdraw(each, by=None) for each in leaving]
    results = at_once(calls)
    assert [type(each).__name__ for each in results] == ["DayRegistration"] * 2
    assert states(full) == ["withdrawn", "withdrawn", "admitted", "admitted"]


@pytest.mark.slow
def test_control_without_the_lock_of_the_day_one_place_is_lost(full):
    """The same steps on a day that is read, not locked: both see the same first of the list."""
    read = Barrier(2)

    def leave(registration):
        with transaction.atomic():
            DayRegistration.objects.filter(pk=registration.pk).update(status="withdrawn")
            first = registering.waiting_of(full, MeetingSide.COMPANY).first()
            read.wait(30)
            DayRegistration.objects.filter(pk=first.pk).update(status="admitted")
        return first

    leaving = full.registrations.admitted().of_side(MeetingSide.COMPANY).order_by("rank")
    results = at_once([lambda each=each: leave(each) for each in leaving])
    assert results[0] == results[1]
    assert states(full) == ["withdrawn", "withdrawn", "admitted", "waiting"]
