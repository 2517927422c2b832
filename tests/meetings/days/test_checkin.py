"""Arrivals: who may note them, when, found by a name or by a code that gives nothing away."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from meetings.days import checkin
from meetings.days.desk_lists import awaited, counts_of
from meetings.enums import MeetingSide
from meetings.models import DayArrival
from tests.factories import MembershipFactory, buyer_user
from tests.meetings.days.desk_scenes import DAY_BEFORE, EVENING, MORNING, person_in, planned_day
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def day(clock):
    made, _plan = planned_day(buyers=1, companies=2)
    clock.move_to(MORNING)
    return made


@pytest.fixture
def someone(day):
    person = person_in(day.registrations.of_side(MeetingSide.COMPANY).order_by("pk").first())
    person.user.full_name = "Zoé Hélène Müller"
    person.user.save()
    organisation = person.registration.organisation
    organisation.name = "Éclairs & Cœurs fictifs"
    organisation.save()
    return person


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def press(client, day, person, name="check_in", **data):
    return client.post(url(name, day.pk, person.pk), data)


def test_one_press_notes_an_arrival_and_another_takes_it_back(day, someone):
    client = logged_in(day.author)
    response = press(client, day, someone, q="zoe", etat="attendus")
    assert response.url == f"{url('desk', day.pk)}?q=zoe&etat=attendus#p{someone.pk}"
    page = text(client.get(url("desk", day.pk)))
    assert "Arrivée à 8 h 30" in page and "<strong>1</strong> personne arrivée sur 3" in page
    press(client, day, someone)
    assert DayArrival.objects.count() == 1
    press(client, day, someone, "check_in_undo")
    press(client, day, someone, "check_in_undo")
    assert not DayArrival.objects.exists()
    verbs = [entry.verb for entry in history_of(someone.registration)]
    assert verbs[:2] == ["desk.arrival_undone", "desk.arrived"] and verbs.count("desk.arrived") == 1


@pytest.mark.parametrize("words", ["zoe", "ZOÉ", "muller", "eclairs", "Coeurs zoé", "hélène eclairs"])
def test_a_search_knows_no_accents(day, someone, words):
    assert [each.pk for each in awaited(day, None, words)] == [someone.pk]


def test_lists_of_those_who_are_there_and_of_the_others(day, someone):
    checkin.check_in(someone, by=day.author)
    on = checkin.date_at(day, DAY_BEFORE.replace(day=23))
    assert [each.pk for each in awaited(day, on, state="arrives")] == [someone.pk]
    others = [each.pk for each in awaited(day, on, state="attendus")]
    assert len(others) == 2 and someone.pk not in others
    assert counts_of(day, on) == (3, 1)


def test_not_on_another_day(day, someone, clock):
    clock.move_to(DAY_BEFORE)
    client = logged_in(day.author)
    response = press(client, day, someone)
    assert response.status_code == 409 and "le jour même : mardi 23 mars 2027" in text(response)
    assert "qui est attendu" in text(client.get(url("desk", day.pk)))


def test_who_does_not_hold_the_day_notes_nothing(day, someone):
    organisation = day.organiser
    reader = MembershipFactory(organisation=organisation, role="reader").user
    for user in (reader, someone.user, buyer_user()):
        assert press(logged_in(user), day, someone).status_code == 403
        with pytest.raises(DomainError, match="tenu par l'organisateur"):
            checkin.check_in(someone, by=user)
    assert logged_in(reader).get(url("desk", day.pk)).status_code == 200
    assert logged_in(someone.user).get(url("desk", day.pk)).status_code == 403
    assert not DayArrival.objects.exists()


def test_once_the_day_is_over_nothing_is_noted(day, someone, clock):
    type(day).objects.filter(pk=day.pk).update(status="over")
    clock.move_to(EVENING)
    with pytest.raises(DomainError):
        checkin.check_in(someone, by=day.author)
    assert "Arrivée</button>" not in text(logged_in(day.author).get(url("desk", day.pk)))


def test_the_code_opens_a_page_where_reading_notes_nothing(day, someone):
    code = checkin.code_of(someone)
    client, page = logged_in(day.author), url("arrival", code)
    shown = text(client.get(page))
    assert "Zoé Hélène Müller" in shown and "Pas encore arrivée" in shown
    client.head(page)
    assert not DayArrival.objects.exists()
    assert client.post(page).url == page
    assert DayArrival.objects.get().noted_by == day.author
    assert "Arrivée à 8 h 30" in text(client.get(page))
    client.post(page, {"undo": "1"})
    assert not DayArrival.objects.exists()


def test_the_code_gives_nothing_to_others(day, someone):
    page = url("arrival", checkin.code_of(someone))
    assert "/connexion" in Client().get(page).url
    for user in (someone.user, buyer_user()):
        client = logged_in(user)
        answers = client.get(page), client.post(page)
        assert [each.status_code for each in answers] == [403, 403]
        assert "Müller" not in text(answers[0]) or user == someone.user
    assert not DayArrival.objects.exists()


def test_a_code_cannot_be_made_up_nor_passed_on_to_somebody_else(day, someone):
    client, code = logged_in(day.author), checkin.code_of(someone)
    other = checkin.expected().exclude(pk=someone.pk).order_by("pk").first()
    forged = f"{other.pk}~{code.split('~')[1]}"
    for wrong in (str(someone.pk), f"{someone.pk}~", forged, code[:-1], "x~y"):
        assert client.get(url("arrival", wrong)).status_code == 404
    assert re.fullmatch(rf"{someone.pk}~[\w-]{{43}}", code)
    assert someone.user.email.split("@")[0] not in checkin.address_of(someone)


def test_each_sees_their_own_code_alone(day, someone):
    page = text(logged_in(someone.user).get(url("own_code", day.pk)))
    assert checkin.qr_image(checkin.address_of(someone)) in page
    assert logged_in(day.author).get(url("own_code", day.pk)).status_code == 404


def test_the_list_asks_as_many_queries_for_many_people(day, django_assert_max_num_queries):
    client = logged_in(day.author)
    client.get(url("desk", day.pk))
    with django_assert_max_num_queries(25):
        client.get(url("desk", day.pk))
