"""A day from its draft to its announcement: who may, what is refused, what is recorded, who is told."""

from datetime import date, time

import pytest

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.notifications.models import Notification
from meetings.days import actions
from meetings.days.checks import problems_of
from meetings.days.enums import DAY_TRANSITIONS, DayStatus
from meetings.days.limits import day_limits
from meetings.models import Day
from meetings.turns import digest_of
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user, partner_user
from tests.meetings.days.scenes import VALUES, announced, drafted, submitted

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)


def kinds_told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("make", [buyer_user, partner_user])
def test_buyers_and_partners_hold_days(make):
    user = make()
    day = drafted(user)
    assert (day.status, day.organiser) == ("draft", user.memberships.get().organisation)
    assert [entry.verb for entry in history_of(day)] == ["day.created"]


@pytest.mark.parametrize(
    "make",
    [
        company_user,
        lambda: partner_user(role="reader"),
        lambda: partner_user(status="requested", decided_at=None),
        UserFactory,
    ],
)
def test_others_hold_none(make):
    with pytest.raises(DomainError):
        drafted(make())
    assert not Day.objects.exists()


def test_a_draft_needs_its_title_alone():
    empty = {name: None for name in VALUES if name not in ("title", "criterion", "dates", "breaks", "rooms")}
    texts = {name: "" for name in ("description", "requirements", "place", "access")}
    day = drafted(dates=[], breaks=[], rooms=[], **{**empty, **texts})
    assert len(problems_of(day, TODAY, day_limits(TODAY))) == 1
    with pytest.raises(DomainError, match="Il manque"):
        actions.submit_day(day, by=day.author)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"slot_minutes": 4}, "slot_minutes"),
        ({"slot_minutes": 91}, "slot_minutes"),
        ({"companies_most": 0}, "companies_most"),
        ({"closes_at": time(8)}, "closes_at"),
        ({"dates": [date(2027, 3, 23)] * 2}, "date_1"),
        ({"dates": [date(2027, 3, day) for day in range(20, 26)]}, "date_1"),
        ({"breaks": [("Pause", time(11), time(10))]}, "break_1_to"),
        ({"breaks": [("Un", time(10), time(11)), ("Deux", time(10, 30), time(12))]}, "break_1_from"),
        ({"rooms": [("Salle", 0, True)]}, "room_1_tables"),
        ({"rooms": [("Salle", 201, True)]}, "room_1_tables"),
    ],
)
def test_a_value_that_no_day_may_have_is_refused(values, field):
    with pytest.raises(DomainError) as refusal:
        drafted(**values)
    assert refusal.value.field == field
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dates": []}, "une date"),
        ({"rooms": []}, "une salle"),
        ({"place": ""}, "lieu"),
        ({"opens_at": time(5)}, "ont lieu entre"),
        ({"closes_at": time(9, 10)}, "aucun créneau"),
        (
            {"slot_minutes": 10, "closes_at": time(20), "dates": [date(2027, 3, 23), date(2027, 3, 24)]},
            "80 au plus",
        ),
        ({"registration_until": date(2027, 2, 14)}, "14 jours"),
        ({"wishes_until": date(2027, 2, 27)}, "souhaits"),
        ({"wishes_until": date(2027, 3, 23)}, "première date"),
        ({"dates": [date(2028, 3, 23)]}, "douze mois"),
    ],
)
def test_what_a_day_lacks_keeps_it_from_being_sent(dated_data, values, words):
    day = drafted(**values)
    with pytest.raises(DomainError, match=words):
        actions.submit_day(day, by=day.author)


def test_moderators_are_told_and_the_organiser_reads_the_decision():
    moderator = UserFactory(moderator=True)
    day = submitted()
    assert kinds_told(moderator) == ["days.submitted"]
    day = actions.publish_day(day, by=moderator)
    assert (day.status, digest_of(day.secret)) == ("open", day.commitment)
    assert kinds_told(day.author) == ["days.opened"]
    entry = history_of(day).first()
    assert entry.verb == "day.opened" and day.secret not in str(entry.value.payload)


def test_a_day_comes_back_with_a_reason_and_is_sent_again(dated_data):
    day = submitted()
    with pytest.raises(DomainError):
        actions.return_day(day, by=UserFactory(moderator=True))
    day = actions.return_day(day, by=UserFactory(moderator=True), reason_key="journee_pratique")
    assert day.status == "returned" and "fauteuil roulant" in day.moderation_reason
    day = actions.submit_day(day, by=day.author)
    assert (day.status, day.moderation_reason) == ("submitted", "")


def test_nobody_decides_about_the_own_organisation():
    moderator = UserFactory(moderator=True)
    day = submitted()
    MembershipFactory(user=moderator, organisation=day.organiser)
    for decide in (actions.publish_day, actions.return_day):
        with pytest.raises(DomainError, match="propre organisation"):
            decide(day, by=moderator)


def test_a_day_is_taken_back_until_it_is_decided():
    day = submitted()
    assert actions.recall_day(day, by=day.author).status == "draft"
    with pytest.raises(DomainError):
        actions.recall_day(announced(), by=None)


def test_two_writers_read_both_versions():
    day = drafted()
    actions.change_day(day, by=day.author, version=1, **{**VALUES, "title": "Un"})
    with pytest.raises(Conflict):
        actions.change_day(day, by=day.author, version=1, **{**VALUES, "title": "Deux"})
    assert Day.objects.get().title == "Un"


def test_who_sends_reads_what_is_sent():
    day = drafted()
    actions.change_day(day, by=day.author, version=1, **{**VALUES, "title": "Un"})
    with pytest.raises(DomainError, match="relisez-la"):
        actions.submit_day(day, by=day.author, version=1)


def test_an_announced_day_changes_no_more():
    day = announced()
    with pytest.raises(DomainError, match="plus un brouillon"):
        actions.change_day(day, by=day.author, version=day.version, **VALUES)


def test_cancelling_says_why_in_public():
    day = announced()
    with pytest.raises(DomainError):
        actions.cancel_day(day, by=day.author, reason=" ")
    day = actions.cancel_day(day, by=day.author, reason="La halle est fermée.")
    assert (day.status, day.cancel_reason) == ("cancelled", "La halle est fermée.")


@pytest.mark.parametrize("act", ["change_day", "submit_day", "recall_day", "cancel_day"])
def test_another_organisation_writes_nothing(act):
    other = partner_user()
    day = {"recall_day": submitted, "cancel_day": announced}.get(act, drafted)()
    more = {"change_day": {"version": 1, **VALUES}, "cancel_day": {"reason": "Non."}}.get(act, {})
    with pytest.raises(DomainError, match="autre organisation"):
        getattr(actions, act)(day, by=other, **more)


def test_every_state_is_reached_and_the_last_ones_are_left_by_nobody():
    assert set(DAY_TRANSITIONS) == set(DayStatus)
    left = {source for sources in DAY_TRANSITIONS.values() for source in sources}
    assert set(DayStatus) - left == {DayStatus.OVER, DayStatus.CANCELLED}
