"""A place of a call that is given back goes down the published order: held for one company at a time, by mail, for
some hours; nobody else may take it meanwhile."""

from datetime import date, datetime, time, timedelta

import pytest

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from meetings import actions, calls, moving
from meetings.admission.freed import hours_to_answer, passes_on
from meetings.booking import SlotTaken, book_slot
from meetings.enums import ExceptionKind
from meetings.models import BookingWish, Meeting, Occupation, PlaceOffer
from meetings.occupation import person, seat
from meetings.openings.actions import add_exception
from meetings.personal import cancel_coming
from meetings.slots import PARIS
from meetings.tasks import expire_due
from needs.enums import NeedStatus
from tests.factories import CompanyFactory
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import REASON, fresh, key_of, member, opened, pair
from tests.meetings.test_calls import THURSDAY, company_of, join, open_it

# The only place of the call: far enough for several companies to answer one after the other.
DAY = date(2027, 3, 3)
PLACE = datetime.combine(DAY, time(9), tzinfo=PARIS)
HOURS = timedelta(hours=48)


@pytest.fixture
def opening(both):
    return opened(both, closes_at=time(9, 30), valid_from=DAY, valid_until=DAY)


@pytest.fixture
def order(both, opening, clock):
    """The managers of four companies in the drawn order of a call with one place, which the first one has."""
    call = calls.announce_booking(both.need, by=both.agent, openings=[opening], opens_on=THURSDAY)
    users = [member(CompanyFactory()) for _ in range(4)]
    join(call, *users)
    open_it(clock)
    ranks = dict(BookingWish.objects.values_list("company_id", "rank"))
    users = sorted(map(fresh, users), key=lambda user: ranks[company_of(user).pk])
    meeting = book(both, users[0], opening)
    actions.accept_slot(meeting, meeting.slots.get(), by=fresh(both.agent))
    return users


def book(both, user, opening, moment=PLACE):
    return book_slot(both.need, company_of(user), key_of(opening, moment), by=fresh(user))


def meeting_of(user):
    return Meeting.objects.get(company=company_of(user))


def give_up(user):
    actions.cancel_meeting(meeting_of(user), by=fresh(user), reason=REASON)


def offered_to():
    """The company of the offer that stands, or None."""
    rows = PlaceOffer.objects.filter(
        meeting__status="proposed", meeting__opening__isnull=False
    ).select_related("meeting__company")
    return rows.get().meeting.company if rows else None


def test_place_given_up_is_held_for_the_next_in_order(both, order, opening):
    give_up(order[0])
    offer = PlaceOffer.objects.get()
    meeting = offer.meeting
    assert (meeting.company, offer.rank) == (company_of(order[1]), 2)
    assert (meeting.status, meeting.started_by, meeting.awaiting) == ("proposed", "buyer", "company")
    assert (meeting.opening, meeting.place) == (opening, opening.place)
    slot = meeting.slots.get()
    assert (slot.starts_at, slot.side) == (PLACE, "buyer")
    held = {(row.resource, str(row.state), row.during.lower) for row in meeting.occupations.live()}
    assert held == {
        (resource, "held", PLACE) for resource in (person(both.agent.pk), seat(company_of(order[1]).pk))
    }
    assert [row.user for row in meeting.participants.all()] == [both.agent]
    assert meeting.expires_at - meeting.created_at == pytest.approx(HOURS, abs=timedelta(seconds=5))


def test_offer_is_told_to_that_company_alone_and_noted(both, order):
    give_up(order[0])
    told = Notification.objects.get(kind="meetings.place_offered")
    words = told.body.replace("\N{NO-BREAK SPACE}", " ")
    assert told.user == order[1] and "Une place s'est libérée" in told.title
    assert "c'est votre tour, dans l'ordre publié" in words
    assert (
        "mercredi 3 mars 2027, de 9 h 00 à 9 h 30" in words and "personne d'autre ne peut le prendre" in words
    )
    meeting = meeting_of(order[1])
    entry = AuditEntry.objects.get(verb="booking.offered")
    payload = entry.value.payload["after"]
    assert payload.pop("until").startswith(meeting.expires_at.isoformat()[:16])
    assert payload == {
        "company": meeting.company_id,
        "rank": 2,
        "meeting": meeting.pk,
        "freed": meeting_of(order[0]).pk,
    }
    assert AuditEntry.objects.filter(verb="meeting.offered").count() == 1


def test_nobody_else_may_take_it_meanwhile(both, order, opening, clock):
    give_up(order[0])
    clock.move_to(datetime(2027, 2, 4, 12, tzinfo=PARIS))
    newcomer = member(CompanyFactory())
    for user in (order[2], order[0], newcomer):
        with pytest.raises(DomainError):
            book(both, user, opening)
    assert offered_to() == company_of(order[1])


def test_nobody_else_may_take_it_when_the_rest_is_open_to_all(both, order, opening, clock):
    clock.move_to(datetime(2027, 2, 15, 9, tzinfo=PARIS))
    give_up(order[0])
    for user in (order[2], member(CompanyFactory())):
        with pytest.raises(SlotTaken):
            book(both, user, opening)


def test_accepting_confirms_with_the_host_and_ends_the_list(both, order):
    give_up(order[0])
    meeting = meeting_of(order[1])
    done = actions.accept_slot(meeting, meeting.slots.get(), by=order[1])
    assert (done.status, done.starts_at) == ("confirmed", PLACE)
    assert {row.user for row in done.participants.all()} == {both.agent, order[1]}
    assert Occupation.objects.live().filter(meeting=done, state="confirmed").count() == 3
    assert Notification.objects.filter(kind="meetings.confirmed", user=order[1]).exists()
    assert PlaceOffer.objects.count() == 1


@pytest.mark.parametrize("how", ["declines", "gives up", "stays silent", "asks for another hour"])
def test_without_a_yes_the_one_after_is_offered_it(both, order, clock, how):
    give_up(order[0])
    meeting = meeting_of(order[1])
    if how == "declines":
        actions.decline_meeting(meeting, by=order[1], reason=REASON)
    elif how == "gives up":
        give_up(order[1])
    elif how == "stays silent":
        clock.shift(HOURS - timedelta(minutes=1))
        assert expire_due() == 0
        clock.shift(timedelta(minutes=2))
        assert expire_due() == 1
    else:
        later = PLACE + timedelta(days=1)
        actions.propose_other_slots(meeting, by=order[1], slots=[(later, later + timedelta(minutes=30))])
    assert offered_to() == company_of(order[2])
    assert list(PlaceOffer.objects.order_by("pk").values_list("rank", "freed")) == [
        (2, meeting_of(order[0]).pk),
        (3, meeting_of(order[0]).pk),
    ]


def test_list_ends_with_the_last_company_and_the_place_is_free_again(both, order, opening, clock):
    give_up(order[0])
    for user in order[1:]:
        assert offered_to() == company_of(user)
        actions.decline_meeting(meeting_of(user), by=user, reason=REASON)
    assert offered_to() is None and not Occupation.objects.live().exists()
    clock.move_to(datetime(2027, 2, 15, 9, tzinfo=PARIS))
    assert book(both, order[0], opening).status == "proposed"


def test_request_that_the_buyer_leaves_without_answer_goes_to_the_next(both, opening, clock):
    call = calls.announce_booking(both.need, by=both.agent, openings=[opening], opens_on=THURSDAY)
    users = [member(CompanyFactory()) for _ in range(2)]
    join(call, *users)
    open_it(clock)
    ranks = dict(BookingWish.objects.values_list("company_id", "rank"))
    first, second = sorted(map(fresh, users), key=lambda user: ranks[company_of(user).pk])
    book(both, first, opening)
    clock.shift(timedelta(days=6))
    assert expire_due() == 1
    assert offered_to() == company_of(second)


def test_moved_meeting_gives_its_place_to_the_next(both, order):
    later = PLACE + timedelta(hours=2)
    move = moving.propose_move(
        meeting_of(order[0]), by=order[0], slots=[(later, later + timedelta(minutes=30))], reason=REASON
    )
    assert offered_to() is None
    moving.accept_move(move, move.meeting.slots.get(round=move.round), by=fresh(both.agent))
    assert offered_to() == company_of(order[1])


@pytest.mark.parametrize("who", ["nobody speaks", "meets already", "seat taken"])
def test_company_that_cannot_take_it_is_passed_over(both, order, who):
    second = company_of(order[1])
    if who == "nobody speaks":
        second.organisation.memberships.update(status=MembershipStatus.REFUSED)
    elif who == "meets already":
        day = PLACE + timedelta(days=2)
        slots = [(day, day + timedelta(minutes=30))]
        actions.propose_meeting(
            both.need, second, by=order[1], slots=slots, place_kind="video", place="https://visio.example/a"
        )
    else:
        other = pair(manager=order[1])
        hours = opened(other, closes_at=time(9, 30), valid_from=DAY, valid_until=DAY)
        other.book(hours, PLACE)
    give_up(order[0])
    assert offered_to() == company_of(order[2])


@pytest.mark.parametrize(
    "why", ["closed day", "need closed", "too late", "places for all", "not of the call"]
)
def test_place_that_nobody_could_ask_for_is_offered_to_nobody(both, order, opening, clock, why):
    if why == "closed day":
        add_exception(opening, by=fresh(both.agent), kind=ExceptionKind.CLOSED, on=DAY)
    elif why == "need closed":
        type(both.need).objects.update(status=NeedStatus.CLOSED)
    elif why == "too late":
        clock.move_to(PLACE - timedelta(hours=23))
    elif why == "places for all":
        type(opening).objects.filter(pk=opening.pk).update(closes_at=time(11))
    else:
        call = BookingWish.objects.first().call
        call.rows.update(opening=opened(both, weekday=3))
    give_up(order[0])
    assert not PlaceOffer.objects.exists()


def test_who_leaves_receives_nobody_any_more(both, order, run_jobs):
    """The agent erases the account: the place, which only that agent held, is offered to nobody."""
    cancel_coming(type("Leaver", (), {"user": fresh(both.agent)}))
    assert meeting_of(order[0]).status == "cancelled" and not PlaceOffer.objects.exists()


def test_company_that_leaves_gives_its_place_to_the_next(both, order):
    cancel_coming(type("Leaver", (), {"user": order[0]}))
    assert offered_to() == company_of(order[1])


@pytest.mark.parametrize(("value", "hours"), [(12, 12), ("soon", 48), (0, 48), (None, 48)])
def test_hours_to_answer_are_a_dated_parameter(db, value, hours):
    if value is not None:
        Parameter.objects.create(
            key="booking_offer_hours", label="x", value=value, starts_on=date(2020, 1, 1)
        )
    assert hours_to_answer(date(2027, 2, 1)) == hours


def test_pages_say_what_is_offered_and_until_when(both, order, opening):
    browser = logged_in(order[0])
    meeting = meeting_of(order[0])
    assert passes_on(meeting) and "liste d'attente" in text(browser.get(url("cancel", meeting.pk)))
    assert "fermez d'abord ce jour" not in text(browser.get(url("cancel", meeting.pk)))
    assert "fermez d'abord ce jour" in text(logged_in(fresh(both.agent)).get(url("cancel", meeting.pk)))
    browser.post(url("cancel", meeting.pk), {"reason": REASON})
    second = logged_in(order[1])
    page = text(second.get(url("call", both.need.pk)))
    assert "Une place s'est libérée : elle est retenue pour vous" in page
    assert "qui a 48 heures pour répondre" in page
    offered = meeting_of(order[1])
    assert url("detail", offered.pk) in page
    page = text(second.get(url("detail", offered.pk)))
    assert "Place libérée, offerte dans l'ordre publié" in page
    assert "Le service</bdi> a offert cette place libérée" in page
    assert url("counter", offered.pk) not in page
    response = second.post(url("accept", offered.pk), {"slot": offered.slots.get().pk})
    assert response.status_code == 302 and meeting_of(order[1]).status == "confirmed"
    for user in (order[2], both.agent):
        page = text(logged_in(fresh(user)).get(url("call", both.need.pk)))
        assert "elle est retenue pour vous" not in page


def test_ordinary_meeting_passes_nothing_on(both, agent):
    meeting = both.confirm()
    assert not passes_on(meeting)
    assert "liste d'attente" not in text(agent.get(url("cancel", meeting.pk)))
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    assert not PlaceOffer.objects.exists()
