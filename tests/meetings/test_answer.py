"""Answers to a proposal: accept a slot, propose others, decline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.models import Meeting, Occupation
from needs.enums import NeedStatus
from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.meetings.scenes import REASON, fresh, member, pair, slot

ANSWERS = {
    "accept": lambda meeting, by: actions.accept_slot(meeting, first_slot(meeting), by=by),
    "counter": lambda meeting, by: actions.propose_other_slots(meeting, by=by, slots=[slot(15, 9)]),
    "decline": lambda meeting, by: actions.decline_meeting(meeting, by=by, reason=REASON),
}
ANSWER = pytest.mark.parametrize("answer", list(ANSWERS.values()), ids=list(ANSWERS))


def first_slot(meeting):
    return meeting.slots.filter(round=meeting.round).order_by("starts_at").first()


def told(kind):
    return {row.user for row in Notification.objects.filter(kind=kind).select_related("user")}


def said(refusal):
    return str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def occupied():
    rows = Occupation.objects.live().values_list("resource", "during")
    return {(resource, during.lower, during.upper) for resource, during in rows}


@pytest.mark.parametrize(("proposer", "accepter"), [("agent", "manager"), ("manager", "agent")])
def test_accept_confirms_for_the_proposer_and_the_accepter(both, proposer, accepter):
    proposer, accepter = getattr(both, proposer), getattr(both, accepter)
    meeting = both.propose(by=proposer)
    confirmed = both.confirm(meeting, by=accepter, number=1)
    stored = Meeting.objects.get()
    starts_at, ends_at = slot(9, 14)
    assert stored == confirmed
    assert (stored.status, stored.starts_at, stored.ends_at, stored.sequence) == (
        "confirmed",
        starts_at,
        ends_at,
        1,
    )
    assert {(row.user, row.side) for row in stored.participants.all()} == {
        (both.agent, "buyer"),
        (both.manager, "company"),
    }
    taken = [f"user:{proposer.pk}", f"user:{accepter.pk}", f"company:{both.company.pk}"]
    assert occupied() == {(resource, starts_at, ends_at) for resource in taken}
    assert told("meetings.confirmed") == {proposer, accepter}


def test_accept_is_recorded_with_its_time(both):
    entry = history_of(both.confirm())[0]
    assert (entry.verb, entry.value.actor) == ("meeting.confirmed", both.manager)
    assert entry.value.payload == {
        "before": {"status": "proposed"},
        "after": {
            "status": "confirmed",
            "side": "company",
            "slots": [["2027-02-10T09:00:00+00:00", "2027-02-10T09:30:00+00:00"]],
        },
        "reason": "",
    }


def test_accept_after_other_slots_takes_the_proposer_of_the_last_round(both):
    meeting = both.propose(by=both.agent)
    meeting = actions.propose_other_slots(meeting, by=both.partner, slots=[slot(15, 9)])
    meeting = both.confirm(meeting, by=both.colleague)
    assert {row.user for row in meeting.participants.all()} == {both.colleague, both.partner}
    assert {resource for resource, *_times in occupied()} == {
        f"user:{both.colleague.pk}",
        f"user:{both.partner.pk}",
        f"company:{both.company.pk}",
    }


def test_accept_refuses_a_slot_of_an_earlier_round_and_of_another_meeting(both):
    meeting = both.propose()
    old = first_slot(meeting)
    meeting = actions.propose_other_slots(meeting, by=both.manager, slots=[slot(15, 9)])
    foreign = first_slot(pair().propose())
    for wrong in [old, foreign]:
        with pytest.raises(DomainError, match="ne fait plus partie des propositions"):
            actions.accept_slot(meeting, wrong, by=both.agent)


def test_accept_refuses_a_slot_that_has_begun(both, clock):
    meeting = both.propose(slots=[slot(1, 9), slot(2, 9)])
    begun = first_slot(meeting)
    clock.move_to(begun.starts_at)
    with pytest.raises(DomainError, match="Ce créneau est déjà passé"):
        actions.accept_slot(meeting, begun, by=both.manager)
    both.confirm(meeting, number=1)


@pytest.mark.parametrize("busy", ["agent", "manager"])
def test_accept_refuses_a_taken_slot_and_names_the_free_ones(both, busy):
    person = getattr(both, busy)
    meeting = both.propose()
    other = pair(**{busy: person})
    other.confirm(other.propose(by=other.agent, slots=[slot(9, 10, 15)]), by=other.manager)
    before = occupied()
    with pytest.raises(DomainError) as refusal:
        both.confirm(meeting)
    assert said(refusal) == (
        "Ce créneau est déjà pris par un autre rendez-vous de l'une des deux personnes ou de l'entreprise. "
        "Encore libres : mercredi 10 février 2027, de 14 h 00 à 14 h 30 ; jeudi 11 février 2027, de 9 h 00 à 9 h 30."
    )
    assert (Meeting.objects.get(pk=meeting.pk).status, occupied()) == ("proposed", before)
    assert meeting.participants.count() == 1


def test_accept_says_when_nothing_is_free_any_more(both):
    meeting = both.propose(slots=[slot(9, 10)])
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 10)]))
    with pytest.raises(
        DomainError, match="aucun autre créneau proposé n'est libre : proposez d'autres créneaux"
    ):
        both.confirm(meeting)


def test_accept_takes_a_slot_that_touches_another_meeting(both):
    meeting = both.propose(slots=[slot(9, 10)])
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 9, 30), slot(9, 10, 30)]))
    assert both.confirm(meeting).status == "confirmed"


def test_accept_leaves_a_colleague_free_to_take_the_same_time(both):
    """The time is that of a person, not of the organisation."""
    meeting, other = both.propose(slots=[slot(9, 10)]), pair(agent=both.agent)
    second = other.propose(by=member(other.need.buyer), slots=[slot(9, 10)])
    both.confirm(meeting)
    assert other.confirm(second).status == "confirmed"


@pytest.mark.parametrize("leaving", ["ended", "inactive"])
def test_accept_refuses_when_the_proposer_has_left(both, leaving):
    meeting = both.propose()
    if leaving == "ended":
        both.agent.memberships.update(status="ended")
    else:
        type(both.agent).objects.filter(pk=both.agent.pk).update(is_active=False)
    with pytest.raises(DomainError, match="La personne qui a proposé ces créneaux ne représente plus"):
        both.confirm(meeting)
    meeting = actions.propose_other_slots(meeting, by=both.manager, slots=[slot(15, 9)])
    assert both.confirm(meeting, by=both.colleague).status == "confirmed"


def test_accept_refuses_a_proposer_who_changed_sides(both):
    """Nobody confirms with themselves: the agent has joined the company meanwhile."""
    meeting = both.propose()
    both.agent.memberships.update(status="ended")
    both.agent.memberships.create(organisation=both.company.organisation, status="approved")
    with pytest.raises(DomainError, match="ne représente plus"):
        both.confirm(meeting, by=fresh(both.agent))
    meeting = actions.propose_other_slots(meeting, by=fresh(both.agent), slots=[slot(15, 9)])
    meeting = both.confirm(meeting, by=both.colleague)
    assert {(row.user, row.side) for row in meeting.participants.all()} == {
        (both.agent, "company"),
        (both.colleague, "buyer"),
    }


def test_counter_opens_a_new_round_for_the_other_side(both):
    meeting = both.propose()
    first_deadline = meeting.expires_at
    meeting = actions.propose_other_slots(
        meeting, by=both.manager, slots=[slot(16, 9), slot(15, 9)], place_kind="phone", place="03 00 00 00 00"
    )
    stored = Meeting.objects.get()
    assert (stored.status, stored.awaiting, stored.round, stored.sequence) == ("proposed", "buyer", 2, 1)
    assert (stored.place_kind, stored.place) == ("phone", "03 00 00 00 00")
    assert list(stored.slots.order_by("pk").values_list("round", "side", "starts_at")) == [
        (1, "buyer", slot(9, 10)[0]),
        (1, "buyer", slot(9, 14)[0]),
        (1, "buyer", slot(10, 9)[0]),
        (2, "company", slot(15, 9)[0]),
        (2, "company", slot(16, 9)[0]),
    ]
    assert stored.expires_at == first_deadline
    assert {(row.user, row.side) for row in stored.participants.all()} == {
        (both.agent, "buyer"),
        (both.manager, "company"),
    }
    assert told("meetings.countered") == {both.agent, both.colleague}
    entry = history_of(meeting)[0]
    assert (entry.verb, entry.value.payload["after"]["round"]) == ("meeting.countered", 2)


def test_counter_keeps_the_place_and_gives_a_new_delay(both, clock):
    meeting = both.propose()
    clock.move_to(timezone.now() + timedelta(days=2))
    countered = actions.propose_other_slots(meeting, by=both.manager, slots=[slot(15, 9)])
    assert (countered.place, countered.expires_at - meeting.expires_at) == (meeting.place, timedelta(days=4))


def test_counter_refuses_bad_slots_own_conflicts_and_bad_places(both):
    meeting = both.propose()
    taken = pair(manager=both.manager)
    taken.confirm(taken.propose(slots=[slot(15, 9)]))
    for slots, place, words in [
        ([], None, "Proposez de 1 à 5 créneaux"),
        ([slot(-1, 9)], None, "est déjà passé"),
        ([slot(15, 9, 15)], None, "Vous avez déjà un rendez-vous confirmé"),
        ([slot(16, 9)], "ici", "Écrivez le lien complet"),
    ]:
        with pytest.raises(DomainError, match=words):
            actions.propose_other_slots(
                meeting, by=both.manager, slots=slots, place_kind=place and "video", place=place
            )
    assert Meeting.objects.get(pk=meeting.pk).round == 1


def test_decline_ends_with_a_reason_told_to_the_proposing_side(both):
    meeting = actions.decline_meeting(both.propose(), by=both.partner, reason=REASON)
    stored = Meeting.objects.get()
    assert (stored.status, stored.reason, stored.ended_by, stored.sequence) == (
        "declined",
        REASON,
        "company",
        1,
    )
    assert told("meetings.declined") == {both.agent, both.colleague}
    entry = history_of(meeting)[0]
    assert (entry.verb, entry.value.actor, entry.value.payload["reason"]) == (
        "meeting.declined",
        both.partner,
        REASON,
    )


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decline_asks_for_a_reason(both, reason):
    with pytest.raises(DomainError, match="Dites pourquoi") as refusal:
        actions.decline_meeting(both.propose(), by=both.manager, reason=reason)
    assert refusal.value.field == "reason"


@ANSWER
def test_only_the_side_awaited_answers(both, answer):
    meeting = both.propose()
    outsiders = [
        both.agent,
        both.colleague,
        buyer_user(),
        company_user(),
        partner_user(),
        UserFactory(moderator=True),
        UserFactory(admin=True),
        UserFactory(),
        member(both.company, waiting=True),
        member(both.company, status="ended"),
        None,
    ]
    for person in outsiders:
        with pytest.raises(DomainError, match="La réponse est attendue de l'autre organisation"):
            answer(meeting, person)
    assert answer(meeting, both.partner).sequence == 1


@ANSWER
def test_answers_end_with_the_delay_even_before_the_sweep(both, answer, clock):
    meeting = both.propose()
    clock.move_to(meeting.expires_at)
    with pytest.raises(DomainError, match="Le délai de réponse est passé"):
        answer(meeting, both.manager)


@ANSWER
@pytest.mark.parametrize("status", [NeedStatus.CLOSED, NeedStatus.CONSULTATION, NeedStatus.ABANDONED])
def test_no_answer_once_the_need_is_not_open_but_cancel(both, answer, status):
    meeting = both.propose()
    type(both.need).objects.filter(pk=both.need.pk).update(
        status=status, consultation_url="https://profil.example"
    )
    with pytest.raises(DomainError, match="ne sont pas ouverts"):
        answer(meeting, both.manager)
    assert actions.cancel_meeting(meeting, by=both.manager, reason=REASON).status == "cancelled"


@ANSWER
@pytest.mark.parametrize("ending", ["confirmed", "declined", "cancelled", "expired"])
def test_no_answer_once_the_proposal_has_ended(both, answer, ending):
    meeting = both.propose()
    {
        "confirmed": lambda: both.confirm(meeting),
        "declined": lambda: actions.decline_meeting(meeting, by=both.manager, reason=REASON),
        "cancelled": lambda: actions.cancel_meeting(meeting, by=both.agent, reason=REASON),
        "expired": lambda: actions.expire_due_meetings(meeting.expires_at + timedelta(seconds=1)),
    }[ending]()
    with pytest.raises(DomainError, match="Cette action n'est plus possible"):
        answer(meeting, both.manager)


@ANSWER
def test_a_stale_page_does_not_answer_the_next_round(both, answer):
    """The manager still has round 1 on screen; a colleague has answered with other slots."""
    meeting = both.propose()
    actions.propose_other_slots(meeting, by=both.partner, slots=[slot(15, 9)])
    with pytest.raises(DomainError, match="La réponse est attendue de l'autre organisation"):
        answer(meeting, both.manager)
