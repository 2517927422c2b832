"""The list: the same meetings for both sides, those to answer first, by week and day, in a fixed number of queries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import actions, presentation
from meetings.enums import MeetingSide
from meetings.models import Meeting, Participant
from meetings.presentation import week_words
from needs.enums import NeedStatus
from tests.accounts.teams import administrator, delegate, verified
from tests.factories import MembershipFactory, UserFactory, partner_user
from tests.meetings.pages import logged_in, text
from tests.meetings.scenes import REASON, any_hour, member, pair, slot

LIST = "/rendez-vous/"
# Session, person, membership, proposals, coming ones, count and rows of the others, unread notices.
QUERIES = 8


def addresses(response):
    """The meetings of the page, in order."""
    return [int(pk) for pk in re.findall(r'href="/rendez-vous/(\d+)/"', response.content.decode())]


def in_every_state(agent, hour=9):
    """One meeting of the agent in each state; {state: Meeting}."""
    pairs = [pair(agent=agent) for _ in range(6)]
    at = [slot(day, hour) for day in (20, 21, 22, 23)]
    confirmed = pairs[2].confirm(pairs[2].propose(slots=[at[0]]))
    cancelled = pairs[3].confirm(pairs[3].propose(slots=[at[1]]))
    declined = pairs[4].propose(slots=[at[2]])
    expired = pairs[5].propose(slots=[at[3]])
    Meeting.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert actions.expire_due_meetings(timezone.now()) == 1
    return {
        "to answer": pairs[0].propose(by=pairs[0].manager),
        "awaited": pairs[1].propose(slots=[slot(12, hour), slot(13, hour)]),
        "confirmed": confirmed,
        "cancelled": actions.cancel_meeting(cancelled, by=agent, reason=REASON),
        "declined": actions.decline_meeting(declined, by=pairs[4].manager, reason=REASON),
        "expired": expired,
    }


@pytest.mark.parametrize("times", [1, 3])
def test_list_makes_the_same_queries_with_1_and_3_rows_of_each(both, times, django_assert_num_queries):
    for hour in range(9, 9 + times):
        in_every_state(both.agent, hour)
    client = logged_in(both.agent)
    with django_assert_num_queries(QUERIES):
        response = client.get(LIST)
    assert len(addresses(response)) == 6 * times


def test_list_puts_what_the_person_must_answer_first(both):
    made = in_every_state(both.agent)
    response = logged_in(both.agent).get(LIST)
    order = ["to answer", "awaited", "confirmed", "cancelled", "declined", "expired"]
    assert addresses(response) == [made[name].pk for name in order]


def test_list_is_the_same_set_for_both_sides(both):
    agent = both.agent
    meetings = {both.confirm(), pair(agent=agent, manager=both.manager).propose(slots=[slot(20, 9)])}
    for person in (agent, both.colleague, both.manager, both.partner):
        assert set(addresses(logged_in(person).get(LIST))) == {meeting.pk for meeting in meetings}


def test_each_side_sees_its_own_turn(both):
    meeting = both.propose()
    for person, awaited in [(both.manager, True), (both.agent, False)]:
        context = logged_in(person).get(LIST).context
        assert ([bool(context["mine"]), bool(context["theirs"])]) == [awaited, not awaited]
    actions.propose_other_slots(meeting, by=both.manager, slots=[slot(15, 9)])
    assert logged_in(both.agent).get(LIST).context["mine"]


def test_a_proposal_about_a_closed_need_is_not_said_to_await_an_answer(both):
    both.propose()
    type(both.need).objects.update(status=NeedStatus.CLOSED)
    for person, part in [(both.manager, "mine"), (both.agent, "theirs")]:
        [row] = logged_in(person).get(LIST).context[part]
        assert row["label"] == "Échanges clos"


def test_proposals_are_ordered_by_deadline(both, clock):
    first = both.propose(by=both.manager, slots=[slot(9, 10)])
    urgent = pair(agent=both.agent)
    second = urgent.propose(by=urgent.manager, slots=[slot(1, 10)])
    rows = logged_in(both.agent).get(LIST).context["mine"]
    assert [row["url"] for row in rows] == [
        reverse("meetings:detail", args=[meeting.pk]) for meeting in (second, first)
    ]


def test_coming_meetings_stand_by_week_and_day_in_words(both):
    for day, hour in [(1, 9), (1, 15), (3, 9), (7, 10), (15, 10)]:
        each = pair(agent=both.agent)
        each.confirm(each.propose(slots=[slot(day, hour)]))
    weeks = logged_in(both.agent).get(LIST).context["upcoming"]
    assert [
        (week["words"], [(day["words"], len(day["rows"])) for day in week["days"]]) for week in weeks
    ] == [
        ("Cette semaine", [("mardi 2 février 2027", 2), ("jeudi 4 février 2027", 1)]),
        ("La semaine prochaine", [("lundi 8 février 2027", 1)]),
        ("Semaine du lundi 15 février 2027", [("mardi 16 février 2027", 1)]),
    ]


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (datetime(2027, 1, 25, tzinfo=UTC), "La semaine dernière"),
        (datetime(2027, 2, 1, tzinfo=UTC), "Cette semaine"),
        (datetime(2027, 2, 8, tzinfo=UTC), "La semaine prochaine"),
        (datetime(2027, 1, 18, tzinfo=UTC), "Semaine du lundi 18 janvier 2027"),
    ],
)
def test_week_words_near_today(monday, words):
    assert week_words(monday.date(), datetime(2027, 2, 7, tzinfo=UTC).date()) == words


def test_days_are_those_of_paris(both):
    """23 h 30 in Paris is the same day there, and 22 h 30 in UTC."""
    any_hour()
    both.confirm(both.propose(slots=[slot(9, 23, 30), slot(10, 0, 15)]), number=1)
    [week] = logged_in(both.agent).get(LIST).context["upcoming"]
    assert [day["words"] for day in week["days"]] == ["jeudi 11 février 2027"]


def test_a_meeting_moves_to_the_past_when_it_is_over(both, clock):
    meeting = both.confirm()
    clock.move_to(meeting.ends_at - timedelta(seconds=1))
    context = logged_in(both.agent).get(LIST).context
    assert (bool(context["upcoming"]), bool(context["past"])) == (True, False)
    clock.move_to(meeting.ends_at)
    context = logged_in(both.agent).get(LIST).context
    assert (bool(context["upcoming"]), context["past"][0]["days"][0]["rows"][0]["label"]) == (False, "Passé")


@pytest.mark.parametrize("page", ["2", "99999999999", "0", "-1", "abc", "", "\x00", "1.5"])
def test_the_past_is_read_page_by_page(both, page):
    for _ in range(21):
        actions.cancel_meeting(both.propose(), by=both.agent, reason=REASON)
    client = logged_in(both.agent)
    response = client.get(LIST, {"page": page})
    assert (response.status_code, len(addresses(response))) == (
        200,
        1 if page in {"2", "99999999999"} else 20,
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (UserFactory, "rattachez d'abord votre compte"),
        (lambda: UserFactory(moderator=True), "rattachez d'abord votre compte"),
        (lambda: MembershipFactory(waiting=True).user, "Une fois votre rattachement"),
    ],
)
def test_people_without_an_approved_organisation_read_what_to_do(db, make, words):
    response = logged_in(make()).get(LIST)
    assert (response.status_code, words in text(response)) == (200, True)


def test_organisation_without_meetings_reads_three_empty_sections(both):
    for person in (both.agent, partner_user()):
        page = text(logged_in(person).get(LIST))
        for words in [
            "Aucune proposition n'attend de réponse.",
            "Aucun rendez-vous confirmé.",
            "Aucun pour",
        ]:
            assert words in page


def test_somebody_who_only_asked_to_join_sees_no_meeting(both):
    meeting = both.confirm()
    client = logged_in(member(both.need.buyer, waiting=True))
    assert addresses(client.get(LIST)) == []
    assert client.get(reverse("meetings:detail", args=[meeting.pk])).status_code == 404


def test_participant_by_delegation_is_shown_with_their_structure(both):
    """Two hats: what the person is elsewhere is not said here."""
    consultant = administrator(verified(), position="Gérante").user
    delegate(both.need.buyer.organisation, user=consultant, agency="Cabinet Exemple")
    meeting = both.propose()
    Participant.objects.create(meeting=meeting, user=consultant, side=MeetingSide.BUYER)
    shown = {each["name"]: each["position"] for each in presentation.people_in(meeting)}
    assert shown[str(consultant)] == "Cabinet Exemple, par délégation"
