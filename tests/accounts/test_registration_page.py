"""« SIRET fills the form »: the number, what the directory says, and the form that always works by hand."""

import time

import pytest
from django.urls import reverse

from grandest_portal.accounts.actions import register_organisation
from grandest_portal.accounts.models import DirectoryRecord, Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.models import AuditValue, Job
from grandest_portal.reference.models import Parameter
from tests.accounts import directory_server as server_that
from tests.accounts.directory_server import REAL, SIRET, real_with, says
from tests.factories import OrganisationFactory, UserFactory

BUYERS, COMPANIES = "/acheteurs/inscription/", "/entreprises/inscription/"
NUMBER = {"country": "FR", "identifier_kind": "siret", "identifier": "510 761 505 00013"}
TYPED = NUMBER | {
    "name": "Nom écrit à la main",
    "street": "1 rue écrite",
    "postal_code": "54000",
    "city": "Ville écrite",
    "website": "",
    "position": "Cheffe des achats",
    "kind": "commune",
}
CALM = (
    "L&#x27;annuaire des entreprises ne répond pas pour le moment : remplissez le formulaire vous-même, "
    "une personne vérifiera ensuite."
)


@pytest.fixture
def person(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


def search(client, url=BUYERS, **typed):
    return client.post(url, NUMBER | typed | {"step": "search"})


def shown(response):
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def text(response):
    return response.content.decode()


def test_without_a_directory_the_whole_form_comes_at_once(client, person):
    page = client.get(BUYERS)
    assert "name" in shown(page) and "Chercher" not in text(page)


@pytest.mark.parametrize("url", [BUYERS, COMPANIES])
def test_first_page_asks_for_the_number_alone(client, person, directory, url):
    page = client.get(url)
    assert shown(page) == {"country": "FR", "identifier_kind": "siret", "identifier": None}
    assert "Saisir à la main" in text(page)
    assert directory.calls == []


def test_search_fills_the_form_and_names_source_and_date(client, person, directory):
    page = search(client)
    assert (page.status_code, {name: value for name, value in shown(page).items() if value}) == (
        200,
        {
            "country": "FR",
            "identifier_kind": "siret",
            "identifier": SIRET,
            "name": "CARREFOUR",
            "street": "15 AVENUE DES ECOLES",
            "postal_code": "06110",
            "city": "LE CANNET",
        },
    )
    words = text(page)
    assert "Source : Annuaire des entreprises (recherche-entreprises.api.gouv.fr), le " in words
    assert "9900 Autre personne morale de droit privé" in words and "68.32A" in words
    assert "Pas de salarié" in words and "1 janvier 2009" in words and "en activité" in words
    assert Organisation.objects.count() == 0


def test_search_of_a_company_fills_its_own_fields(client, person, directory):
    directory.answer = says(real_with({"nature_juridique": "5710", "tranche_effectif_salarie": "12"}))
    found = shown(search(client, COMPANIES))
    assert (found["legal_form"], found["headcount"]) == ("SAS, société par actions simplifiée", "10-49")


def test_what_the_directory_filled_is_corrected_by_the_person(client, person, directory):
    search(client)
    client.post(BUYERS, TYPED)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.city, organisation.identifier) == (
        "Nom écrit à la main",
        "Ville écrite",
        SIRET,
    )


def test_second_search_keeps_what_the_directory_does_not_know(client, person, directory):
    found = shown(search(client, **{name: value for name, value in TYPED.items() if name not in NUMBER}))
    assert (found["name"], found["position"], found["kind"]) == ("CARREFOUR", "Cheffe des achats", "commune")


def test_closed_establishment_is_said_and_stops_nobody(client, person, directory):
    directory.answer = says(real_with({}, {"etat_administratif": "F", "date_fermeture": "2024-03-03"}))
    page = search(client)
    assert "cet établissement est fermé le 3 mars 2024" in text(page)
    assert client.post(BUYERS, TYPED).status_code == 302


def test_withheld_data_leave_fields_to_fill(client, person, directory):
    directory.answer = says(
        real_with({"nom_complet": "[ND]", "nom_raison_sociale": "[ND]", "statut_diffusion": "P"})
    )
    page = search(client)
    assert shown(page).get("name") is None
    assert "Toutes les données de cet établissement ne sont pas publiques" in text(page)


FAULTS = {
    "slow": server_that.is_slow,
    "drip": server_that.drips,
    "redirect": server_that.redirects,
    "endless": server_that.streams(False),
    "500": lambda handler: server_that.send(handler, 500),
    "429": lambda handler: server_that.send(handler, 429, Retry_After="30"),
    "invalid": lambda handler: server_that.send(handler, body=b"{"),
    "wrong types": says({"results": [{"siren": SIRET[:9], "siege": 4}]}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_registration_goes_on_by_hand_whatever_the_directory_does(client, person, directory, fault):
    client.get(BUYERS)
    directory.answer = fault
    begun = time.monotonic()
    page = search(client, **TYPED)
    assert time.monotonic() - begun < 3.5
    assert (page.status_code, text(page).count(CALM)) == (200, 1)
    assert shown(page) == TYPED | {"identifier": SIRET}
    assert client.post(BUYERS, TYPED).status_code == 302
    assert Organisation.objects.get().name == "Nom écrit à la main"


def test_closed_port_is_said_calmly(client, person, directory, settings):
    directory.server_close()
    assert CALM in text(search(client))


def test_unknown_number_is_said(client, person, directory):
    directory.answer = says({"results": []})
    assert "L&#x27;annuaire ne connaît pas ce SIRET" in text(search(client))


def test_too_many_searches_leave_the_form(client, person, directory):
    Parameter.objects.filter(key="directory_searches_per_hour").update(value=1)
    search(client)
    page = search(client)
    assert "Vous avez fait beaucoup de recherches" in text(page) and "name" in shown(page)


def test_wrong_number_stays_on_the_first_page(client, person, directory):
    page = search(client, identifier="51076150500014")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["identifier"])
    assert set(shown(page)) == set(NUMBER) and directory.calls == []


def test_wrong_number_on_the_whole_form_loses_nothing(client, person, directory):
    page = search(client, **TYPED | {"identifier": "51076150500014", "position": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["identifier"])
    assert shown(page)["name"] == "Nom écrit à la main"


def test_foreign_number_calls_nobody(client, person, directory):
    page = search(client, country="DE", identifier_kind="vat", identifier="DE136695976")
    assert "L&#x27;annuaire ne connaît que les établissements français" in text(page)
    assert (shown(page)["identifier"], directory.calls) == ("DE136695976", [])


def test_manual_entry_keeps_the_number_and_calls_nobody(client, person, directory):
    page = client.post(BUYERS, NUMBER | {"step": "manual"})
    assert (page.status_code, shown(page)["identifier"]) == (200, NUMBER["identifier"])
    assert directory.calls == []


@pytest.mark.parametrize("step", ["search", "manual", "\x00", "x" * 5000])
@pytest.mark.parametrize("value", ["\x00", "x" * 10_000, "9" * 10_000, "<script>"])
def test_any_typing_is_answered(client, person, directory, step, value):
    response = client.post(BUYERS, dict.fromkeys(TYPED, value) | {"step": step})
    assert response.status_code in {200, 422}
    assert "<script>" not in text(response)


def test_refused_form_still_shows_what_the_directory_said(client, person, directory):
    search(client)
    page = client.post(BUYERS, TYPED | {"position": ""})
    assert (page.status_code, "Ce que dit l'annuaire" in text(page), len(directory.calls)) == (
        422,
        True,
        1,
    )


def propose(client, user, **fields):
    """What a log-in through ProConnect keeps in the session."""
    session = client.session
    session["proconnect_login"] = {
        "person": user.pk,
        "id_token": "",
        "siret": "",
        "organisation": "",
        **fields,
    }
    session.save()


def test_proposal_of_the_log_in_fills_the_first_page_then_the_name(client, person, directory):
    propose(client, person, siret=SIRET, organisation="Ville proposée")
    assert shown(client.get(BUYERS)) == {"country": "FR", "identifier_kind": "siret", "identifier": SIRET}
    directory.answer = FAULTS["500"]
    assert shown(search(client))["name"] == "Ville proposée"


@pytest.mark.parametrize("fields", [{}, {"person": 0, "siret": SIRET}], ids=["no SIRET", "somebody else's"])
def test_other_proposal_is_ignored(client, person, fields):
    propose(client, person, **fields)
    assert shown(client.get(BUYERS))["identifier"] is None


def register(user, **changes):
    data = {name: TYPED[name] for name in TYPED if name not in {"position", "kind"}} | {"identifier": SIRET}
    return register_organisation(user, data=data | changes, position="Cheffe", by=user)


def test_directory_is_asked_again_after_registration_for_the_moderator(person, directory, run_jobs):
    directory.answer = FAULTS["500"]
    organisation = register(person).organisation
    run_jobs()
    assert not DirectoryRecord.objects.exists()
    directory.answer = says(REAL)
    Job.objects.filter(name="accounts.look_up_organisation").update(run_at="2020-01-01T00:00Z")
    run_jobs()
    record = DirectoryRecord.objects.get()
    assert (record.organisation, record.outcome, record.name, record.source) == (
        organisation,
        "found",
        "CARREFOUR",
        directory.url,
    )
    assert "organisation.found" in [entry.verb for entry in history_of(organisation)]


def test_unknown_number_is_kept_as_unknown(person, directory, run_jobs):
    directory.answer = says({"results": []})
    register(person)
    run_jobs()
    assert (DirectoryRecord.objects.get().outcome, DirectoryRecord.objects.get().name) == ("unknown", "")


def test_sole_trader_keeps_no_street_and_leaves_no_word_elsewhere(person, directory, run_jobs):
    directory.answer = says(
        real_with({"nature_juridique": "1000", "nom_raison_sociale": None, "nom_complet": "CANARI JEANNE"})
    )
    organisation = register(person).organisation
    run_jobs()
    record = DirectoryRecord.objects.get()
    assert (record.name, record.street) == ("CANARI JEANNE", "")
    assert "CANARI" not in str(list(AuditValue.objects.values_list("payload", flat=True)))
    organisation.memberships.all().delete()
    organisation.delete()
    assert not DirectoryRecord.objects.exists()


@pytest.mark.parametrize("configured", [True, False])
def test_only_a_siret_and_a_directory_make_a_job(person, directory, settings, configured):
    if not configured:
        settings.DIRECTORY_URL = ""
    foreign = {"country": "DE", "identifier_kind": "vat", "identifier": "DE136695976"}
    register(person, **(foreign if configured else {}))
    assert not Job.objects.filter(name="accounts.look_up_organisation").exists()


def test_moderator_asks_again_for_those_with_a_siret(client, directory):
    client.force_login(UserFactory(moderator=True))
    french = OrganisationFactory(country="FR", identifier_kind="siret", identifier=SIRET)
    chosen = [french.pk, OrganisationFactory().pk]
    client.post(
        reverse("admin:accounts_organisation_changelist"),
        {"action": "ask_directory_again", "_selected_action": chosen},
    )
    jobs = Job.objects.filter(name="accounts.look_up_organisation")
    assert [job.args for job in jobs] == [[french.pk]]
