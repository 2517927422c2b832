"""A buyer who grants a company's own request offers the same to the others, or writes why not."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from meetings import actions, calls
from meetings.models import EqualTreatment, Meeting
from tests.factories import InterestFactory
from tests.meetings.pages import text, url
from tests.meetings.scenes import member, opened, slot

OFFER = {"offered": True, "reason": ""}


@pytest.fixture
def others(both):
    """Two companies that are interested, and somebody of each; that of the meeting is interested too."""
    interests = [InterestFactory(need=both.need) for _ in range(2)]
    InterestFactory(need=both.need, company=both.company)
    return [member(each.company) for each in interests]


def accept(meeting, by, equal=None):
    chosen = meeting.slots.filter(round=meeting.round).order_by("starts_at").first()
    return actions.accept_slot(meeting, chosen, by=by, equal=equal)


@pytest.mark.parametrize("equal", [None, {}, {"offered": False, "reason": "  "}])
def test_buyer_says_something_of_the_others(both, others, equal):
    meeting = both.propose(by=both.manager)
    with pytest.raises(DomainError, match="offrez-leur la même chose"):
        accept(meeting, both.agent, equal)
    assert Meeting.objects.get().status == "proposed"


def test_offering_tells_the_others_without_a_name(both, others):
    accept(both.propose(by=both.manager), both.agent, OFFER)
    told = Notification.objects.filter(kind="meetings.same_offered")
    assert {row.user for row in told} == set(others)
    assert not any(str(both.company) in row.title + row.body for row in told)
    assert told.first().path == url("propose_to_buyer", both.need.pk)
    row = EqualTreatment.objects.get()
    assert (row.offered, row.reason, row.companies) == (True, "", 2)
    assert AuditEntry.objects.filter(verb="equality.settled").count() == 1


def test_not_offering_keeps_the_reason(both, others):
    accept(both.propose(by=both.manager), both.agent, {"offered": False, "reason": "Visite déjà collective."})
    assert not Notification.objects.filter(kind="meetings.same_offered").exists()
    assert EqualTreatment.objects.get().reason == "Visite déjà collective."


def test_requests_for_open_slots_are_no_other(both, others):
    meeting = both.book(opened(both), slot(9, 9)[0])
    with pytest.raises(DomainError, match="offrez-leur"):
        accept(meeting, both.agent)
    accept(meeting, both.agent, OFFER)


@pytest.mark.parametrize("state", ["buyer asked", "nobody else", "booked by all", "all are met"])
def test_nothing_is_asked_where_nobody_is_left_aside(both, state):
    if state == "nobody else":
        InterestFactory(need=both.need, company=both.company)
        meeting = both.propose(by=both.manager)
    elif state == "buyer asked":
        InterestFactory(need=both.need)
        meeting = both.propose(by=both.agent)
        accept(meeting, both.manager)
        assert not EqualTreatment.objects.exists()
        return
    elif state == "booked by all":
        InterestFactory(need=both.need)
        meeting = both.propose(by=both.manager)
        calls.announce_booking(both.need, by=both.agent, openings=[opened(both)], opens_on=date(2027, 2, 4))
    else:
        interest = InterestFactory(need=both.need)
        other = member(interest.company)
        actions.propose_meeting(
            both.need,
            interest.company,
            by=other,
            slots=[slot(9, 9)],
            place_kind="video",
            place="https://visio.example/salle",
        )
        meeting = both.propose(by=both.manager)
    accept(meeting, both.agent)
    assert not EqualTreatment.objects.exists()


def test_page_proposes_to_offer_in_one_click(both, others, agent, manager):
    meeting = both.propose(by=both.manager)
    page = text(agent.get(url("detail", meeting.pk)))
    assert "2 autres entreprises sont invitées ou intéressées" in page
    assert 'value="offer" checked' in page
    chosen = meeting.slots.first().pk
    refused = agent.post(url("accept", meeting.pk), {"slot": chosen, "equal": "reason", "equal_reason": " "})
    assert refused.status_code == 422 and 'value="reason" checked' in text(refused)
    done = agent.post(url("accept", meeting.pk), {"slot": chosen, "equal": "offer"})
    assert done.status_code == 302
    assert "a été offerte à 2 autres entreprises" in text(agent.get(url("detail", meeting.pk)))
    assert "Égalité de traitement" not in text(manager.get(url("detail", meeting.pk)))


def test_company_that_answers_is_asked_nothing(both, others, manager):
    meeting = both.propose(by=both.agent)
    assert "Égalité de traitement" not in text(manager.get(url("detail", meeting.pk)))
    assert accept(meeting, both.manager).status == "confirmed"


@pytest.mark.parametrize("change", [{"offered": False}, {"reason": "x"}])
def test_database_wants_an_offer_or_a_reason(both, others, change):
    accept(both.propose(by=both.manager), both.agent, OFFER)
    with pytest.raises(IntegrityError, match="meetings_equaltreatment_reason"), transaction.atomic():
        EqualTreatment.objects.update(**change)
