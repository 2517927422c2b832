"""Who may: one row per verb and state of a meeting, one column per kind of person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Department
from meetings import permissions
from meetings.enums import MeetingSide, MeetingStatus, MinutesStatus
from meetings.models import Minutes, Opening
from meetings.moving import propose_move
from needs.enums import NeedStatus
from tests.accounts.teams import delegate
from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.meetings.scenes import REASON, member, slot

BUYERS, COMPANIES = {"agent", "colleague", "delegate"}, {"manager", "partner person"}
BOTH = BUYERS | COMPANIES
READERS = {"buyer reader", "company reader"}


@pytest.fixture
def people(both):
    return {
        "agent": both.agent,
        "colleague": both.colleague,
        "manager": both.manager,
        "partner person": both.partner,
        "delegate": delegate(both.need.buyer.organisation).user,
        "buyer reader": member(both.need.buyer, role="reader"),
        "company reader": member(both.company, role="reader"),
        "waiting buyer": member(both.need.buyer, waiting=True),
        "waiting company": member(both.company, waiting=True),
        "refused buyer": member(both.need.buyer, status=MembershipStatus.REFUSED),
        "ended company": member(both.company, status=MembershipStatus.ENDED),
        "other buyer": buyer_user(),
        "other company": company_user(),
        "partner": partner_user(),
        "anonymous": AnonymousUser(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


def able(people, allowed):
    return {kind for kind, user in people.items() if allowed(user)}


def test_side_is_that_of_an_approved_organisation(both, people):
    meeting = both.propose()
    sides = {kind: permissions.side_in(user, meeting) for kind, user in people.items()}
    expected = dict.fromkeys(BUYERS, MeetingSide.BUYER) | dict.fromkeys(COMPANIES, MeetingSide.COMPANY)
    assert sides == dict.fromkeys(people, None) | expected
    between = {
        kind: permissions.side_of(user, both.need.buyer, both.company) for kind, user in people.items()
    }
    assert between == sides


@pytest.mark.parametrize(("starter", "awaited"), [("agent", COMPANIES), ("manager", BUYERS)])
def test_answering_is_for_the_awaited_side(both, people, starter, awaited):
    meeting = both.propose(by=people[starter])
    assert able(people, lambda user: permissions.can_answer(user, meeting)) == awaited


def test_cancelling_is_for_both_sides(both, people):
    meeting = both.propose()
    assert able(people, lambda user: permissions.can_cancel(user, meeting)) == BOTH


@pytest.mark.parametrize("status", MeetingStatus)
def test_downloading_is_for_both_sides_once_confirmed(both, people, status):
    meeting = both.propose()
    meeting.status = status
    expected = BOTH | READERS if status == MeetingStatus.CONFIRMED else set()
    assert able(people, lambda user: permissions.can_download(user, meeting)) == expected


def test_speakers_are_the_active_approved_people(both, people):
    for organisation, expected in [
        (both.need.buyer.organisation, BUYERS),
        (both.company.organisation, COMPANIES),
    ]:
        member(organisation.buyer if expected == BUYERS else organisation.company, user__is_active=False)
        assert set(permissions.speakers_of(organisation)) == {people[kind] for kind in expected}


def test_person_approved_elsewhere_is_no_speaker_here(both):
    """Waiting here, approved there: the two conditions hold on one membership."""
    person = member(both.company, status=MembershipStatus.ENDED)
    member(both.need.buyer, user=person)
    assert set(permissions.speakers_of(both.company.organisation)) == {both.manager, both.partner}


def test_nobody_stands_on_both_sides_but_who_holds_two_hats(both, people):
    two_hats = member(both.company)
    delegate(both.need.buyer.organisation, user=two_hats)
    found = able(
        {**people, "two hats": type(two_hats).objects.get(pk=two_hats.pk)},
        lambda user: permissions.stands_on_both_sides(user, both.need.buyer, both.company),
    )
    assert found == {"two hats"}


@pytest.mark.parametrize("status", NeedStatus)
def test_inviting_is_for_the_writing_people_of_the_buyer_while_exchanges_are_open(both, people, status):
    both.need.status = status
    expected = BUYERS if status == NeedStatus.PUBLISHED else set()
    assert able(people, lambda user: permissions.can_invite(user, both.need)) == expected


def test_nobody_invites_for_a_need_without_a_buyer_here(both, people):
    both.need.buyer = None
    assert able(people, lambda user: permissions.can_invite(user, both.need)) == set()


@pytest.mark.parametrize("status", MeetingStatus)
def test_moving_is_for_both_sides_once_confirmed(both, people, status):
    meeting = both.propose()
    meeting.status = status
    expected = BOTH if status == MeetingStatus.CONFIRMED else set()
    assert able(people, lambda user: permissions.can_move(user, meeting)) == expected


@pytest.mark.parametrize(("asker", "awaited"), [("agent", COMPANIES), ("manager", BUYERS)])
def test_answering_a_move_is_for_the_side_that_did_not_ask(both, people, asker, awaited):
    meeting = both.confirm()
    move = propose_move(meeting, by=people[asker], slots=[slot(9, 15)], reason=REASON)
    assert able(people, lambda user: permissions.can_answer_move(user, meeting, move)) == awaited


def test_hours_are_opened_by_those_who_speak_for_a_buyer_or_a_company(both, people):
    found = {kind: permissions.opening_organisation_of(user) for kind, user in people.items()}
    expected = dict.fromkeys(people, None)
    expected |= dict.fromkeys(BUYERS, both.need.buyer.organisation)
    expected |= dict.fromkeys(COMPANIES, both.company.organisation)
    for kind in ("other buyer", "other company"):
        expected[kind] = people[kind].memberships.get().organisation
    assert found == expected
    assert not permissions.has_meetings(None)


def test_opening_is_managed_by_its_person_its_department_and_administrators(both, people):
    buyer = both.need.buyer
    water = Department.objects.create(organisation=buyer.organisation, name="Eau")
    roads = Department.objects.create(organisation=buyer.organisation, name="Voirie")
    editors = {
        "alone": member(buyer, role="editor"),
        "of water": member(buyer, role="editor", department=water),
        "of roads": member(buyer, role="editor", department=roads),
    }
    everybody = people | editors | {"reader of water": member(buyer, role="reader", department=water)}
    # A delegate edits, and administers nothing.
    administrators = {"agent", "colleague"}
    rows = {
        "alone": Opening(organisation=buyer.organisation, agent=editors["alone"]),
        "of water": Opening(organisation=buyer.organisation, department=water),
    }
    for kind, opening in rows.items():
        found = able(everybody, lambda user, opening=opening: permissions.can_manage_opening(user, opening))
        assert found == administrators | {kind}


def test_hours_of_nobodys_department_are_for_administrators(both, people):
    """An opening of a person has no department: neither have most colleagues, who are not meant."""
    opening = Opening(organisation=both.need.buyer.organisation, agent=both.colleague)
    assert able(people, lambda user: permissions.can_manage_opening(user, opening)) == {"agent", "colleague"}


AGREED = {"confirmed", "held", "no_show", "contested"}


@pytest.mark.parametrize("status", MeetingStatus)
def test_presence_is_said_by_both_sides_of_a_meeting_that_was_agreed(both, people, status):
    meeting = both.propose()
    meeting.status = status
    expected = BOTH if status in AGREED else set()
    assert able(people, lambda user: permissions.can_say_presence(user, meeting)) == expected


@pytest.mark.parametrize("status", MeetingStatus)
def test_minutes_are_written_by_the_buyer_of_a_meeting_that_took_place(both, people, status):
    meeting = both.propose()
    meeting.status = status
    expected = BUYERS if status in AGREED - {"no_show"} else set()
    assert able(people, lambda user: permissions.can_write_minutes(user, meeting)) == expected


@pytest.mark.parametrize("status", MinutesStatus)
def test_minutes_are_read_by_both_sides_once_validated(both, people, status):
    meeting, minutes = both.propose(), Minutes(status=status)
    company = COMPANIES | {"company reader"} if status == MinutesStatus.VALIDATED else set()
    expected = BUYERS | {"buyer reader"} | company
    assert able(people, lambda user: permissions.can_read_minutes(user, meeting, minutes)) == expected


@pytest.mark.parametrize("status", MinutesStatus)
@pytest.mark.parametrize("comment", ["", "Exact."])
def test_minutes_are_commented_by_the_company_once(both, people, status, comment):
    meeting, minutes = both.propose(), Minutes(status=status, comment=comment)
    expected = COMPANIES if status == MinutesStatus.VALIDATED and not comment else set()
    assert able(people, lambda user: permissions.can_comment_minutes(user, meeting, minutes)) == expected


def test_grid_is_written_by_the_buyer_of_the_need(both, people):
    assert able(people, lambda user: permissions.can_write_grid(user, both.need)) == BUYERS
    both.need.buyer = None
    assert able(people, lambda user: permissions.can_write_grid(user, both.need)) == set()
