"""Rows and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Occupation
from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.meetings.scenes import REASON, member, pair, slot


@pytest.mark.django_db
def test_visible_to_the_approved_people_of_both_organisations_alone():
    first, second = pair(), pair()
    one, two = first.propose(), second.propose()
    seen = {
        "agent": first.agent,
        "colleague": first.colleague,
        "manager": first.manager,
        "partner of the manager": first.partner,
        "waiting at the buyer": member(first.need.buyer, waiting=True),
        "waiting at the company": member(first.company, waiting=True),
        "refused": member(first.need.buyer, status="refused"),
        "ended": member(first.company, status="ended"),
        "other buyer": buyer_user(),
        "other company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "administrator": UserFactory(admin=True),
        "nobody's": UserFactory(),
        "second agent": second.agent,
    }
    assert {who: set(Meeting.objects.visible_to(user)) for who, user in seen.items()} == {
        **{who: set() for who in seen},
        **{who: {one} for who in ["agent", "colleague", "manager", "partner of the manager"]},
        "second agent": {two},
    }


def test_one_live_meeting_for_a_need_and_a_company(both):
    meeting = both.propose()
    copy = {
        name: getattr(meeting, name)
        for name in ["need", "buyer", "company", "started_by", "awaiting", "expires_at"]
    }
    with pytest.raises(IntegrityError, match="meetings_meeting_one_live"), transaction.atomic():
        Meeting.objects.create(**copy)
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    Meeting.objects.create(**copy)


def test_two_live_occupations_of_a_person_never_overlap(both):
    meeting = both.confirm()
    taken = Occupation.objects.filter(meeting=meeting).first()
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    Occupation.objects.create(
        meeting=meeting, resource=taken.resource, during=(ends_at, ends_at + timedelta(hours=1)), state="held"
    )
    Occupation.objects.create(
        meeting=meeting, resource=taken.resource, during=(starts_at, ends_at), state="released"
    )
    with pytest.raises(IntegrityError, match="meetings_occupation_no_overlap"), transaction.atomic():
        Occupation.objects.create(
            meeting=meeting,
            resource=taken.resource,
            during=(ends_at - timedelta(seconds=1), ends_at),
            state="held",
        )


def test_lists_of_an_organisation_share_its_meetings_out(both, clock):
    """Each meeting stands in one list: to answer, upcoming or over."""
    agent = both.agent
    pairs = [pair(agent=agent) for _ in range(5)]
    asked = pairs[0].propose()
    answering = pairs[1].propose(by=pairs[1].manager)
    coming = pairs[2].confirm(pairs[2].propose(slots=[slot(9, 10)]))
    cancelled = pairs[3].confirm(pairs[3].propose(slots=[slot(9, 14)]))
    cancelled = actions.cancel_meeting(cancelled, by=agent, reason=REASON)
    past = pairs[4].confirm(pairs[4].propose(slots=[slot(1, 9)]))
    clock.move_to(past.ends_at)
    at, organisation = timezone.now(), both.need.buyer.organisation
    rows = Meeting.objects.of(organisation)
    assert set(rows.awaiting(organisation)) == {answering}
    assert set(rows.proposed()) == {asked, answering}
    assert set(rows.upcoming(at)) == {coming}
    assert set(rows.over(at)) == {cancelled, past}
    assert set(Meeting.objects.of(pairs[0].company.organisation).awaiting(pairs[0].company.organisation)) == {
        asked
    }


def test_overdue_counts_from_the_deadline(both):
    meeting = both.propose()
    assert list(Meeting.objects.overdue(meeting.expires_at)) == []
    assert list(Meeting.objects.overdue(meeting.expires_at + timedelta(seconds=1))) == [meeting]


def test_for_list_has_a_total_order_and_names_its_joins(both, django_assert_num_queries):
    later, sooner = both.confirm(), pair(agent=both.agent).propose(slots=[slot(11, 9)])
    with django_assert_num_queries(1):
        rows = list(Meeting.objects.for_list())
        assert [str(row) for row in rows] and [str(row.need) for row in rows]
    assert rows == [later, sooner]


def test_meeting_names_both_organisations(both):
    assert str(both.propose()) == f"{both.need.buyer} – {both.company}"
