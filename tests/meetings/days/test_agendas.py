"""What the people of a registered organisation read of a timetable, and what they never read."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from meetings.days import actions, registering
from meetings.days.agenda_lines import agenda_of, lines_for, pauses_of, rows_of
from meetings.models import DayAccess, DayMeeting, DayPerson, DayRefusal, DayWish
from tests.factories import MembershipFactory, UserFactory, company_user
from tests.meetings.days.agenda_scenes import buyer_of, company_of, planned_day
from tests.meetings.days.scenes import (
    OPEN_AT,
    OVER_AT,
    announced,
    buyer_in,
    closed_day,
    company_in,
    need_of,
    with_need,
    with_plan,
)
from tests.meetings.pages import logged_in, text
from tests.meetings.scenes import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def url(name, *args, **query):
    return reverse(f"days:{name}", args=args, query=query or None)


def user_of(registration):
    return registration.people.order_by("pk").first().user


def test_each_side_reads_the_other_with_the_needs_between_them(django_assert_max_num_queries):
    day, plan = planned_day()
    company, buyer = company_of(day), buyer_of(day)
    with django_assert_max_num_queries(9):
        lines = agenda_of(company, plan)
    assert [line.other for line in lines] == [buyer_of(day, 0), buyer_of(day, 1)]
    assert lines[0].hours == "de 9\u00a0h\u00a000 à 9\u00a0h\u00a020"
    assert lines[0].where == "table 1, Salle A"
    assert lines[0].needs == (need_of(buyer),)
    assert lines[0].people == (user_of(buyer),)
    assert [line.other for line in agenda_of(buyer, plan)] == [company_of(day, place) for place in range(3)]


def test_breaks_stand_between_meetings():
    day, plan = planned_day(companies=4)
    (date_rows,) = rows_of(day, agenda_of(buyer_of(day), plan))
    assert date_rows["legend"] == "mardi 23 mars 2027"
    assert [row["pause"] for row in date_rows["rows"]] == ["", "", "", "Pause", ""]


def test_dates_without_a_meeting_are_left_out():
    day, plan = planned_day(dates=[date(2027, 3, 23), date(2027, 3, 24)])
    assert [each["legend"] for each in rows_of(day, agenda_of(buyer_of(day), plan))] == ["mardi 23 mars 2027"]


def test_people_of_a_buyer_read_their_own_table(clock):

    day = announced()
    clock.move_to(OPEN_AT)
    agent = with_need()
    colleague = member(agent.memberships.get().organisation.buyer)
    buyer = buyer_in(day, agent, tables=2, people=[agent, colleague])
    for _each in range(2):
        company_in(day)
    registering.settle(day, OVER_AT)
    day.refresh_from_db()
    plan = with_plan(day)
    second = plan.meetings.order_by("slot").last()
    DayMeeting.objects.filter(pk=second.pk).update(buyer_table=2, table=2)
    lines = agenda_of(buyer, plan)
    own = {each.user: lines_for(each, lines) for each in buyer.people.all()}
    assert [len(own[agent]), len(own[colleague])] == [1, 1]
    assert agenda_of(second.company, plan)[0].people == (colleague,)
    page = text(logged_in(agent).get(url("agenda", day.pk, personne="toutes")))
    assert "notre équipe 2" in page


def test_who_is_away_at_that_hour_is_not_expected():
    day, plan = planned_day()
    company = company_of(day)
    other = member(company.organisation.company)
    away = DayPerson.objects.create(registration=company, user=other, absent=[0])
    assert lines_for(away, agenda_of(company, plan)) == agenda_of(company, plan)[1:]
    seen = [each for each in agenda_of(buyer_of(day), plan) if each.other == company]
    assert [line.people for line in seen] == [(user_of(company),)]
    DayPerson.objects.filter(pk=away.pk).update(absent=[])
    seen = [each for each in agenda_of(buyer_of(day), plan) if each.other == company]
    assert seen[0].people == (user_of(company), other)


def test_the_page_of_a_person():
    day, _plan = planned_day()
    company = company_of(day)
    page = text(logged_in(user_of(company)).get(url("agenda", day.pk)))
    for words in (
        "Mon agenda",
        "table 1, Salle A",
        str(buyer_of(day).organisation),
        str(need_of(buyer_of(day))),
        "2 rencontres",
        "Version 1 du planning",
    ):
        assert words in page
    others = [str(company_of(day, place).organisation) for place in (1, 2)]
    assert not any(name in page for name in others)


def test_readers_read_it_and_strangers_do_not():
    day, _plan = planned_day()
    company = company_of(day)
    reader = logged_in(MembershipFactory(organisation=company.organisation, role="reader").user)
    page = text(reader.get(url("agenda", day.pk)))
    assert "Agenda de notre organisation" in page and str(buyer_of(day).organisation) in page
    assert reader.get(url("agenda_ics", day.pk)).status_code == 404
    person = company.people.get()
    assert f"Agenda de {person.user}" in text(reader.get(url("agenda", day.pk, personne=person.pk)))
    stranger = logged_in(company_user())
    assert stranger.get(url("agenda", day.pk)).status_code == 404
    other = company_of(day, 1).people.get()
    assert reader.get(url("agenda", day.pk, personne=other.pk)).status_code == 404
    assert reader.get(url("agenda", day.pk, personne="9" * 30)).status_code == 404
    assert logged_in(UserFactory()).get(url("agenda", day.pk)).status_code == 403


def test_before_publication_a_sentence_says_when_it_comes():
    day = closed_day()
    company = company_of(day)
    client = logged_in(user_of(company))
    page = text(client.get(url("agenda", day.pk)))
    assert "après la fin des souhaits, le mercredi 10 mars 2027" in page and "<table" not in page
    assert client.get(url("agenda_ics", day.pk)).status_code == 404
    with_plan(day, status="draft")
    assert "<table" not in text(client.get(url("agenda", day.pk)))


def test_places_that_are_not_given_yet_are_said(clock):

    day = announced()
    clock.move_to(OPEN_AT)
    buyer_in(day)
    company = company_in(day)
    page = text(logged_in(user_of(company)).get(url("agenda", day.pk)))
    assert "Les places sont attribuées après le dimanche 28 février 2027" in page


def test_a_cancelled_day_shows_no_meeting():
    day, _plan = planned_day()
    actions.cancel_day(day, by=day.author, reason="La halle est fermée.")
    page = text(logged_in(user_of(company_of(day))).get(url("agenda", day.pk)))
    assert "La halle est fermée." in page and "<table" not in page


def test_private_things_of_the_other_side_change_nothing():
    """Wishes, refusals and needs of access of others, before and after: the same page to the letter."""
    day, _plan = planned_day()
    company, buyer = company_of(day), buyer_of(day)
    client = logged_in(user_of(company))
    before = text(client.get(url("agenda", day.pk))).split("<main")[1]
    DayWish.objects.create(giver=buyer, taker=company, weight=1)
    DayRefusal.objects.create(giver=buyer_of(day, 1), taker=company)
    DayAccess.objects.create(person=buyer.people.get(), kinds=["sign"], words="Interprète au fond")
    assert text(client.get(url("agenda", day.pk))).split("<main")[1] == before


def test_a_break_at_an_hour_that_the_clocks_skip_breaks_no_page():
    day, plan = planned_day(
        dates=[date(2027, 3, 28)], breaks=[("Nuit", time(2, 15), time(2, 45))], opens_at=time(9)
    )
    (pause,) = pauses_of(day)
    assert pause.starts_at == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert len(rows_of(day, agenda_of(buyer_of(day), plan))[0]["rows"]) == 3
