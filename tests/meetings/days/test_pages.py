"""The pages of meeting days: what everybody reads, what only some read, what a form brings back."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.days import actions, registering
from meetings.models import Day
from tests.factories import MembershipFactory, UserFactory, company_user, partner_user
from tests.meetings.days.scenes import (
    OPEN_AT,
    OVER_AT,
    announced,
    buyer_in,
    company_in,
    drafted,
    submitted,
)
from tests.meetings.pages import logged_in, said, text
from tests.meetings.scenes import member

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Journée des réseaux",
    "date_2": "2027-03-23",
    "break_1_label": "Déjeuner",
    "break_1_from": "12:00",
    "break_1_to": "13:30",
    "room_2_name": "Mezzanine",
    "room_2_tables": "4",
    "room_2_step_free": "on",
    "criterion": "draw",
}


def url(name, *args):
    return reverse(f"days:{name}", args=args)


@pytest.fixture
def open_day(clock):
    made = announced(companies_most=1)
    clock.move_to(OPEN_AT)
    buyer_in(made)
    return made


def test_the_public_list_shows_announced_days_alone():
    day = announced()
    drafted(title="Brouillon secret")
    submitted(title="En relecture secrète")
    page = text(Client().get(url("list")))
    assert str(day) in page and "secr" not in page


def test_an_empty_list_leads_to_the_needs():
    assert reverse("needs:list") in text(Client().get(url("list")))


def test_the_public_page_says_how_to_come_and_how_places_are_given():
    day = announced()
    page = text(Client().get(url("detail", day.pk)))
    for words in ("mardi 23 mars 2027", "8 créneaux de 20 minutes", "Entrée de plain-pied", "tables 1 à 2"):
        assert words in page
    assert url("places", day.pk) in page and day.secret not in page


def test_a_draft_is_made_from_the_form_and_read_again():
    user = partner_user()
    client = logged_in(user)
    response = client.post(url("create"), TYPED)
    day = Day.objects.get()
    assert response.url == url("submit", day.pk)
    assert list(day.rooms.values_list("name", "tables", "step_free")) == [("Mezzanine", 4, True)]
    page = text(client.get(response.url))
    assert "Il manque" in page and "Envoyer à la modération" not in page
    form = client.get(url("edit", day.pk)).context["form"]
    assert form["date_1"].value().isoformat() == "2027-03-23"
    assert (len(form.date_lines()), len(form.break_lines()), len(form.room_lines())) == (3, 3, 3)


def test_a_line_half_written_is_asked():
    response = logged_in(partner_user()).post(url("create"), {**TYPED, "room_1_tables": "3"})
    assert response.status_code == 422
    assert "Complétez cette ligne" in text(response) and not Day.objects.exists()


def test_sent_from_the_page_it_leaves_the_drafts():
    day = drafted()
    client = logged_in(day.author)
    assert client.post(url("submit", day.pk), {"version": "7"}).status_code == 409
    client.post(url("submit", day.pk), {"version": "1"})
    day.refresh_from_db()
    assert day.status == "submitted"
    assert client.post(url("recall", day.pk)).status_code == 302


def test_two_writers_read_both_texts():
    day = drafted()
    client = logged_in(day.author)
    client.post(url("edit", day.pk), {**TYPED, "version": "1"})
    response = client.post(url("edit", day.pk), {**TYPED, "title": "Autre", "version": "1"})
    assert response.status_code == 409 and "Journée des réseaux" in text(response)


def test_the_organiser_alone_reads_why_it_came_back():
    day = actions.return_day(submitted(), by=UserFactory(moderator=True), reason="Précisez l'accès.")
    assert "Précisez l'accès." in text(logged_in(day.author).get(url("detail", day.pk)))
    assert Client().get(url("detail", day.pk)).status_code == 404


def test_moderators_announce_from_their_desk():
    day = submitted()
    moderator = logged_in(UserFactory(moderator=True))
    page = text(moderator.get(reverse("admin:meetings_day_change", args=[day.pk])))
    assert "Annoncer" in page and "8 créneaux" in page
    decide = reverse("admin:meetings_day_decide", args=[day.pk, "publish"])
    moderator.post(decide, {"confirm": "1", "version": day.version})
    day.refresh_from_db()
    assert day.status == "open"


def test_a_company_registers_from_the_page(open_day):
    manager = company_user()
    client = logged_in(manager)
    form = client.get(url("registration", open_day.pk)).context["form"]
    need = form["needs"].field.choices[0][0]
    typed = {"people": [manager.pk], "needs": [need], "languages": ["fr"]}
    response = client.post(url("registration", open_day.pk), typed)
    assert response.status_code == 302 and said(response) == ["L'inscription est enregistrée."]
    page = text(client.get(response.url))
    assert "Notre inscription" in page and "attribuée après le" in page
    assert "Voir notre inscription" in text(client.get(url("detail", open_day.pk)))


def test_nothing_ticked_is_said(open_day):
    response = logged_in(company_user()).post(url("registration", open_day.pk), {"languages": ["fr"]})
    assert response.status_code == 422
    page = text(response)
    assert "Cochez au moins une personne." in page and "Cochez au moins un besoin." in page


def test_after_the_window_the_page_holds_no_form(open_day, clock):
    clock.move_to(OVER_AT)
    client = logged_in(company_user())
    assert "<form method" not in text(client.get(url("registration", open_day.pk))).split("<main")[1]
    assert client.post(url("registration", open_day.pk), {}).status_code == 422


def test_absences_are_ticked_by_slot(open_day):
    manager = company_user()
    person = company_in(open_day, manager).people.get()
    client = logged_in(manager)
    client.post(url("absences", open_day.pk, person.pk), {"on_2027-03-23": ["0", "2"]})
    person.refresh_from_db()
    assert person.absent == [0, 2]
    assert "Absence sur 2 créneaux" in text(client.get(url("registration", open_day.pk)))


def test_needs_of_access_are_read_by_the_organiser_alone(open_day):
    manager = company_user()
    company = manager.memberships.get().organisation.company
    colleague = member(company)
    company_in(open_day, manager, people=[manager, colleague])
    typed = {"kinds": ["sign"], "words": "Interprète le matin"}
    assert logged_in(manager).post(url("access", open_day.pk), typed).status_code == 302
    secret = "Interprète le matin"
    participants = url("participants", open_day.pk)
    assert secret in text(logged_in(open_day.author).get(participants))
    reader = MembershipFactory(organisation=open_day.organiser, role="reader").user
    assert secret not in text(logged_in(reader).get(participants))
    for user in (colleague, UserFactory(moderator=True), UserFactory(admin=True)):
        client = logged_in(user)
        assert client.get(participants).status_code == 403
        assert secret not in text(client.get(url("detail", open_day.pk)))
    assert secret not in text(logged_in(colleague).get(url("access", open_day.pk)))


def test_the_order_is_shown_with_its_seed_and_without_names(open_day):
    made = [company_in(open_day) for _number in range(2)]
    before = text(Client().get(url("places", open_day.pk)))
    assert open_day.commitment in before and open_day.secret not in before
    registering.settle(open_day, OVER_AT)
    after = text(Client().get(url("places", open_day.pk)))
    assert open_day.secret in after and all(each.reference in after for each in made)
    assert not any(str(each.organisation) in after for each in made)


def test_a_registration_is_left_from_its_page(open_day):
    manager = company_user()
    registration = company_in(open_day, manager)
    client = logged_in(manager)
    assert "de nouveau" in text(client.get(url("withdraw", open_day.pk)))
    client.post(url("withdraw", open_day.pk))
    registration.refresh_from_db()
    assert registration.status == "withdrawn"
    assert client.get(url("withdraw", open_day.pk)).status_code == 404


def test_cancelling_from_the_page(open_day):
    client = logged_in(open_day.author)
    assert client.post(url("cancel", open_day.pk), {"reason": ""}).status_code == 422
    client.post(url("cancel", open_day.pk), {"reason": "La halle est fermée."})
    assert "La halle est fermée." in text(Client().get(url("detail", open_day.pk)))
