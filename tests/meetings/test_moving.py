"""Moving a confirmed meeting: the old time stands until the new one is agreed, and the calendar follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from meetings import actions, moving
from meetings.enums import MoveStatus
from meetings.models import Meeting, MeetingMove, Occupation
from meetings.tasks import expire_due
from needs.enums import NeedStatus
from tests.factories import InterestFactory
from tests.meetings.pages import logged_in, said, text, url
from tests.meetings.scenes import REASON, fresh, member, opened, pair, slot
from tests.meetings.test_concurrency import at_once


def ask(meeting, by, slots=None, reason=REASON):
    return moving.propose_move(meeting, by=by, slots=slots or [slot(9, 15), slot(10, 15)], reason=reason)


def first(move):
    return move.meeting.slots.filter(round=move.round).order_by("starts_at").first()


def taken():
    return {(row.resource.partition(":")[0], row.during.lower) for row in Occupation.objects.live()}


@pytest.fixture
def meeting(both):
    return both.confirm()


def test_asking_changes_nothing_but_is_told_and_noted(both, meeting):
    before = (meeting.starts_at, meeting.sequence, taken())
    move = ask(meeting, both.manager)
    stored = Meeting.objects.get()
    assert (stored.starts_at, stored.sequence, taken()) == before
    assert (stored.status, move.side, move.awaiting) == ("confirmed", "company", "buyer")
    told = Notification.objects.filter(kind="meetings.move_proposed")
    assert {row.user for row in told} == {both.agent, both.colleague}
    entry = AuditEntry.objects.get(verb="meeting.move_proposed")
    assert (len(entry.value.payload["after"]["slots"]), entry.value.payload["reason"]) == (2, REASON)


def test_accepting_moves_time_occupations_and_sequence_by_one(both, meeting):
    uid, sequence = meeting.uid, meeting.sequence
    move = ask(meeting, both.manager)
    moved = moving.accept_move(move, first(move), by=both.agent)
    assert (moved.uid, moved.sequence, moved.status) == (uid, sequence + 1, "confirmed")
    assert (moved.starts_at, moved.ends_at) == slot(9, 15)
    assert taken() == {(kind, slot(9, 15)[0]) for kind in ("user", "company")}
    assert Occupation.objects.live().count() == 3
    assert Occupation.objects.filter(state="released").count() == 3
    assert MeetingMove.objects.get().status == "accepted"


def test_calendars_replace_the_old_time(both, meeting, smtp, run_jobs):
    move = ask(meeting, both.manager)
    moved = moving.accept_move(move, first(move), by=both.agent)
    run_jobs()
    for person in (both.agent, both.manager):
        [mail] = [each for each in smtp.to(person.email) if "Rendez-vous déplacé" in str(each["Subject"])]
        part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        event = calendar.walk("VEVENT")[0]
        assert part["Content-Type"].params["method"] == calendar["METHOD"] == "REQUEST"
        assert (str(event["UID"]), event["SEQUENCE"], event["DTSTART"].dt) == (
            str(moved.uid),
            moved.sequence,
            moved.starts_at,
        )


def test_a_move_over_its_own_old_time_is_possible(both, meeting):
    move = ask(meeting, both.agent, slots=[slot(9, 10, 15)])
    moved = moving.accept_move(move, first(move), by=both.manager)
    assert moved.starts_at == slot(9, 10, 15)[0]
    assert Occupation.objects.live().count() == 3


def test_new_time_that_somebody_took_leaves_the_old_one(both, meeting):
    move = ask(meeting, both.manager)
    other = pair(agent=both.agent)
    other.confirm(other.propose(slots=[slot(9, 15, 15)]))
    before = set(Occupation.objects.live().values_list("pk", flat=True))
    with pytest.raises(DomainError, match="Encore libres : jeudi 11 février 2027"):
        moving.accept_move(move, first(move), by=both.agent)
    assert set(Occupation.objects.live().values_list("pk", flat=True)) == before
    assert (Meeting.objects.get(pk=meeting.pk).sequence, MeetingMove.objects.get().status) == (
        meeting.sequence,
        "proposed",
    )


def test_interest_follows_the_new_time(both):
    interest = InterestFactory(need=both.need, company=both.company)
    meeting = both.confirm()
    move = ask(meeting, both.manager)
    moving.accept_move(move, first(move), by=both.agent)
    interest.refresh_from_db()
    assert interest.meeting_at == slot(9, 15)[0]


def test_declining_keeps_the_time_and_says_why(both, meeting):
    move = ask(meeting, both.manager)
    moving.decline_move(move, by=both.agent, reason="Salle prise.")
    assert Meeting.objects.get().sequence == meeting.sequence
    told = Notification.objects.filter(kind="meetings.move_declined")
    assert {row.user for row in told} == {both.manager, both.partner}
    assert "Salle prise." in told.first().body
    ask(meeting, both.manager)


def test_only_the_side_that_asked_takes_the_wish_back(both, meeting):
    move = ask(meeting, both.manager)
    with pytest.raises(DomainError, match="qui a demandé le déplacement"):
        moving.withdraw_move(move, by=both.agent)
    moving.withdraw_move(move, by=both.partner)
    for verb in [
        lambda: moving.accept_move(move, first(move), by=both.agent),
        lambda: moving.decline_move(move, by=both.agent, reason=REASON),
        lambda: moving.withdraw_move(move, by=both.manager),
    ]:
        with pytest.raises(DomainError, match="n'est plus possible"):
            verb()


def test_wish_without_answer_ends_and_the_time_stays(both, meeting, clock):
    move = ask(meeting, both.manager)
    clock.move_to(move.expires_at + timedelta(seconds=1))
    with pytest.raises(DomainError, match="reste à son heure"):
        moving.accept_move(move, first(move), by=fresh(both.agent))
    assert expire_due() == 1 and expire_due() == 0
    assert MeetingMove.objects.get().status == "expired"
    assert Meeting.objects.get().status == "confirmed"
    assert Notification.objects.filter(kind="meetings.move_expired").count() == 4


def test_wish_expires_before_the_meeting_begins(both):
    meeting = both.confirm(both.propose(slots=[slot(1, 9)]))
    move = ask(meeting, both.manager, slots=[slot(5, 9)])
    assert move.expires_at == meeting.starts_at


def test_cancelling_ends_the_wish(both, meeting):
    ask(meeting, both.manager)
    actions.cancel_meeting(meeting, by=both.agent, reason=REASON)
    assert MeetingMove.objects.get().status == MoveStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("asked already", "déjà demandé"),
        ("no reason", "Dites pourquoi"),
        ("same time", "déjà à cette heure"),
        ("stranger", "deux organisations"),
        ("reader", "deux organisations"),
        ("begun", "a commencé"),
        ("need closed", "ne sont pas ouverts"),
        ("busy", "confirmé ou retenu à ce moment"),
        ("night", "entre 7 h et 21 h"),
        ("six", "de 1 à 5"),
    ],
)
def test_wish_that_cannot_stand_is_refused(both, meeting, clock, state, words):
    by, slots, reason = both.manager, [slot(9, 15)], REASON
    if state == "asked already":
        ask(meeting, both.agent)
    elif state == "no reason":
        reason = "  "
    elif state == "same time":
        slots = [(meeting.starts_at, meeting.ends_at)]
    elif state == "stranger":
        by = pair().manager
    elif state == "reader":
        by = member(both.company, role="reader")
    elif state == "begun":
        slots = [slot(20, 15)]
        clock.move_to(meeting.starts_at)
        by = fresh(by)
    elif state == "need closed":
        type(both.need).objects.update(status=NeedStatus.CLOSED)
    elif state == "busy":
        other = pair(manager=both.manager)
        other.confirm(other.propose(slots=[slot(9, 15)]))
    elif state == "night":
        slots = [slot(9, 3)]
    else:
        slots = [slot(9, hour) for hour in range(12, 18)]
    with pytest.raises(DomainError) as refusal:
        ask(meeting, by, slots=slots, reason=reason)
    assert words in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def test_proposal_does_not_move(both):
    with pytest.raises(DomainError, match="Seul un rendez-vous confirmé"):
        ask(both.propose(), both.agent)


def test_own_side_does_not_accept_its_wish(both, meeting):
    move = ask(meeting, both.manager)
    with pytest.raises(DomainError, match="attendue de l'autre organisation"):
        moving.accept_move(move, first(move), by=both.partner)


def test_slot_of_another_round_is_refused(both, meeting):
    move = ask(meeting, both.manager)
    with pytest.raises(DomainError, match="ne fait plus partie"):
        moving.accept_move(move, meeting.slots.filter(round=1).first(), by=both.agent)


def test_moved_booking_leaves_its_opening(both):
    opening = opened(both)
    meeting = both.book(opening, slot(9, 9)[0])
    meeting = actions.accept_slot(meeting, meeting.slots.get(), by=both.agent)
    move = ask(meeting, both.manager)
    assert moving.accept_move(move, first(move), by=both.agent).opening is None


@pytest.mark.parametrize(
    "change",
    [{"reason": ""}, {"status": "declined"}, {"status": "autre"}],
    ids=["reason", "answer", "status"],
)
def test_database_refuses_what_no_action_writes(both, meeting, change):
    ask(meeting, both.manager)
    with pytest.raises(IntegrityError, match="meetings_meetingmove"), transaction.atomic():
        MeetingMove.objects.update(**change)


TYPED = {"date_1": "2027-02-10", "time_1": "15:00", "length": "30", "reason": REASON}


def test_pages_ask_and_accept(both, meeting, agent, manager):
    detail = url("detail", meeting.pk)
    assert url("move", meeting.pk) in text(manager.get(detail))
    assert "Il reste à cette heure" in text(manager.get(url("move", meeting.pk)))
    response = manager.post(url("move", meeting.pk), TYPED)
    assert response.url == detail and "Réponse attendue avant le" in said(response)[0]
    mine = text(manager.get(detail))
    assert (
        "Retirer la demande" in mine
        and 'type="radio"' not in mine
        and url("move", meeting.pk) + '"' not in mine
    )
    theirs = text(agent.get(detail))
    assert "Accepter cette heure" in theirs and "mercredi 10 février 2027, de 15 h 00 à 15 h 30" in theirs
    move = MeetingMove.objects.get()
    response = agent.post(url("move_accept", meeting.pk), {"slot": first(move).pk})
    assert said(response) == [
        "Rendez-vous déplacé : mercredi 10 février 2027, de 15 h 00 à 15 h 30. "
        "Les participants reçoivent la nouvelle heure par courriel."
    ]
    page = text(agent.get(detail))
    assert "a accepté la nouvelle heure" in page and "a demandé à déplacer le rendez-vous" in page


def test_list_says_whose_turn_it_is(both, meeting, agent, manager):
    ask(meeting, both.manager)
    assert "Déplacement : répondre" in text(agent.get(url("list")))
    assert "Déplacement demandé" in text(manager.get(url("list")))


def test_pages_decline_and_withdraw(both, meeting, agent, manager):
    ask(meeting, both.manager)
    assert agent.get(url("move_decline", meeting.pk)).status_code == 200
    assert agent.post(url("move_decline", meeting.pk), {"reason": ""}).status_code == 422
    assert agent.post(url("move_decline", meeting.pk), {"reason": "Salle prise."}).status_code == 302
    assert "a refusé de déplacer" in text(manager.get(url("detail", meeting.pk)))
    ask(meeting, both.manager)
    assert manager.post(url("move_withdraw", meeting.pk)).status_code == 302
    for name in ["move_accept", "move_decline", "move_withdraw"]:
        assert agent.post(url(name, meeting.pk), {}).status_code == 409


def test_each_button_is_for_one_side(both, meeting, agent, manager):
    ask(meeting, both.manager)
    statuses = {
        (name, who): client.post(url(name, meeting.pk), {}).status_code
        for name in ["move_accept", "move_decline", "move_withdraw"]
        for who, client in [("agent", agent), ("manager", manager)]
    }
    assert statuses == {
        ("move_accept", "agent"): 422,
        ("move_accept", "manager"): 403,
        ("move_decline", "agent"): 422,
        ("move_decline", "manager"): 403,
        ("move_withdraw", "agent"): 403,
        ("move_withdraw", "manager"): 302,
    }
    reader = logged_in(member(both.company, role="reader"))
    assert reader.get(url("move", meeting.pk)).status_code == 403


def test_page_of_a_wish_already_asked_says_so(both, meeting, agent):
    ask(meeting, both.manager)
    response = agent.get(url("move", meeting.pk))
    assert (response.status_code, "déjà demandé" in text(response)) == (409, True)
    assert agent.get(url("move_accept", meeting.pk)).url == url("detail", meeting.pk)


def test_faults_stay_on_the_page(both, meeting, manager):
    response = manager.post(url("move", meeting.pk), {**TYPED, "reason": ""})
    assert response.status_code == 422 and "Écrivez la raison." in text(response)
    assert manager.post(url("move", meeting.pk), {"length": "30"}).status_code == 422


@pytest.mark.slow
def test_accepting_and_cancelling_at_the_same_moment_leave_one_state(transactional_db):
    both = pair()
    meeting = both.confirm()
    move = ask(meeting, both.manager)
    chosen = first(move)
    results = at_once(
        [
            lambda: moving.accept_move(move, chosen, by=fresh(both.agent)),
            lambda: actions.cancel_meeting(meeting, by=fresh(both.manager), reason=REASON),
        ]
    )
    assert Meeting.objects.get().status == "cancelled" and not Occupation.objects.live().exists()
    assert isinstance(results[1], Meeting)
