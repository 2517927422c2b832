"""Who was there: what each side says, what follows, who is told, and what time becomes free."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from meetings import actions, moving
from meetings.enums import MeetingSide, MeetingStatus, Presence
from meetings.models import AbsenceContest, Meeting, Occupation, PresenceStatement
from meetings.records.contests import contest_absence, dismiss_contest, uphold_contest
from meetings.records.delays import contest_deadline, saying_deadline
from meetings.records.presence import CONTESTED, attendances, merged, status_from
from meetings.records.saying import say_presence
from tests.factories import UserFactory
from tests.meetings.pages import logged_in, said, text, url
from tests.meetings.scenes import fresh, member, pair, slot

WHY = "J'étais dans la salle, la visio ne s'ouvrait pas."
P, A, E = Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED


def say(meeting, by, buyer=P, company=P):
    people = {each.side: each.pk for each in meeting.participants.all()}
    return say_presence(meeting, {people["buyer"]: buyer, people["company"]: company}, by=by)


def status():
    return Meeting.objects.get().status


def states(meeting):
    return {row.participant.side: row.state for row in attendances(meeting)}


def kinds():
    return set(Notification.objects.filter(kind__contains="absence").values_list("kind", "user"))


@pytest.mark.parametrize(
    ("own", "other", "state"),
    [
        (None, None, Presence.PLANNED),
        (None, P, P),
        (None, A, A),
        (None, E, E),
        (P, None, P),
        (P, P, P),
        (P, A, CONTESTED),
        (P, E, CONTESTED),
        (A, None, A),
        (A, P, A),
        (A, A, A),
        (A, E, A),
        (E, None, E),
        (E, P, E),
        (E, E, E),
        (E, A, CONTESTED),
    ],
)
def test_what_two_sides_say_together(own, other, state):
    assert merged(own, other) == state


@given(st.sampled_from([None, P, E]), st.sampled_from([None, P, A, E]))
def test_absence_stands_against_nobody_who_denies_it(own, other):
    """Unless the person's own side owns up, an absence needs that it says nothing to the contrary."""
    assert (merged(own, other) == A) == (own is None and other == A)


@pytest.mark.parametrize(
    ("buyer", "company", "expected"),
    [(P, P, "held"), (P, A, "no_show"), (A, P, "no_show"), (P, E, "no_show"), (A, A, "no_show")],
)
def test_status_follows_from_who_was_there(over, both, buyer, company, expected):
    say(over, both.agent, buyer, company)
    assert status() == expected
    entry = AuditEntry.objects.get(verb="meeting.presence_said")
    assert set(entry.value.payload["after"]["presence"].values()) == {buyer, company}


def test_nothing_is_said_before_the_beginning(both, clock):
    meeting = both.confirm()
    clock.move_to(meeting.starts_at - timedelta(seconds=1))
    with pytest.raises(DomainError, match="aura commencé"):
        say(meeting, both.agent)
    clock.move_to(meeting.starts_at)
    assert say(meeting, both.agent).status == MeetingStatus.HELD


def test_nothing_is_said_after_the_delay(over, both, clock):
    clock.move_to(saying_deadline(over) + timedelta(seconds=1))
    with pytest.raises(DomainError, match="délai pour dire qui était là est passé"):
        say(over, both.agent)


@pytest.mark.parametrize("ending", ["proposed", "cancelled"])
def test_nothing_is_said_of_a_meeting_that_was_not_agreed(both, clock, ending):
    meeting = both.propose() if ending == "proposed" else both.confirm()
    if ending == "cancelled":
        actions.cancel_meeting(meeting, by=both.agent, reason="Empêchement.")
    else:
        Meeting.objects.update(starts_at=slot(9, 10)[0], ends_at=slot(9, 10)[1])
    clock.move_to(slot(9, 10)[1])
    meeting = Meeting.objects.get()
    with pytest.raises(DomainError):
        say_presence(meeting, {each.pk: P for each in meeting.participants.all()}, by=both.agent)


def test_each_person_must_be_spoken_of(over, both, people):
    with pytest.raises(DomainError, match="de chaque personne"):
        say_presence(over, {people["buyer"].pk: P}, by=both.agent)
    with pytest.raises(DomainError, match="de chaque personne"):
        say_presence(over, {each.pk: Presence.PLANNED for each in people.values()}, by=both.agent)
    assert not PresenceStatement.objects.exists()


def test_only_those_who_speak_for_a_side_say_it(over, both, people):
    strangers = [member(both.need.buyer, role="reader"), pair().agent, UserFactory(moderator=True)]
    for user in strangers:
        with pytest.raises(DomainError, match="Seules les deux organisations"):
            say_presence(over, {each.pk: P for each in people.values()}, by=user)


def test_same_said_again_writes_nothing(over, both):
    say(over, both.agent)
    before = (AuditEntry.objects.count(), Meeting.objects.get().sequence)
    say(over, both.colleague)
    assert (AuditEntry.objects.count(), Meeting.objects.get().sequence) == before


def test_a_side_corrects_itself(over, both):
    say(over, both.agent, company=A)
    say(over, both.agent, company=P)
    assert status() == "held"


def test_person_marked_absent_is_told_and_nobody_else(over, both):
    say(over, both.agent, company=A)
    assert kinds() == {("meetings.absence_said", both.manager.pk)}
    notice = Notification.objects.get(kind="meetings.absence_said")
    assert "contestez avant le" in notice.body and str(both.need.buyer.organisation) in notice.title


@pytest.mark.parametrize("presence", [P, E])
def test_presence_and_excuse_are_told_to_nobody(over, both, presence):
    say(over, both.agent, company=presence)
    assert kinds() == set()


def test_own_absence_that_is_owned_up_to_is_told_to_nobody(over, both):
    say(over, both.agent, buyer=A)
    assert kinds() == set() and status() == "no_show"


def test_absence_against_what_the_own_side_said_counts_nowhere(over, both):
    say(over, both.partner)
    assert status() == "held"
    say(over, both.agent, company=A)
    assert status() == "contested"
    assert states(over)["company"] == CONTESTED
    assert kinds() == {("meetings.absence_said", both.manager.pk)}


def test_absence_is_contested_in_a_sentence_not_spoken_over(over, both, people):
    say(over, both.agent, company=A)
    say(over, both.partner, company=P)
    assert not PresenceStatement.objects.filter(participant=people["company"], side="company").exists()
    assert status() == "no_show"


@pytest.mark.parametrize(("claimed", "after"), [(P, "held"), (E, "no_show")])
def test_contest_counts_nowhere_until_a_moderator_upholds_it(over, both, claimed, after):
    say(over, both.agent, company=A)
    contest = contest_absence(over, claimed=claimed, text=WHY, by=both.manager)
    assert status() == "contested" and states(over)["company"] == CONTESTED
    told = set(Notification.objects.filter(kind="meetings.absence_contested").values_list("user", flat=True))
    assert told == {both.agent.pk, both.colleague.pk}
    moderator = UserFactory(moderator=True)
    uphold_contest(contest, by=moderator, reason="Le journal de la visio le montre.")
    assert status() == after and states(over)["company"] == claimed
    contest.refresh_from_db()
    assert (contest.status, contest.settled_by) == ("upheld", moderator)
    told = set(Notification.objects.filter(kind="meetings.absence_settled").values_list("user", flat=True))
    assert told == {both.agent.pk, both.colleague.pk, both.manager.pk, both.partner.pk}


def test_contest_that_is_dismissed_lets_the_absence_stand(over, both):
    say(over, both.agent, company=A)
    contest = contest_absence(over, claimed=P, text=WHY, by=both.manager)
    dismiss_contest(contest, by=UserFactory(moderator=True), reason="Rien ne le montre.")
    assert status() == "no_show" and states(over)["company"] == A
    entry = AuditEntry.objects.get(verb="meeting.absence_settled")
    assert entry.value.payload["reason"] == "Rien ne le montre."
    with pytest.raises(DomainError, match="état est maintenant"):
        uphold_contest(contest, by=UserFactory(moderator=True), reason="Autre avis.")
    with pytest.raises(DomainError, match="Aucune absence"):
        contest_absence(over, claimed=P, text=WHY, by=both.manager)
    say(over, both.agent, company=P)
    assert states(over)["company"] == A


def test_other_side_may_give_right_itself(over, both):
    say(over, both.agent, company=A)
    contest = contest_absence(over, claimed=P, text=WHY, by=both.manager)
    say(over, both.colleague, company=P)
    contest.refresh_from_db()
    assert (contest.status, contest.settled_by, status()) == ("upheld", None, "held")


def test_who_may_contest(over, both, clock):
    say(over, both.agent, company=A)
    for user in [both.partner, both.agent, UserFactory(admin=True)]:
        with pytest.raises(DomainError):
            contest_absence(over, claimed=P, text=WHY, by=user)
    with pytest.raises(DomainError, match="une phrase"):
        contest_absence(over, claimed=P, text="  ", by=both.manager)
    statement = PresenceStatement.objects.get(presence=A)
    clock.move_to(contest_deadline(statement) + timedelta(seconds=1))
    with pytest.raises(DomainError, match="délai pour contester est passé"):
        contest_absence(over, claimed=P, text=WHY, by=both.manager)


def test_moderator_of_one_of_the_organisations_does_not_settle(over, both):
    say(over, both.agent, company=A)
    contest = contest_absence(over, claimed=P, text=WHY, by=both.manager)
    for user in [member(both.company, user=UserFactory(moderator=True)), both.agent]:
        with pytest.raises(DomainError, match="revient à la modération"):
            uphold_contest(contest, by=fresh(user), reason="Je le connais.")
    with pytest.raises(DomainError, match="Dites pourquoi"):
        uphold_contest(contest, by=UserFactory(moderator=True), reason=" ")


def test_absence_before_the_end_frees_the_rest_of_the_hour(begun, both, clock):
    clock.move_to(begun.starts_at + timedelta(minutes=10))
    say(begun, both.agent, company=A)
    lengths = {row.during.upper - row.during.lower for row in Occupation.objects.filter(meeting=begun)}
    assert all(timedelta(minutes=10) <= length < timedelta(minutes=11) for length in lengths)
    other = pair(agent=both.agent)
    start = begun.starts_at + timedelta(minutes=15)
    later = other.propose(by=other.manager, slots=[(start, start + timedelta(minutes=15))])
    assert other.confirm(later, by=both.agent).status == MeetingStatus.CONFIRMED


def test_hour_is_taken_until_an_absence_is_said(begun, both, clock):
    """The control: without the absence the same second meeting is refused."""
    clock.move_to(begun.starts_at + timedelta(minutes=10))
    other = pair(agent=both.agent)
    start = begun.starts_at + timedelta(minutes=15)
    later = other.propose(by=other.manager, slots=[(start, start + timedelta(minutes=15))])
    with pytest.raises(DomainError, match="déjà pris"):
        other.confirm(later, by=both.agent)


def test_who_comes_late_takes_the_rest_back_where_it_is_free(begun, both, clock):
    clock.move_to(begun.starts_at + timedelta(minutes=5))
    say(begun, both.agent, company=A)
    other = pair(agent=both.agent)
    start = begun.starts_at + timedelta(minutes=20)
    other.confirm(
        other.propose(by=other.manager, slots=[(start, start + timedelta(minutes=10))]), by=both.agent
    )
    say(begun, both.agent, company=P)
    ends = {row.resource: row.during.upper for row in Occupation.objects.filter(meeting=begun)}
    assert ends[f"user:{both.agent.pk}"] < begun.ends_at
    assert ends[f"user:{both.manager.pk}"] == ends[f"company:{both.company.pk}"] == begun.ends_at


def test_absence_at_the_very_beginning_frees_the_whole_hour(begun, both, clock):
    clock.move_to(begun.starts_at)
    say(begun, both.agent, company=A)
    assert all(row.during.upper < begun.ends_at for row in Occupation.objects.live())


def test_a_held_meeting_is_no_longer_live_and_counts_as_met(over, both):
    say(over, both.agent)
    assert not Meeting.objects.live().exists()
    assert Meeting.objects.met_or_live().count() == Meeting.objects.agreed_or_live().count() == 1
    assert both.propose(slots=[slot(3, 10)]).status == MeetingStatus.PROPOSED


def test_wish_to_move_ends_with_the_meeting(both, clock):
    meeting = both.confirm()
    move = moving.propose_move(meeting, by=both.manager, slots=[slot(9, 15)], reason="Empêchement.")
    clock.move_to(meeting.starts_at)
    say(meeting, both.agent)
    move.refresh_from_db()
    assert move.status == "withdrawn"


def test_pages_say_it_to_both_sides(over, both, agent, manager, people):
    page = text(agent.get(url("detail", over.pk)))
    assert "Personne n'a encore dit qui était là" in page
    form = text(agent.get(url("presence", over.pk)))
    assert str(both.agent) in form and "N'est pas venu, sans prévenir" in form
    assert agent.post(url("presence", over.pk), {}).status_code == 422
    sent = {f"presence_{people['buyer'].pk}": "present", f"presence_{people['company'].pk}": "absent"}
    response = agent.post(url("presence", over.pk), sent)
    assert response.status_code == 302 and "C'est noté" in said(response)[0]
    for client in (agent, manager):
        assert f"Selon {both.need.buyer.organisation} : absent" in text(client.get(url("detail", over.pk)))
    assert "Contester mon absence" in text(manager.get(url("detail", over.pk)))
    assert "Contester mon absence" not in text(logged_in(both.partner).get(url("detail", over.pk)))
    assert manager.post(url("contest", over.pk), {"claimed": "present"}).status_code == 422
    manager.post(url("contest", over.pk), {"claimed": "present", "text": WHY})
    for client in (agent, manager):
        page = text(client.get(url("detail", over.pk)))
        assert "Contesté, ne compte pas" in page and WHY in page and "Absence contestée" in page
    assert manager.get(url("contest", over.pk)).status_code == 409


def test_moderator_settles_on_the_desk(over, both):
    say(over, both.agent, company=A)
    contest = contest_absence(over, claimed=P, text=WHY, by=both.manager)
    client = Client()
    moderator = UserFactory(moderator=True, full_name="Camille Arbitre")
    client.force_login(moderator)
    page = client.get(f"/admin/meetings/absencecontest/{contest.pk}/change/")
    assert WHY in text(page) and "Selon" in text(page)
    stamp = page.context["stamp"]
    client.post(
        f"/admin/meetings/absencecontest/{contest.pk}/decision/uphold/",
        {"confirm": "1", "reason": "Le journal le montre.", "version": stamp},
    )
    assert status() == "held"
    page = text(logged_in(both.agent).get(url("detail", over.pk)))
    assert "a tranché la contestation" in page and "Le journal le montre." in page
    assert "La modération" in page and str(moderator) not in page


def test_nobody_outside_reads_of_an_absence(over, both):
    say(over, both.agent, company=A)
    stranger = pair()
    for user in (stranger.agent, stranger.manager):
        for name in ("detail", "presence", "contest"):
            assert logged_in(user).get(url(name, over.pk)).status_code == 404
    public = Client()
    for path in (f"/besoins/{both.need.pk}/", f"/entreprises/{both.company.pk}/"):
        assert "bsent" not in public.get(path).content.decode()


def test_status_needs_both_sides(over, both):
    assert status_from(attendances(over)) is None
    rows = [row for row in attendances(over) if row.participant.side == MeetingSide.BUYER]
    PresenceStatement.objects.create(
        participant=rows[0].participant, side="buyer", presence=P, said_at=timezone.now()
    )
    assert status_from(attendances(over)) is None
    assert not AbsenceContest.objects.open().exists()
