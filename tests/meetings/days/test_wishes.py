"""Wishes and refusals: when, by whom, in which order; a refusal is learnt by nobody."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditValue
from grandest_portal.notifications.models import Notification
from meetings.days import registering, wishes
from meetings.days.enums import WishChoice
from meetings.enums import MeetingSide
from meetings.models import DayRefusal, DayWish
from tests.factories import MatchFactory, SolutionFactory, UserFactory
from tests.meetings.days.scenes import OPEN_AT, OVER_AT, announced, buyer_in, company_in, need_of
from tests.meetings.pages import logged_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(clock):
    """A day with three buyers and two companies, all of them admitted, in the time of wishes."""
    day = announced(companies_most=2)
    clock.move_to(OPEN_AT)
    for _number in range(3):
        buyer_in(day)
    for _number in range(3):
        company_in(day)
    registering.settle(day, OVER_AT)
    day.refresh_from_db()
    clock.move_to(OVER_AT)
    return day


def company_of(day):
    return day.registrations.admitted().of_side(MeetingSide.COMPANY).order_by("rank").first()


def speaker(registration):
    return registration.people.get().user


def test_each_side_says_what_it_wishes(settled):
    company = company_of(settled)
    one, two, three = wishes.others_of(company)
    said = {one.pk: WishChoice.HIGH, two.pk: WishChoice.REFUSED, three.pk: WishChoice.NONE}
    wishes.write_wishes(company, said, by=speaker(company))
    assert DayWish.objects.values_list("taker", "weight").get() == (one.pk, 3)
    assert DayRefusal.objects.get().taker == two
    wishes.write_wishes(company, {two.pk: WishChoice.LOW}, by=speaker(company))
    assert wishes.choices_of(company) == {two.pk: WishChoice.LOW}


@pytest.mark.parametrize("at", [OPEN_AT, datetime(2027, 3, 10, 23, tzinfo=UTC)])
def test_wishes_have_their_time(settled, clock, at):
    if at == OPEN_AT:
        settled.status = "open"
        settled.save(update_fields=["status"])
    clock.move_to(at)
    company = company_of(settled)
    with pytest.raises(DomainError, match="ne se disent"):
        wishes.write_wishes(company, {}, by=speaker(company))


def test_who_waits_or_speaks_for_another_says_nothing(settled):
    company, waiting = company_of(settled), settled.registrations.waiting().get()
    with pytest.raises(DomainError, match="place attribuée"):
        wishes.write_wishes(waiting, {}, by=speaker(waiting))
    with pytest.raises(DomainError, match="autre organisation"):
        wishes.write_wishes(company, {}, by=speaker(waiting))


def test_only_the_other_side_with_a_place_is_named(settled):
    company, waiting = company_of(settled), settled.registrations.waiting().get()
    buyer = wishes.others_of(company)[0]
    for giver, taker in [(buyer, waiting), (company, waiting), (company, company)]:
        with pytest.raises(DomainError, match="n'a plus sa place"):
            wishes.write_wishes(giver, {taker.pk: WishChoice.LOW}, by=speaker(giver))


def test_matches_come_first_in_the_order_of_their_score(settled):
    company = company_of(settled)
    buyers = list(wishes.others_of(company))
    solution = SolutionFactory(company=company.organisation.company, published=True)
    MatchFactory(need=need_of(buyers[2]), solution=solution, score=0.9)
    MatchFactory(need=need_of(buyers[1]), solution=solution, score=0.5)
    found = wishes.suggested(company)
    assert [each for each, _match in found] == [buyers[2], buyers[1], buyers[0]]
    assert [match.score if match else None for _each, match in found] == [0.9, 0.5, None]
    assert wishes.suggested(buyers[2])[0][0] == company


def test_a_refusal_is_learnt_by_nobody(settled):
    company = company_of(settled)
    refused = wishes.others_of(company)[0]
    people = [speaker(refused), settled.author, UserFactory(moderator=True), UserFactory(admin=True)]

    def everything():
        pages = []
        for user in people:
            client = logged_in(user)
            for name in ("detail", "registration", "wishes", "participants", "places"):
                page = client.get(reverse(f"days:{name}", args=[settled.pk]))
                pages.append(
                    (page.status_code, text(page).partition("<main")[2].partition("csrfmiddleware")[0])
                )
        return pages, Notification.objects.count()

    before = everything()
    wishes.write_wishes(company, {refused.pk: WishChoice.REFUSED}, by=speaker(company))
    assert DayRefusal.objects.count() == 1
    assert everything() == before
    last = AuditValue.objects.order_by("-pk").first()
    assert last.payload == {"before": {}, "after": {}, "reason": ""}


def test_wishes_from_the_page(settled):
    company = company_of(settled)
    client, url = logged_in(speaker(company)), reverse("days:wishes", args=[settled.pk])
    names = list(client.get(url).context["form"].fields)
    assert client.post(url, dict.fromkeys(names, "2")).status_code == 302
    assert list(company.wishes.values_list("weight", flat=True)) == [2, 2, 2]
    assert client.post(url, dict.fromkeys(names, "9")).status_code == 422
