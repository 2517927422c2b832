"""The booking of a need: one date and the same hours for all, an order that nobody can choose, nothing for the first
click."""

import hashlib
from datetime import date, datetime, time, timedelta

import pytest

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from meetings import calls
from meetings.booking import book_slot
from meetings.models import BookingCall, BookingWish, Meeting
from meetings.openings.actions import close_opening
from meetings.slots import PARIS
from meetings.tasks import expire_due
from meetings.turns import call_of, drawn_order, earliest_opening, opening_moment, place_in_order
from needs.enums import NeedStatus
from needs.models import Shortlist, ShortlistInvitation
from tests.factories import CompanyFactory, InterestFactory
from tests.meetings.pages import logged_in, said, text, url
from tests.meetings.scenes import NOW, fresh, key_of, member, opened, pair

# The third working day after Monday 1 February 2027.
THURSDAY = date(2027, 2, 4)
WEDNESDAY = date(2027, 2, 10)


@pytest.fixture
def opening(both):
    """Two places a week: Wednesdays from 9 h to 10 h, the first one on 10 February, until 10 February."""
    return opened(both, closes_at=time(10), valid_from=WEDNESDAY, valid_until=WEDNESDAY)


@pytest.fixture
def call(both, opening):
    return calls.announce_booking(both.need, by=both.agent, openings=[opening], opens_on=THURSDAY)


def companies(count):
    return [member(CompanyFactory()) for _ in range(count)]


def company_of(user):
    return user.memberships.get().organisation.company


def join(call, *users):
    for user in users:
        calls.join_booking(call, by=user)


def open_it(clock):
    clock.move_to(opening_moment(BookingCall.objects.get()) + timedelta(hours=9))
    assert expire_due() == 1


def book(both, user, opening, minute=0):
    moment = datetime.combine(WEDNESDAY, time(9, minute), tzinfo=PARIS)
    return book_slot(both.need, company_of(user), key_of(opening, moment), by=fresh(user))


def invite(both, sent_at, *firms):
    frozen = {"engine": "x", "engine_inputs": "0" * 64, "need_version": 1, "need_hash": "0" * 64}
    counts = dict.fromkeys(["matched", "kept", "left_out", "firms", "outside", "unknown_place"], 0)
    shortlist = Shortlist.objects.create(
        need=both.need, number=1, criterion="x", content_hash="0" * 64, frozen_at=NOW, **frozen, **counts
    )
    return ShortlistInvitation.objects.create(
        shortlist=shortlist,
        audience="kept",
        criterion="x",
        companies=[each.pk for each in firms],
        count=len(firms),
        sent_at=sent_at,
    )


def test_announcing_is_told_to_the_invited_and_the_interested_alike(both, opening):
    invited, interested = companies(2)
    invite(both, NOW, company_of(invited))
    InterestFactory(need=both.need, company=company_of(interested))
    call = calls.announce_booking(both.need, by=both.agent, openings=[opening], opens_on=THURSDAY)
    told = Notification.objects.filter(kind="meetings.booking_announced")
    assert {row.user for row in told} == {invited, interested}
    assert len({(row.title, row.body) for row in told}) == 1
    assert "jeudi 4 février 2027" in told.first().title
    entry = AuditEntry.objects.get(verb="booking.announced")
    assert entry.value.payload["after"] == {
        "opens_on": "2027-02-04",
        "openings": [opening.pk],
        "commitment": call.commitment,
        "criterion": "",
        "rule": "",
    }
    assert call.secret not in str(entry.value.payload)


@pytest.mark.parametrize(
    ("invited", "today", "first"),
    [
        ([], date(2027, 2, 1), THURSDAY),
        ([NOW - timedelta(days=30)], date(2027, 2, 1), THURSDAY),
        ([NOW], date(2027, 2, 5), date(2027, 2, 10)),
        ([], date(2027, 3, 25), date(2027, 4, 1)),
    ],
    ids=["today", "invited long ago", "over a week-end", "over Easter"],
)
def test_booking_opens_some_working_days_after_the_last_invitation(db, invited, today, first):
    """Good Friday and Easter Monday are no working days."""
    assert earliest_opening(invited, today) == first


def test_number_of_days_is_a_dated_parameter(db):
    Parameter.objects.create(
        key="booking_notice_working_days", label="x", value=1, starts_on=date(2020, 1, 1)
    )
    assert earliest_opening([], date(2027, 2, 1)) == date(2027, 2, 2)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("too early", "au plus tôt le jeudi 4 février 2027"),
        ("after the exchanges", "Les échanges sur ce besoin se terminent"),
        ("no hours", "au moins une ouverture"),
        ("closed hours", "qui ne sont pas fermées"),
        ("others' hours", "de votre organisation"),
        ("company", "au nom de l'acheteur"),
        ("need closed", "ne sont pas ouverts"),
    ],
)
def test_announcement_that_cannot_stand_is_refused(both, opening, state, words):
    by, hours, day = both.agent, [opening], THURSDAY
    if state == "too early":
        day = date(2027, 2, 3)
    elif state == "after the exchanges":
        day = date(2027, 12, 1)
    elif state == "no hours":
        hours = []
    elif state == "closed hours":
        hours = [close_opening(opening, by=both.agent)]
    elif state == "others' hours":
        hours = [opened(pair())]
    elif state == "company":
        by = both.manager
    else:
        type(both.need).objects.update(status=NeedStatus.CLOSED)
    with pytest.raises(DomainError) as refusal:
        calls.announce_booking(both.need, by=by, openings=hours, opens_on=day)
    assert words in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")
    assert not BookingCall.objects.exists()


def test_change_before_the_date_keeps_the_commitment_and_none_after(both, call, opening, clock):
    other = opened(both, weekday=3)
    again = calls.announce_booking(
        both.need, by=both.agent, openings=[other], opens_on=THURSDAY + timedelta(days=1)
    )
    assert (again.pk, again.commitment, list(again.openings.all())) == (call.pk, call.commitment, [other])
    clock.move_to(opening_moment(again))
    with pytest.raises(DomainError, match="ne change plus"):
        calls.announce_booking(
            both.need, by=fresh(both.agent), openings=[opening], opens_on=date(2027, 2, 20)
        )


def test_no_slot_before_the_date(both, call, opening):
    with pytest.raises(DomainError, match="ouvre le"):
        book(both, both.manager, opening)
    page = text(logged_in(both.manager).get(url("book_at_buyer", both.need.pk)))
    assert "La réservation ouvre le jeudi 4 février 2027" in page
    assert 'type="radio"' not in page and url("call", both.need.pk) in page


def test_no_slot_before_the_order_is_drawn(both, call, opening, clock):
    clock.move_to(opening_moment(call))
    with pytest.raises(DomainError, match="ouvre le"):
        book(both, both.manager, opening)


def test_places_for_everybody_are_taken_by_anybody(both, call, opening, clock):
    first, second = companies(2)
    join(call, first, second)
    open_it(clock)
    book(both, first, opening)
    book(both, second, opening, minute=30)
    assert Meeting.objects.count() == 2


def test_fewer_places_than_firms_are_taken_in_the_drawn_order(both, call, opening, clock):
    users = companies(5)
    join(call, *users)
    open_it(clock)
    ranked = {each.rank: each.company_id for each in BookingWish.objects.all()}
    by_company = {company_of(user).pk: user for user in users}
    order = [by_company[ranked[rank]] for rank in range(1, 6)]
    for late in reversed(order[2:]):
        with pytest.raises(DomainError, match="moins de places que d'entreprises"):
            book(both, late, opening)
    book(both, order[1], opening)
    book(both, order[0], opening, minute=30)


def test_company_that_did_not_sign_up_comes_after_those_that_did(both, call, opening, clock):
    first, second, newcomer = companies(3)
    join(call, first, second)
    open_it(clock)
    with pytest.raises(DomainError, match="moins de places"):
        book(both, newcomer, opening)
    book(both, first, opening)
    with pytest.raises(DomainError, match="moins de places"):
        book(both, newcomer, opening, minute=30)


def test_after_the_days_of_the_order_what_is_left_is_open_to_all(both, clock):
    opening = opened(both, closes_at=time(9, 30), valid_from=date(2027, 2, 17), valid_until=date(2027, 2, 17))
    call = calls.announce_booking(both.need, by=both.agent, openings=[opening], opens_on=THURSDAY)
    join(call, *companies(2))
    open_it(clock)
    (newcomer,) = companies(1)
    moment = datetime(2027, 2, 17, 9, tzinfo=PARIS)
    with pytest.raises(DomainError, match="jeudi 11 février 2027"):
        book_slot(both.need, company_of(newcomer), key_of(opening, moment), by=newcomer)
    clock.move_to(datetime(2027, 2, 11, 8, tzinfo=PARIS))
    book_slot(both.need, company_of(newcomer), key_of(opening, moment), by=fresh(newcomer))


def test_order_can_be_computed_again_by_everybody(both, call, clock):
    users = companies(4)
    join(call, *users)
    open_it(clock)
    shown = call_of(both.need)
    assert hashlib.sha256(shown.secret.encode()).hexdigest() == shown.commitment == call.commitment
    numbers = [company_of(user).pk for user in users]
    again = sorted(numbers, key=lambda pk: hashlib.sha256(f"{shown.secret}:{pk}".encode()).hexdigest())
    stored = list(BookingWish.objects.order_by("rank").values_list("company_id", flat=True))
    assert stored == again == drawn_order(shown.secret, numbers)
    entry = AuditEntry.objects.get(verb="booking.drawn")
    assert entry.value.payload["after"] == {"secret": shown.secret, "order": again}


def test_order_leans_on_nothing_but_the_secret():
    """Over many secrets each of four companies is first about as often."""
    firsts = [drawn_order(f"graine {number}", [1, 2, 3, 4])[0] for number in range(2000)]
    assert all(400 < firsts.count(company) < 600 for company in (1, 2, 3, 4))
    assert place_in_order("a", 1) != place_in_order("b", 1)


def test_order_is_drawn_once_and_not_before_its_day(both, call, clock):
    join(call, *companies(3))
    assert expire_due() == 0
    open_it(clock)
    before = list(BookingWish.objects.order_by("pk").values_list("rank", flat=True))
    assert expire_due() == 0
    assert list(BookingWish.objects.order_by("pk").values_list("rank", flat=True)) == before


@pytest.mark.parametrize("who", ["agent", "reader", "own company", "too late"])
def test_who_may_not_sign_up(both, call, clock, who):
    people = {
        "agent": lambda: both.agent,
        "reader": lambda: member(both.company, role="reader"),
        "own company": lambda: member(CompanyFactory(organisation=both.need.buyer.organisation)),
        "too late": lambda: both.manager,
    }
    user = people[who]()
    if who == "too late":
        clock.move_to(opening_moment(call))
    with pytest.raises(DomainError):
        calls.join_booking(call, by=fresh(user))


def test_signing_up_twice_is_signing_up_once(both, call):
    assert calls.join_booking(call, by=both.manager) == calls.join_booking(call, by=both.partner)
    assert AuditEntry.objects.filter(verb="booking.joined").count() == 1


def test_invitation_leaves_its_companies_as_much_time(both, call, clock):
    calls.check_invitation(both.need, NOW)
    clock.move_to(NOW + timedelta(days=1))
    with pytest.raises(DomainError, match="repoussez-la d'abord au"):
        calls.check_invitation(both.need, NOW + timedelta(days=1))
    calls.check_invitation(both.need, opening_moment(call))


def test_only_attached_hours_are_offered_and_the_same_to_all(both, call, opening, clock):
    opened(both, weekday=3)
    open_it(clock)
    legends = set()
    for user in [both.manager, *companies(2)]:
        page = text(logged_in(fresh(user)).get(url("book_at_buyer", both.need.pk)))
        assert "jeudi" not in page.split("<fieldset")[1]
        legends.add(page.split('<legend class="field-label">')[1].split("</legend>")[0])
    assert legends == {"mercredi 10 février 2027 – 2 créneaux"}


def test_page_announces_signs_up_and_shows_the_order_by_numbers(both, opening, clock):
    agent, manager = logged_in(both.agent), logged_in(both.manager)
    assert agent.get(url("call", both.need.pk)).status_code == 404
    page = text(agent.get(url("call_announce", both.need.pk)))
    assert "Au plus tôt le jeudi 4 février 2027" in page
    sent = {"openings": [opening.pk], "opens_on": "2027-02-04"}
    assert agent.post(url("call_announce", both.need.pk), {"opens_on": "2027-02-02"}).status_code == 422
    response = agent.post(url("call_announce", both.need.pk), sent)
    assert response.url == url("call", both.need.pk)
    page = text(manager.get(response.url))
    call = BookingCall.objects.get()
    assert "Inscrire mon entreprise" in page and call.commitment in page and call.secret not in page
    response = manager.post(url("call_join", both.need.pk))
    assert said(response) == ["Votre entreprise est inscrite. L'ordre est arrêté le jeudi 4 février 2027."]
    assert "Votre entreprise est inscrite" in text(manager.get(response.url))
    (other,) = companies(1)
    join(call, other)
    open_it(clock)
    page = text(logged_in(fresh(both.manager)).get(url("call", both.need.pk)))
    assert call.secret in page and "(la vôtre)" in page and str(company_of(other)) not in page
    assert url("book_at_buyer", both.need.pk) in page
    agent = logged_in(fresh(both.agent))
    assert agent.get(url("call_announce", both.need.pk)).url == url("call", both.need.pk)
    again = agent.post(url("call_announce", both.need.pk), sent)
    assert (again.status_code, "ne change plus" in text(again)) == (409, True)
    late = logged_in(fresh(both.partner)).post(url("call_join", both.need.pk))
    assert late.status_code == 409


def test_page_without_hours_leads_to_opening_some(both, agent):
    page = text(agent.get(url("call_announce", both.need.pk)))
    assert url("opening_create") in page and "Annoncer</button>" not in page


def test_buyer_does_not_wait_at_a_company(both, call):
    hours = opened(both, by=both.manager)
    moment = datetime(2027, 2, 10, 9, tzinfo=PARIS)
    assert both.book(hours, moment, by=both.agent).status == "proposed"
