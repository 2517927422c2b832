"""Giving up and expiry: time is free again, both sides know."""

from datetime import timedelta

import pytest

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.models import Meeting, Occupation
from meetings.permissions import speakers_of
from meetings.tasks import expire_due
from needs.enums import NeedStatus
from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.meetings.scenes import REASON, member, pair, slot

A_SECOND = timedelta(seconds=1)


def told(kind):
    rows = Notification.objects.filter(kind=kind).select_related("user")
    return sorted((row.user for row in rows), key=lambda user: user.pk)


@pytest.mark.parametrize("by", ["agent", "colleague", "manager", "partner"])
def test_cancel_frees_the_time_and_keeps_what_it_was(both, by):
    meeting = actions.cancel_meeting(both.confirm(), by=getattr(both, by), reason=REASON)
    stored = Meeting.objects.get()
    side = "buyer" if by in {"agent", "colleague"} else "company"
    assert (stored.status, stored.reason, stored.ended_by, stored.sequence) == ("cancelled", REASON, side, 2)
    assert (stored.starts_at, stored.ends_at) == slot(9, 10)
    assert list(Occupation.objects.values_list("state", flat=True)) == ["released"] * 3
    entry = history_of(meeting)[0]
    assert (entry.verb, entry.value.actor, entry.value.payload) == (
        "meeting.cancelled",
        getattr(both, by),
        {
            "before": {"status": "confirmed"},
            "after": {"status": "cancelled", "side": side},
            "reason": REASON,
        },
    )


def test_cancel_tells_both_participants_and_the_other_organisation(both):
    actions.cancel_meeting(both.confirm(), by=both.colleague, reason=REASON)
    assert told("meetings.cancelled") == [both.agent, both.manager, both.partner]


def test_cancel_of_a_proposal_by_either_side(both):
    meeting = both.propose()
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    assert told("meetings.cancelled") == [both.agent, both.manager, both.partner]
    again = both.propose()
    Notification.objects.all().delete()
    actions.cancel_meeting(again, by=both.manager, reason=REASON)
    assert told("meetings.cancelled") == [both.agent, both.colleague]


def test_cancel_by_the_system_tells_both_organisations(both):
    meeting = actions.cancel_meeting(both.confirm(), by=None, reason="Le service ferme ce jour-là.")
    assert meeting.ended_by == ""
    assert told("meetings.cancelled") == [both.agent, both.colleague, both.manager, both.partner]


@pytest.mark.parametrize(
    "status", [NeedStatus.CLOSED, NeedStatus.CONSULTATION, NeedStatus.DIRECT_PURCHASE, NeedStatus.ABANDONED]
)
def test_cancel_stays_possible_whatever_became_of_the_need(both, status):
    meeting = both.confirm()
    type(both.need).objects.filter(pk=both.need.pk).update(
        status=status, consultation_url="https://profil.example", direct_purchase_article="R2122-9-1"
    )
    assert actions.cancel_meeting(meeting, by=both.manager, reason=REASON).status == "cancelled"


def test_a_confirmed_meeting_stands_when_the_need_closes(both):
    meeting = both.confirm()
    type(both.need).objects.filter(pk=both.need.pk).update(status=NeedStatus.CLOSED)
    actions.expire_due_meetings(meeting.expires_at + A_SECOND)
    assert (Meeting.objects.get().status, Occupation.objects.live().count()) == ("confirmed", 3)


def test_cancel_refuses_everybody_else(both):
    meeting = both.confirm()
    for person in [
        buyer_user(),
        company_user(),
        partner_user(),
        UserFactory(moderator=True),
        UserFactory(),
        member(both.company, waiting=True),
    ]:
        with pytest.raises(DomainError, match="Seules les deux organisations"):
            actions.cancel_meeting(meeting, by=person, reason=REASON)


@pytest.mark.parametrize("reason", ["", " \n "])
def test_cancel_asks_for_a_reason(both, reason):
    with pytest.raises(DomainError, match="Dites pourquoi"):
        actions.cancel_meeting(both.confirm(), by=both.agent, reason=reason)
    assert Occupation.objects.live().count() == 3


def test_cancel_refuses_a_meeting_that_is_over(both, clock):
    meeting = both.confirm()
    clock.move_to(meeting.ends_at)
    with pytest.raises(DomainError, match="Ce rendez-vous est passé"):
        actions.cancel_meeting(meeting, by=both.agent, reason=REASON)


def test_cancel_twice_is_refused(both):
    meeting = both.confirm()
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    with pytest.raises(DomainError, match="l'état est maintenant « Annulé »"):
        actions.cancel_meeting(meeting, by=both.manager, reason=REASON)


def test_freed_time_can_be_taken_again_by_another_meeting(both):
    freed = actions.cancel_meeting(both.confirm(), by=both.agent, reason=REASON)
    other = pair(agent=both.agent)
    confirmed = other.confirm(other.propose(slots=[slot(9, 10)]))
    assert (confirmed.starts_at, confirmed.ends_at) == (freed.starts_at, freed.ends_at)


def test_expiry_ends_overdue_proposals_alone_and_tells_both_sides(both, clock):
    overdue = both.propose()
    answered = pair(agent=both.agent)
    answered.confirm(answered.propose(slots=[slot(12, 9)]))
    clock.move_to(overdue.expires_at)
    waiting = pair(agent=both.agent).propose(slots=[slot(12, 15)])
    Notification.objects.all().delete()
    assert actions.expire_due_meetings(overdue.expires_at) == 0
    assert actions.expire_due_meetings(overdue.expires_at + A_SECOND) == 1
    assert sorted(Meeting.objects.values_list("pk", "status")) == sorted(
        [
            (overdue.pk, "expired"),
            (Meeting.objects.get(need=answered.need).pk, "confirmed"),
            (waiting.pk, "proposed"),
        ]
    )
    organisations = [both.need.buyer.organisation, both.company.organisation]
    speakers = [user for each in organisations for user in speakers_of(each)]
    assert told("meetings.expired") == sorted(speakers, key=lambda user: user.pk)
    entry = history_of(overdue)[0]
    assert (entry.verb, entry.value.actor) == ("meeting.expired", None)
    assert Meeting.objects.get(pk=overdue.pk).sequence == 1


def test_expiry_twice_tells_once(both):
    meeting = both.propose()
    at = meeting.expires_at + A_SECOND
    assert [actions.expire_due_meetings(at), actions.expire_due_meetings(at)] == [1, 0]
    assert len(told("meetings.expired")) == 4


def test_expiry_task_reads_the_clock(both, clock):
    meeting = both.propose()
    assert expire_due() == 0
    clock.move_to(meeting.expires_at + A_SECOND)
    assert expire_due() == 1


def test_expiry_counts_again_from_other_slots(both, clock):
    meeting = both.propose()
    clock.move_to(meeting.expires_at - timedelta(minutes=1))
    countered = actions.propose_other_slots(meeting, by=both.manager, slots=[slot(20, 9)])
    assert actions.expire_due_meetings(meeting.expires_at + A_SECOND) == 0
    assert actions.expire_due_meetings(countered.expires_at + A_SECOND) == 1
