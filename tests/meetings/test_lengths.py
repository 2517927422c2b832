"""One length for the meetings about a need; another is explained in writing, read by both sides and by moderators."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from meetings import actions, calls, moving
from meetings.lengths import register_lines, usual_length
from meetings.models import LengthReason, Meeting
from tests.factories import CompanyFactory
from tests.meetings.pages import TYPED, logged_in, text, url
from tests.meetings.scenes import REASON, Pair, fresh, member, opened, pair, slot
from tests.meetings.test_admin import staff
from tests.meetings.test_calls import THURSDAY

__all__ = ["staff"]

WHY = "La démonstration demande un véhicule."


@pytest.fixture
def second(both):
    """Another company about the same need."""
    company = CompanyFactory()
    people = (both.agent, both.colleague, member(company), member(company))
    return Pair(both.need, company, *people)


@pytest.fixture
def agreed(both):
    """The first company meets for half an hour."""
    return both.confirm()


def test_first_meeting_may_last_any_time(both):
    assert usual_length(both.need) is None
    both.propose(slots=[slot(9, 10, length=45)])
    assert not LengthReason.objects.exists()
    assert usual_length(both.need) == 45


def test_wish_of_a_company_sets_no_length_for_the_others(both, second):
    both.propose(by=both.manager, slots=[slot(9, 10, length=120)])
    assert usual_length(both.need) is None
    second.propose(slots=[slot(9, 14, length=20)])
    assert usual_length(both.need) == 20


def test_what_was_agreed_counts_before_what_is_offered(both, second, agreed):
    assert usual_length(both.need) == 30
    assert usual_length(both.need, besides=agreed) is None
    actions.cancel_meeting(agreed, by=both.agent, reason=REASON)
    assert usual_length(both.need) is None


@pytest.mark.parametrize("by", ["agent", "manager"])
def test_other_length_asks_why(second, agreed, by):
    who = getattr(second, by)
    with pytest.raises(DomainError, match="durent 30 minutes") as refusal:
        second.propose(by=who, slots=[slot(9, 15, length=60)])
    assert refusal.value.field == "length_reason"
    assert Meeting.objects.count() == 1
    meeting = second.propose(by=who, slots=[slot(9, 15, length=60)], length_reason=f" {WHY} ")
    row = LengthReason.objects.get()
    assert (row.meeting, row.minutes, row.usual, row.reason) == (meeting, 60, 30, WHY)
    entry = AuditEntry.objects.get(verb="meeting.length_explained")
    side = "buyer" if by == "agent" else "company"
    assert entry.value.payload["after"] == {"side": side, "minutes": 60, "usual": 30}
    assert entry.value.payload["reason"] == WHY


def test_same_length_asks_nothing(second, agreed):
    second.propose(slots=[slot(9, 15), slot(10, 15)], length_reason="inutile")
    assert not LengthReason.objects.exists()


def test_answering_with_another_length_asks_why(second, agreed):
    meeting = second.propose(slots=[slot(9, 15)])
    longer = [slot(9, 16, length=45), slot(10, 16, length=90)]
    with pytest.raises(DomainError, match="durent 30 minutes"):
        actions.propose_other_slots(meeting, by=second.manager, slots=longer)
    actions.propose_other_slots(meeting, by=second.manager, slots=longer, length_reason=WHY)
    assert set(LengthReason.objects.values_list("minutes", "side")) == {(45, "company"), (90, "company")}


def test_moving_to_another_length_asks_why_once(second, agreed):
    meeting = second.confirm(second.propose(slots=[slot(9, 15)]))
    with pytest.raises(DomainError, match="durent 30 minutes"):
        moving.propose_move(meeting, by=second.agent, slots=[slot(9, 16, length=60)], reason=REASON)
    ask = {"slots": [slot(9, 16, length=60)], "reason": REASON}
    move = moving.propose_move(meeting, by=second.agent, **ask, length_reason=WHY)
    moving.withdraw_move(move, by=second.agent)
    moving.propose_move(meeting, by=second.agent, **ask)
    assert LengthReason.objects.count() == 1


def test_only_meeting_about_a_need_moves_to_any_length(both, agreed):
    moving.propose_move(agreed, by=both.agent, slots=[slot(9, 16, length=60)], reason=REASON)
    assert not LengthReason.objects.exists()


def test_buyer_who_grants_an_older_wish_for_longer_says_why(both, second):
    """The company asked for an hour before anything was agreed; meanwhile the others have half an hour."""
    wish = both.propose(by=both.manager, slots=[slot(9, 9, length=60)])
    second.confirm(second.propose(slots=[slot(10, 15)]))
    with pytest.raises(DomainError, match="durent 30 minutes"):
        both.confirm(wish, by=both.agent)
    page = text(logged_in(both.agent).get(url("detail", wish.pk)))
    assert "Ce rendez-vous durerait 60 minutes" in page and 'name="length_reason"' in page
    assert 'name="length_reason"' not in text(logged_in(both.manager).get(url("detail", wish.pk)))
    sent = {"slot": wish.slots.get().pk, "length_reason": WHY}
    refused = logged_in(fresh(both.agent)).post(url("accept", wish.pk), {**sent, "length_reason": " "})
    assert refused.status_code == 422 and "durent 30 minutes" in text(refused)
    assert logged_in(fresh(both.agent)).post(url("accept", wish.pk), sent).status_code == 302
    assert LengthReason.objects.get().side == "buyer"
    assert Meeting.objects.get(pk=wish.pk).status == "confirmed"


def test_hours_of_a_call_have_one_length(both):
    hours = [opened(both), opened(both, weekday=3, length=20)]
    with pytest.raises(DomainError, match="même durée"):
        calls.announce_booking(both.need, by=both.agent, openings=hours, opens_on=THURSDAY)
    calls.announce_booking(both.need, by=both.agent, openings=hours[1:], opens_on=THURSDAY)
    assert usual_length(both.need) == 20


def test_call_counts_before_what_was_agreed(both, second, agreed):
    calls.announce_booking(both.need, by=both.agent, openings=[opened(both, length=20)], opens_on=THURSDAY)
    with pytest.raises(DomainError, match="durent 20 minutes"):
        second.propose(slots=[slot(9, 15)])


def test_other_need_of_the_same_buyer_has_its_own_length(both, agreed):
    assert usual_length(both.need) == 30
    assert usual_length(pair(agent=both.agent).need) is None


def test_page_proposes_the_usual_length_and_asks_why_another(second, agreed):
    address = url("propose_to_company", second.need.pk, second.company.pk)
    page = text(logged_in(second.agent).get(address))
    assert "Les rendez-vous sur ce besoin durent 30 minutes" in page
    assert '<option value="30" selected>' in page and 'name="length_reason"' in page
    refused = logged_in(second.agent).post(address, TYPED)
    assert refused.status_code == 422 and "écrivez pourquoi celui-ci en demande une autre" in text(refused)
    response = logged_in(second.agent).post(address, {**TYPED, "length_reason": WHY})
    assert response.status_code == 302
    for user in (second.agent, second.manager):
        page = text(logged_in(user).get(response.url))
        assert "a motivé une durée différente" in page and WHY in page


def test_page_of_a_first_meeting_asks_nothing(both, agent):
    page = text(agent.get(url("propose_to_company", both.need.pk, both.company.pk)))
    assert 'name="length_reason"' not in page and "durent" not in page


def test_length_of_the_hours_is_a_choice_even_when_rare(both, second):
    calls.announce_booking(
        both.need, by=both.agent, openings=[opened(both, length=20, closes_at=time(10))], opens_on=THURSDAY
    )
    page = text(logged_in(second.agent).get(url("propose_to_company", both.need.pk, second.company.pk)))
    assert '<option value="20" selected>20 minutes' in page


def test_moderators_read_why(second, agreed, staff):
    second.propose(slots=[slot(9, 15, length=60)], length_reason=WHY)
    page = staff.get("/admin/meetings/lengthreason/").content.decode()
    assert WHY in page and "60" in page
    change = f"/admin/meetings/lengthreason/{LengthReason.objects.get().pk}/change/"
    assert WHY in staff.get(change).content.decode()
    assert staff.post(change, {"reason": "x"}).status_code == 403


def test_register_of_a_need_reads_them(both, second, agreed):
    assert register_lines(both.need) == []
    second.propose(slots=[slot(9, 15, length=60)], length_reason=WHY)
    [line] = register_lines(both.need)
    assert line.pop("at")
    assert line == {
        "company": second.company.organisation,
        "minutes": 60,
        "usual": 30,
        "reason": WHY,
        "by": "Acheteur",
    }


def test_database_refuses_a_row_without_words(both, agreed):
    for fields in ({"reason": "", "usual": 30}, {"reason": WHY, "usual": 60}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LengthReason.objects.create(meeting=agreed, side="buyer", minutes=60, **fields)
