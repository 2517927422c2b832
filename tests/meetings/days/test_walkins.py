"""Free slots given at the desk: whose turn it is, what is kept of a visitor, and two gifts of the same slot at once."""

from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from meetings.days import checkin, desk, walkins
from meetings.days.asking import problem_again, whole_problem
from meetings.days.desk import AwayKind
from meetings.days.gifts import taken_by_gifts
from meetings.models import DayWalkIn
from meetings.tasks import turn_days
from tests.meetings.days.desk_scenes import EVENING, MORNING, SECOND_SLOT, person_in, planned_day, sides_of
from tests.meetings.pages import logged_in, text
from tests.meetings.test_concurrency import at_once, patience, without

__all__ = ["patience", "without"]

pytestmark = [pytest.mark.usefixtures("dated_data")]
VISITOR = {"organisation": "Atelier fictif", "person": "Ana Essai", "mail": "Ana@essai.example"}


def made(clock, moment=MORNING, **values):
    """One buyer who has arrived, one company with a meeting, two in the waiting list."""
    day, _plan = planned_day(buyers=1, companies=3, companies_most=1, **values)
    clock.move_to(moment)
    (buyer,), _companies = sides_of(day)
    checkin.check_in(person_in(buyer), by=day.author)
    return day


@pytest.fixture
def day(db, clock):
    return made(clock)


@pytest.fixture
def buyer(day):
    return sides_of(day)[0][0]


def waiting(day):
    return list(day.registrations.waiting().select_related("organisation", "day").order_by("rank"))


def slots(day):
    return [slot for _buyer, _table, slot, _place in walkins.free_slots(day, timezone.now())]


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def test_free_slots_are_those_of_buyers_who_are_there(day, buyer, clock):
    assert slots(day) == [1, 2, 3, 4, 5, 6, 7]
    clock.move_to(SECOND_SLOT)
    assert slots(day) == [2, 3, 4, 5, 6, 7]
    checkin.undo_check_in(person_in(buyer), by=day.author)
    assert slots(day) == []


def test_an_absence_a_lost_table_and_a_gift_take_a_slot(day, buyer):
    desk.say_away(buyer, kind=AwayKind.ABSENT, slot=6, by=day.author)
    walkins.give(buyer, 1, 3, by=day.author, **VISITOR)
    assert slots(day) == [1, 2, 4, 5]
    for table in (1, 2, 3):
        desk.say_table_lost(day, table=table, slot=5, by=day.author)
    assert slots(day) == [1, 2, 4]
    assert taken_by_gifts(day) == {(buyer.pk, 1): {3}}


def test_the_waiting_list_comes_first_in_its_order(day, buyer):
    first, second = waiting(day)
    for each in (second, first):
        checkin.check_in(person_in(each), by=day.author)
    with pytest.raises(DomainError, match="proposez-lui d'abord"):
        walkins.give(buyer, 1, 2, by=day.author, **VISITOR)
    with pytest.raises(DomainError, match="pas le tour"):
        walkins.give(buyer, 1, 2, by=day.author, registration=second)
    walkins.decline(buyer, 1, 2, by=day.author, registration=first)
    gift = walkins.give(buyer, 1, 2, by=day.author, registration=second)
    assert (gift.organisation, gift.mail, gift.registration) == ("", "", second)
    # Both have had this buyer or declined: whoever came may have the next slot.
    assert walkins.give(buyer, 1, 3, by=day.author, **VISITOR).mail == "ana@essai.example"


def test_who_is_not_there_waits_for_nothing(day, buyer):
    assert walkins.give(buyer, 1, 2, by=day.author, **VISITOR)


def test_dated_limits(day, buyer):
    for slot in (1, 2):
        walkins.give(buyer, 1, slot, by=day.author, **VISITOR)
    with pytest.raises(DomainError, match="déjà reçu 2"):
        walkins.give(buyer, 1, 3, by=day.author, **VISITOR)
    Parameter.objects.filter(key="day_walkins_most").update(value=2)
    with pytest.raises(DomainError, match="2 créneaux ont été donnés"):
        walkins.give(buyer, 1, 3, by=day.author, **{**VISITOR, "mail": "autre@essai.example"})


def test_a_later_timetable_that_takes_the_place_is_said(day, buyer):
    walkins.give(buyer, 1, 2, by=day.author, **VISITOR)
    client = logged_in(day.author)
    assert "Reprenez ce créneau" not in text(client.get(url("free", day.pk)))
    walkins.holding(day).meetings.filter(buyer=buyer).update(slot=2)
    assert "Reprenez ce créneau" in text(client.get(url("free", day.pk)))


def test_what_was_given_is_left_free_by_the_next_computations(day, buyer):
    walkins.give(buyer, 1, 2, by=day.author, **VISITOR)
    for problem in (problem_again(day, walkins.holding(day)), whole_problem(day)[0]):
        (entry,) = problem["buyers"]
        assert 2 in entry["unavailable"]


def test_taken_back_the_slot_is_free_again(day, buyer):
    gift = walkins.give(buyer, 1, 2, by=day.author, **VISITOR)
    walkins.take_back(gift, by=day.author)
    walkins.take_back(gift, by=day.author)
    assert 2 in slots(day) and not DayWalkIn.objects.exists()


def test_what_a_visitor_left_is_erased_in_time(day, buyer, clock):
    walkins.give(buyer, 1, 2, by=day.author, **VISITOR)
    clock.move_to(EVENING.replace(month=4, day=7))
    turn_days()
    assert DayWalkIn.objects.get().person == "Ana Essai"
    clock.move_to(EVENING.replace(month=4, day=8))
    turn_days()
    gift = DayWalkIn.objects.get()
    assert (gift.organisation, gift.person, gift.mail) == ("", "", "") and gift.erased_at


def test_a_gift_names_somebody(day, buyer):
    values = {"day": day, "buyer": buyer, "buyer_table": 1, "slot": 2, "table": 1, "given_at": timezone.now()}
    with pytest.raises(IntegrityError, match="daywalkin_who"), transaction.atomic():
        DayWalkIn.objects.create(organisation="Atelier", **values)


def test_given_from_the_pages(day, buyer):
    client, place = logged_in(day.author), (day.pk, buyer.pk, 1, 2)
    assert url("give", *place) in text(client.get(url("free", day.pk)))
    first, _second = waiting(day)
    checkin.check_in(person_in(first), by=day.author)
    page = text(client.get(url("give", *place)))
    assert str(first.organisation) in page and 'name="mail"' not in page
    declined = client.post(url("give_answer", *place), {"registration": first.pk, "answer": "no"})
    assert declined.url == url("give", *place)
    empty = client.post(url("give", *place), {})
    assert empty.status_code == 422 and "Écrivez une adresse électronique." in text(empty)
    assert client.post(url("give", *place), VISITOR).url == url("free", day.pk)
    assert "Atelier fictif (Ana Essai)" in text(client.get(url("free", day.pk)))
    own = text(logged_in(person_in(buyer).user).get(url("our_meetings", day.pk)))
    assert "Atelier fictif (Ana Essai)" in own and "essai.example" not in own
    again = client.post(url("give", *place), VISITOR)
    assert again.status_code == 422 and "n'est plus libre" in text(again)
    assert client.get(url("give", day.pk, buyer.pk, 1, 99)).status_code == 404


def test_companies_give_nothing(day, buyer):
    client = logged_in(person_in(waiting(day)[0]).user)
    assert client.get(url("free", day.pk)).status_code == 403
    assert client.post(url("give", day.pk, buyer.pk, 1, 2), VISITOR).status_code == 403
    with pytest.raises(DomainError, match="tenu par l'organisateur"):
        walkins.give(buyer, 1, 2, by=person_in(buyer).user, **VISITOR)


@pytest.fixture
def hall(transactional_db, clock):
    return made(clock)


def visitor(number):
    return {**VISITOR, "mail": f"visiteur{number}@essai.example"}


@pytest.mark.slow
def test_one_slot_is_given_once_by_eight_hands(hall):
    (buyer,), _companies = sides_of(hall)
    calls = [
        lambda number=number: walkins.give(buyer, 1, 2, by=fresh(hall), **visitor(number))
        for number in range(8)
    ]
    results = at_once(calls)
    assert sum(isinstance(each, DayWalkIn) for each in results) == 1, results
    assert sum(isinstance(each, DomainError) for each in results) == 7, results
    assert DayWalkIn.objects.count() == 1


def fresh(day):
    return type(day.author).objects.get(pk=day.author_id)


@pytest.mark.slow
@pytest.mark.parametrize("guarded", [True, False])
def test_control_without_the_constraint_and_the_lock_a_slot_is_given_twice(hall, without, guarded):
    """The same steps on a day that is read, not locked: both see a free slot. The constraint alone still refuses one;
    without it both are given."""
    (buyer,), _companies = sides_of(hall)
    if not guarded:
        without(DayWalkIn, "meetings_daywalkin_buyer")
        without(DayWalkIn, "meetings_daywalkin_table")
    read = Barrier(2)

    def give(number):
        with transaction.atomic():
            assert 2 in slots(hall)
            read.wait(30)
            return DayWalkIn.objects.create(
                day=hall,
                buyer=buyer,
                buyer_table=1,
                slot=2,
                table=1,
                given_at=timezone.now(),
                **visitor(number),
            )

    results = at_once([lambda number=number: give(number) for number in range(2)])
    assert sum(isinstance(each, DayWalkIn) for each in results) == (1 if guarded else 2), results
