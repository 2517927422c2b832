"""Fifty companies at the same moment on hours of one agent that overlap; and what happens without the constraint."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Occupation
from meetings.openings.offers import Offer
from tests.meetings.pages import text
from tests.meetings.scenes import fresh, opened, pair, slot
from tests.meetings.test_concurrency import at_once, patience, without

__all__ = ["patience", "without"]

pytestmark = pytest.mark.slow
MANY = 50


@pytest.fixture
def crowd(transactional_db):
    """[(pair, name of a slot)]: fifty companies, half of which want 9 h to 9 h 30, half 9 h 15 to 9 h 45."""
    first = pair()
    rules = [
        opened(first, opens_at=time(9), closes_at=time(12), most_per_day=20),
        opened(first, opens_at=time(9, 15), closes_at=time(12), most_per_day=20),
    ]
    wanted = [Offer(rule, *slot(9, 9, minute)).key for rule, minute in zip(rules, (0, 15), strict=True)]
    pairs = [first, *(pair(agent=first.agent) for _ in range(MANY - 1))]
    return [(each, wanted[number % 2]) for number, each in enumerate(pairs)]


def browsers_of(crowd):
    calls = []
    for each, key in crowd:
        client = Client()
        client.force_login(each.manager)
        url = reverse("meetings:book_at_buyer", args=[each.need.pk])
        calls.append(lambda client=client, url=url, key=key: client.post(url, {"slot": key}))
    return calls


def test_one_of_fifty_wins_and_the_others_read_the_three_nearest(crowd):
    answers = at_once(browsers_of(crowd))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sorted(answer.status_code for answer in answers) == [302, *[409] * (MANY - 1)]
    assert Meeting.objects.count() == 1
    assert Occupation.objects.live().count() == 3
    for answer in answers:
        if answer.status_code == 409:
            page = text(answer)
            assert "Encore libres, au plus près" in page and page.count('type="radio"') == 3


def test_control_without_the_exclusion_constraint_several_hold_the_same_hour(crowd, without):
    without(Occupation, "meetings_occupation_no_overlap")
    answers = at_once(browsers_of(crowd))
    assert sum(answer.status_code == 302 for answer in answers) > 1
    assert Meeting.objects.count() > 1


def test_two_agents_do_not_hold_the_only_seat_of_a_company(transactional_db):
    """Eight buyers want the same hour of a company with eight managers who are all free."""
    first = pair()
    pairs = [first, *(pair(manager=first.manager) for _ in range(7))]
    opening = opened(first, by=first.manager)
    calls = [lambda each=each: each.book(opening, slot(9, 9)[0], by=fresh(each.agent)) for each in pairs]
    results = at_once(calls)
    assert sorted(type(each).__name__ for each in results) == ["Meeting", *["SlotTaken"] * 7]


def test_last_place_of_a_day_goes_to_one(transactional_db):
    """Hours that do not overlap: the lock of the opening decides, not the constraint."""
    first = pair()
    opening = opened(first, opens_at=time(9), closes_at=time(13), most_per_day=1)
    pairs = [first, *(pair(agent=first.agent) for _ in range(7))]
    calls = [
        lambda each=each, number=number: each.book(
            opening, slot(9, 9 + number // 2, 30 * (number % 2))[0], by=fresh(each.manager)
        )
        for number, each in enumerate(pairs)
    ]
    results = at_once(calls)
    assert sorted(type(each).__name__ for each in results) == ["Meeting", *["SlotTaken"] * 7]
