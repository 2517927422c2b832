"""The pages on which hours are opened, changed and closed."""

from datetime import date, time

import pytest

from grandest_portal.accounts.models import Department
from meetings.models import Opening, OpeningException
from meetings.openings.actions import add_exception, change_opening, close_opening
from tests.meetings.pages import logged_in, said, text, url
from tests.meetings.scenes import fresh, member, opened, pair

TYPED = {
    "host": "user:{me}",
    "rhythm": "weekly",
    "weekday": "1",
    "valid_from": "2027-02-01",
    "valid_until": "",
    "on": "",
    "opens_at": "09:00",
    "closes_at": "12:00",
    "zone": "Europe/Paris",
    "place_kind": "video",
    "place": "https://visio.example/salle",
    "length": "30",
    "buffer": "10",
    "notice": "48",
    "most_per_day": "6",
}


def typed(user, **changes):
    return {**TYPED, "host": f"user:{user.pk}", **changes}


def test_list_says_what_openings_are_for_when_there_is_none(agent):
    page = text(agent.get(url("openings")))
    assert "Aucune heure n'est ouverte" in page and url("opening_create") in page


def test_list_shows_open_and_closed_ones(both, agent):
    opened(both)
    close_opening(opened(both, weekday=4), by=both.agent)
    page = text(agent.get(url("openings")))
    assert "Chaque mercredi, de 9 h 00 à 11 h 00" in page and "Fermées" in page


def test_reader_reads_and_opens_nothing(both):
    opened(both)
    reader = logged_in(member(both.need.buyer, role="reader"))
    page = text(reader.get(url("openings")))
    assert "Chaque mercredi" in page and url("opening_create") not in page
    assert reader.get(url("opening_create")).status_code == 403


def test_form_suggests_what_the_parameters_say(agent):
    form = agent.get(url("opening_create")).context["form"]
    assert [form[name].value() for name in ("length", "buffer", "notice", "most_per_day")] == [30, 10, 48, 6]
    assert form["valid_from"].value() == date(2027, 2, 1)


def test_weekly_hours_are_opened(both, agent):
    response = agent.post(url("opening_create"), typed(both.agent))
    row = Opening.objects.get()
    assert response.url == url("opening", row.pk)
    assert said(response) == ["L'ouverture est créée : ses créneaux peuvent être demandés."]
    page = text(agent.get(response.url))
    assert "Chaque mardi, de 9 h 00 à 12 h 00" in page
    assert "mardi 9 février 2027 – 4 créneaux" in page


def test_single_date_of_a_department(both, agent):
    department = Department.objects.create(organisation=both.need.buyer.organisation, name="Eau")
    sent = typed(both.agent, host=f"department:{department.pk}", rhythm="once", on="2027-02-12")
    agent.post(url("opening_create"), sent)
    row = Opening.objects.get()
    assert (row.department, row.agent, row.weekday, row.on) == (department, None, None, date(2027, 2, 12))
    assert (row.valid_from, row.valid_until) == (row.on, row.on)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rhythm": ""}, "rhythm", "chaque semaine ou"),
        ({"weekday": ""}, "weekday", "jour de la semaine"),
        ({"valid_from": ""}, "valid_from", "à partir de quelle date"),
        ({"valid_from": "demain"}, "valid_from", "une date qui existe"),
        ({"rhythm": "once"}, "on", "Écrivez la date"),
        ({"opens_at": ""}, "opens_at", "heure de début"),
        ({"closes_at": "25:00"}, "closes_at", "une heure, par exemple"),
        ({"length": ""}, "length", "nombre entier"),
        ({"length": "-3"}, "length", "nombre entier"),
        ({"length": "600"}, "length", "5 à 120"),
        ({"place": "ici"}, "place", "https://"),
        ({"zone": "Asia/Tokyo"}, "zone", ""),
        ({"host": "user:99999999"}, "host", ""),
        ({"host": ""}, "host", "qui reçoit"),
    ],
)
def test_refusal_stands_beside_its_field_and_keeps_what_was_typed(both, agent, changes, field, words):
    response = agent.post(url("opening_create"), typed(both.agent, **changes))
    assert response.status_code == 422 and not Opening.objects.exists()
    assert words in " ".join(response.context["form"].errors[field])
    assert "<title>Erreur :" in text(response)


def test_form_sent_twice_opens_once(both, agent):
    token = "6d1f7e9a-4f0e-4a0f-9d9b-0d6f3f2f1c11"
    for _ in range(2):
        response = agent.post(url("opening_create"), typed(both.agent, form_token=token))
        assert response.status_code == 302
    assert Opening.objects.count() == 1


def test_change_is_stored_and_says_what_does_not_move(both, agent):
    row = opened(both)
    page = agent.get(url("opening_edit", row.pk))
    assert page.context["form"]["weekday"].value() == 2 and "host" not in page.context["form"].fields
    sent = typed(both.agent, version="1", weekday="3")
    response = agent.post(url("opening_edit", row.pk), sent)
    assert said(response) == ["L'ouverture est modifiée. Les rendez-vous déjà demandés ne bougent pas."]
    assert Opening.objects.get().weekday == 3


def test_two_who_change_at_once_read_both_versions(both, agent):
    row = opened(both)
    change_opening(row, by=both.colleague, version=1, closes_at=time(12, 30))
    response = agent.post(url("opening_edit", row.pk), typed(both.agent, version="1"))
    assert response.status_code == 409
    assert "Deux versions de ce texte" in text(response) and "12:30" in text(response)
    again = typed(both.agent, version=str(response.context["version"]))
    assert agent.post(url("opening_edit", row.pk), again).status_code == 302


def test_colleague_reads_and_another_organisation_finds_nothing(both, manager):
    row = opened(both)
    editor = logged_in(member(both.need.buyer, role="editor"))
    page = text(editor.get(url("opening", row.pk)))
    assert url("opening_edit", row.pk) not in page
    for name in ["opening_edit", "opening_close", "opening_exception"]:
        assert editor.get(url(name, row.pk)).status_code == 403
    assert manager.get(url("opening", row.pk)).status_code == 404


def test_special_days_are_added_and_taken_back(both, agent):
    row = opened(both)
    sent = {"kind": "closed", "on": "2027-02-10", "opens_at": "", "closes_at": ""}
    assert agent.post(url("opening_exception", row.pk), sent).status_code == 302
    page = text(agent.get(url("opening", row.pk)))
    assert "mercredi 10 février 2027 : fermé" in page and "mercredi 10 février 2027 – " not in page
    special = OpeningException.objects.get()
    response = agent.post(url("opening_exception_remove", row.pk, special.pk))
    assert said(response) == ["Le jour suit de nouveau la règle."]
    assert not OpeningException.objects.exists()
    assert agent.post(url("opening_exception_remove", row.pk, special.pk)).status_code == 404


def test_special_day_of_another_opening_is_not_found(both, agent):
    first, second = opened(both), opened(both, weekday=3)
    special = add_exception(second, by=both.agent, kind="closed", on=date(2027, 2, 11))
    assert agent.post(url("opening_exception_remove", first.pk, special.pk)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "kind"),
        ({"kind": "closed"}, "on"),
        ({"kind": "closed", "on": "2027-02-11"}, "on"),
        ({"kind": "extra", "on": "2027-02-11"}, "opens_at"),
    ],
)
def test_special_day_that_means_nothing_stays_on_its_page(both, agent, sent, field):
    response = agent.post(url("opening_exception", opened(both).pk), sent)
    assert response.status_code == 422 and field in response.context["form"].errors


def test_closing_asks_once_more(both, agent):
    row = opened(both)
    assert "ne se rouvre pas" in text(agent.get(url("opening_close", row.pk)))
    response = agent.post(url("opening_close", row.pk))
    assert response.url == url("openings")
    assert "Fermée" in text(agent.get(url("opening", row.pk)))
    for answer in [agent.post(url("opening_close", row.pk)), agent.get(url("opening_edit", row.pk))]:
        assert (answer.status_code, "est fermée" in text(answer)) == (409, True)


def test_choice_of_hosts_follows_the_role(both):
    editor = member(both.need.buyer, role="editor")
    department = Department.objects.create(organisation=both.need.buyer.organisation, name="Eau")
    Department.objects.create(organisation=both.need.buyer.organisation, name="Voirie")
    editor.memberships.update(department=department)
    form = logged_in(fresh(editor)).get(url("opening_create")).context["form"]
    labels = [str(label) for _value, label in form.fields["host"].choices]
    assert labels == ["Moi-même", "Service : Eau, la personne libre reçoit"]
    form = logged_in(both.agent).get(url("opening_create")).context["form"]
    assert len(form.fields["host"].choices) == 3 + 2


def test_texts_of_people_are_escaped(both, agent):
    row = opened(both, place_kind="on_site", place="<i>Salle</i>")
    for address in [url("opening", row.pk), url("openings"), url("opening_edit", row.pk)]:
        assert "<i>Salle" not in agent.get(address).content.decode()


def test_list_of_meetings_leads_to_the_openings(both, agent, manager):
    for client in (agent, manager):
        assert url("openings") in text(client.get(url("list")))


def test_department_that_was_closed_offers_no_slot(both):
    department = Department.objects.create(organisation=both.need.buyer.organisation, name="Eau")
    both.agent.memberships.update(department=department)
    row = opened(both, by=fresh(both.agent), department=department)
    assert "10 février 2027 – 4" in text(logged_in(both.agent).get(url("opening", row.pk)))
    both.agent.memberships.update(department=None)
    assert "Aucun créneau à venir" in text(logged_in(both.agent).get(url("opening", row.pk)))


def test_opening_of_another_pair_is_not_found(both, agent):
    stranger = pair()
    assert agent.get(url("opening", opened(stranger).pk)).status_code == 404
