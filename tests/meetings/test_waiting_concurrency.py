"""A place given up while many want it: it goes to the next in order; without the offer made in the same breath, to
whoever clicks first."""

import time as clocks
from datetime import datetime

import pytest

from grandest_portal.core.errors import DomainError
from meetings import actions, calls
from meetings.models import BookingWish, Meeting, Occupation, PlaceOffer
from meetings.slots import PARIS
from meetings.tasks import expire_due
from tests.factories import CompanyFactory
from tests.meetings.scenes import REASON, fresh, member, opened
from tests.meetings.test_calls import THURSDAY, company_of, join, open_it
from tests.meetings.test_concurrency import at_once, patience
from tests.meetings.test_waiting_list import DAY, PLACE, book, meeting_of, offered_to, opening, order

__all__ = ["opening", "order", "patience"]

pytestmark = pytest.mark.slow
MANY = 8


@pytest.fixture
def crowd(transactional_db, both, order, clock):
    """Companies that did not sign up, on a day when what is left is open to all."""
    clock.move_to(datetime(2027, 2, 15, 9, tzinfo=PARIS))
    return [member(CompanyFactory()) for _ in range(MANY)]


def insist(action, seconds=4):
    """Try again and again, as somebody who reloads the page; what it gave, or None."""
    end = clocks.perf_counter() + seconds
    while clocks.perf_counter() < end:
        try:
            return action()
        except DomainError:
            pass
    return None


def give_up_among(both, order, opening, crowd):
    """The first company gives its place up while everybody insists; what each of them got."""
    first = meeting_of(order[0])

    def give_up():
        clocks.sleep(0.5)
        actions.cancel_meeting(first, by=fresh(order[0]), reason=REASON)

    others = [lambda user=user: insist(lambda: book(both, user, opening)) for user in [*crowd, order[3]]]
    return at_once([give_up, *others])[1:]


def test_place_goes_to_the_next_whoever_insists(both, order, opening, crowd):
    assert give_up_among(both, order, opening, crowd) == [None] * (MANY + 1)
    assert offered_to() == company_of(order[1])
    assert Meeting.objects.live().count() == 1


def test_control_without_the_offer_in_the_same_breath_somebody_else_takes_it(
    both, order, opening, crowd, monkeypatch
):
    monkeypatch.setattr(actions, "offer_next", lambda *args: None)
    got = give_up_among(both, order, opening, crowd)
    assert [type(each) for each in got if each is not None] == [Meeting]


def test_places_given_up_together_go_to_different_companies(transactional_db, both, clock):
    hours = opened(both, valid_from=DAY, valid_until=DAY)
    call = calls.announce_booking(both.need, by=both.agent, openings=[hours], opens_on=THURSDAY)
    users = [member(CompanyFactory()) for _ in range(8)]
    join(call, *users)
    open_it(clock)
    ranks = dict(BookingWish.objects.values_list("company_id", "rank"))
    users = sorted(map(fresh, users), key=lambda user: ranks[company_of(user).pk])
    moments = [PLACE.replace(hour=9 + number // 2, minute=30 * (number % 2)) for number in range(4)]
    for user, moment in zip(users, moments, strict=False):
        book(both, user, hours, moment)
    results = at_once(
        [
            lambda user=user: actions.cancel_meeting(meeting_of(user), by=fresh(user), reason=REASON)
            for user in users[:4]
        ]
    )
    assert [type(each) for each in results] == [Meeting] * 4
    offers = PlaceOffer.objects.filter(meeting__status="proposed")
    assert set(offers.values_list("meeting__company", flat=True)) == {
        company_of(each).pk for each in users[4:]
    }
    taken = (
        Occupation.objects.live().filter(resource=f"user:{both.agent.pk}").values_list("during", flat=True)
    )
    assert sorted(each.lower for each in taken) == moments


def test_two_sweeps_at_once_offer_a_lapsed_place_once(transactional_db, both, order, clock):
    actions.cancel_meeting(meeting_of(order[0]), by=order[0], reason=REASON)
    clock.move_to(datetime(2027, 2, 12, 9, tzinfo=PARIS))
    assert sum(at_once([expire_due] * 4)) == 1
    assert offered_to() == company_of(order[2])
    assert PlaceOffer.objects.count() == 2
