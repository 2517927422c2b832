"""What became of each meeting: who may say it, when, who contests, who reads it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from meetings.days import outcomes
from meetings.days.plan_enums import Outcome
from meetings.models import Day, DayPair
from tests.factories import MembershipFactory
from tests.meetings.days.desk_scenes import EVENING, MORNING, SECOND_SLOT, planned_day, sides_of
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def day(clock):
    made, _plan = planned_day(buyers=2, companies=3)
    Day.objects.filter(pk=made.pk).update(status="running")
    made.refresh_from_db()
    clock.move_to(SECOND_SLOT)
    return made


@pytest.fixture
def meeting(day):
    """The first buyer and the first company, at the first slot."""
    return outcomes.published_meetings(day).get(slot=0, table=1)


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def speaker(registration):
    return registration.people.get().user


def fresh(pair):
    return DayPair.objects.get(pk=pair.pk)


def test_the_organiser_notes_changes_and_takes_back(day, meeting):
    for outcome in (Outcome.HELD, Outcome.COMPANY_ABSENT, Outcome.PLANNED):
        outcomes.mark(meeting.pair, outcome, by=day.author, as_organiser=True)
        assert fresh(meeting.pair).outcome == outcome
    assert fresh(meeting.pair).marked_at is None
    assert [each.verb for each in history_of(meeting.pair)] == ["pair.marked"] * 3


def test_either_side_notes_its_own_meeting_and_may_change_its_mind(day, meeting):
    company = speaker(meeting.company)
    outcomes.mark(meeting.pair, Outcome.BUYER_ABSENT, by=company)
    outcomes.mark(meeting.pair, Outcome.HELD, by=company)
    pair = fresh(meeting.pair)
    assert (pair.outcome, pair.mark.said_by, pair.mark.author) == ("held", "company", company)


def test_the_other_side_contests_in_one_sentence_and_does_not_overwrite(day, meeting):
    buyer, company = speaker(meeting.buyer), speaker(meeting.company)
    outcomes.mark(meeting.pair, Outcome.COMPANY_ABSENT, by=buyer)
    with pytest.raises(DomainError, match="contestez-la en une phrase"):
        outcomes.mark(meeting.pair, Outcome.HELD, by=company)
    outcomes.contest(meeting.pair, "Nous étions à la table 1 dès 9 h.", by=company)
    with pytest.raises(DomainError, match="déjà contesté"):
        outcomes.contest(meeting.pair, "Encore.", by=company)
    with pytest.raises(DomainError, match="rien à contester"):
        outcomes.contest(meeting.pair, "De moi-même.", by=buyer)
    page = text(logged_in(day.author).get(url("outcomes", day.pk), {"creneau": "0"}))
    assert "Entreprise conteste : « Nous étions à la table 1 dès 9 h. »" in page
    assert "Nous étions" not in text(logged_in(buyer).get(url("our_meetings", day.pk)))
    outcomes.mark(meeting.pair, Outcome.HELD, by=day.author, as_organiser=True)
    assert fresh(meeting.pair).outcome == "held"


def test_nothing_is_said_before_it_begins_nor_long_after(day, clock):
    later = outcomes.published_meetings(day).filter(slot=2).first()
    with pytest.raises(DomainError, match="n'a pas commencé"):
        outcomes.mark(later.pair, Outcome.HELD, by=day.author, as_organiser=True)
    clock.move_to(EVENING)
    outcomes.mark(later.pair, Outcome.HELD, by=speaker(later.buyer))
    clock.move_to(EVENING.replace(day=31))
    with pytest.raises(DomainError, match="ou plus"):
        outcomes.mark(later.pair, Outcome.BUYER_ABSENT, by=speaker(later.buyer))


def test_who_is_not_of_the_meeting_says_nothing(day, meeting):
    _buyers, companies = sides_of(day)
    other = speaker(next(each for each in companies if each.pk != meeting.company_id))
    reader = MembershipFactory(organisation=meeting.company.organisation, role="reader").user
    for user in (other, reader):
        with pytest.raises(DomainError, match="autres organisations"):
            outcomes.mark(meeting.pair, Outcome.HELD, by=user)
        with pytest.raises(DomainError, match="autres organisations"):
            outcomes.mark(meeting.pair, Outcome.HELD, by=user, as_organiser=True)
    posted = {"outcome": "held"}
    assert logged_in(other).post(url("our_mark", day.pk, meeting.pair_id), posted).status_code == 404
    assert logged_in(reader).post(url("our_mark", day.pk, meeting.pair_id), posted).status_code == 403
    assert logged_in(other).post(url("outcome_mark", day.pk, meeting.pair_id), posted).status_code == 403
    assert logged_in(other).get(url("contest", day.pk, meeting.pair_id)).status_code == 404


def test_a_side_cannot_take_back_or_invent(day, meeting):
    for outcome in (Outcome.PLANNED, Outcome.DROPPED):
        with pytest.raises(DomainError, match="Choisissez"):
            outcomes.mark(meeting.pair, outcome, by=speaker(meeting.buyer))
    client = logged_in(speaker(meeting.buyer))
    assert client.post(url("our_mark", day.pk, meeting.pair_id), {"outcome": "x"}).status_code == 409


def test_pressed_from_the_pages(day, meeting):
    client = logged_in(day.author)
    page = text(client.get(url("outcomes", day.pk)))
    assert "9 h 20</strong>" in page and "?creneau=0" in page and "Acheteur absent" in page
    answer = client.post(url("outcome_mark", day.pk, meeting.pair_id), {"outcome": "company", "creneau": "0"})
    assert answer.url == f"{url('outcomes', day.pk)}?creneau=0#r{meeting.pair_id}"
    own = logged_in(speaker(meeting.company))
    listed = text(own.get(url("our_meetings", day.pk)))
    assert "Entreprise absente" in listed and "Contester en une phrase" in listed
    own.post(url("contest", day.pk, meeting.pair_id), {"words": "Nous étions là."})
    assert "Vous avez contesté : « Nous étions là. »" in text(own.get(url("our_meetings", day.pk)))


def test_no_absence_is_public(day, meeting):
    def pages():
        found = [Client().get(url("detail", day.pk)), Client().get(url("list"))]
        _buyers, companies = sides_of(day)
        other = logged_in(speaker(companies[-1]))
        found.append(other.get(url("our_meetings", day.pk)))
        return [TOKEN.sub("", text(each).split("<main")[1]) for each in found]

    before = pages()
    outcomes.mark(meeting.pair, Outcome.COMPANY_ABSENT, by=day.author, as_organiser=True)
    assert pages() == before


def test_before_the_first_slot_the_page_waits(day, clock):
    clock.move_to(MORNING)
    assert "Aucun créneau n'a commencé" in text(logged_in(day.author).get(url("outcomes", day.pk)))
