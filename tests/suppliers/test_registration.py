"""Registering a company: created with its role in one transaction, or joined; the page says which."""

import pytest
from django.urls import reverse

from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from suppliers.actions import register_company
from suppliers.models import Company
from tests.factories import (
    PASSWORD,
    CompanyFactory,
    MembershipFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    UserFactory,
    company_user,
)

pytestmark = pytest.mark.django_db

SIRET = "73282932000074"
URL = "/entreprises/inscription/"


def data(**changes):
    return {
        "name": "Écoute Capteurs",
        "country": "FR",
        "identifier_kind": "siret",
        "identifier": SIRET,
        "street": "1 rue du Test",
        "postal_code": "69001",
        "city": "Lyon",
        "website": "",
    } | changes


def typed(**changes):
    return (
        data()
        | {"position": "Gérante", "legal_form": "SAS", "headcount": "0-9", "presentation": "Des capteurs."}
        | changes
    )


def organisation(**fields):
    return OrganisationFactory(country="FR", identifier_kind="siret", identifier=SIRET, **fields)


def register(user, **changes):
    return register_company(
        user,
        data=data(),
        position="Gérante",
        company_data={"presentation": "Des capteurs."} | changes,
        by=user,
    )


def test_register_makes_organisation_role_and_request():
    user = UserFactory()
    membership = register(user)
    company = Company.objects.get()
    assert (company.organisation, company.presentation) == (membership.organisation, "Des capteurs.")
    assert (membership.status, membership.role, membership.position) == (
        "requested",
        "administrator",
        "Gérante",
    )
    assert [entry.verb for entry in history_of(company)] == ["company.created"]
    assert list(Job.objects.values_list("name", flat=True)) == ["notifications.membership_requested"]


def test_register_joins_a_company_and_leaves_its_words():
    company = CompanyFactory(organisation=organisation(name="Déjà là"), presentation="Avant")
    MembershipFactory(organisation=company.organisation)
    membership = register(UserFactory())
    company.refresh_from_db()
    assert (membership.organisation, membership.role) == (company.organisation, "editor")
    assert (company.presentation, company.organisation.name) == ("Avant", "Déjà là")


def test_register_replaces_the_words_of_a_refused_person():
    company = CompanyFactory(organisation=organisation(name="Faux nom"), presentation="Faux")
    MembershipFactory(organisation=company.organisation, status=MembershipStatus.REFUSED)
    register(UserFactory())
    company.refresh_from_db()
    assert (company.presentation, company.organisation.name) == ("Des capteurs.", "Écoute Capteurs")
    verbs = [entry.verb for entry in history_of(company.organisation)]
    assert verbs == ["organisation.described_again"]


def test_register_gives_the_role_to_an_organisation_without_one():
    held = organisation()
    register(UserFactory())
    assert Company.objects.get().organisation == held


def test_register_refuses_a_public_buyer_and_writes_nothing():
    PublicBuyerFactory(organisation=organisation())
    with pytest.raises(DomainError, match="inscription des acheteurs publics"):
        register(UserFactory())
    assert (Membership.objects.count(), Company.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_page_registers_and_says_what_comes_next(client, dated_data):
    client.force_login(UserFactory())
    response = client.post(URL, typed(identifier="732 829 320 00074"), follow=True)
    assert response.redirect_chain == [("/entreprises/inscription/envoyee/", 302)]
    assert Organisation.objects.get().identifier == SIRET
    assert "2 jours ouvrés" in response.content.decode()
    assert Company.objects.values_list("legal_form", "headcount", "presentation").get() == (
        "SAS",
        "0-9",
        "Des capteurs.",
    )


def test_page_says_that_one_joins(client):
    MembershipFactory(organisation=CompanyFactory(organisation=organisation(name="Déjà là")).organisation)
    client.force_login(UserFactory())
    response = client.post(URL, typed(), follow=True)
    assert "Déjà là est déjà inscrite : vous demandez à la rejoindre." in response.content.decode()


REFUSALS = [
    ({"identifier": "73282932000075"}, "Ce SIRET n&#x27;est pas valable"),
    ({"identifier": ""}, "Écrivez le numéro qui identifie l&#x27;organisation."),
    ({"country": "DE"}, "Un SIRET désigne un établissement français"),
    (
        {"country": "DE", "identifier_kind": "vat", "identifier": "DE123"},
        "Ce numéro de TVA n&#x27;est pas valable",
    ),
    (
        {"country": "LU", "identifier_kind": "vat", "identifier": "DE136695976"},
        "Ce numéro de TVA n&#x27;est pas celui du pays choisi.",
    ),
    (
        {"country": "DE", "identifier_kind": "register", "identifier": "HRB"},
        "Écrivez le numéro et le registre",
    ),
    ({"country": "ZZ"}, "Sélectionnez un choix valide"),
    ({"identifier_kind": "register", "identifier": "HRB 12"}, "s&#x27;identifie par son SIRET"),
    ({"presentation": "mot " * 1300}, "Ce texte est trop long"),
    ({"headcount": "mille"}, "Sélectionnez un choix valide"),
    ({"website": "javascript:alert(1)"}, "Écrivez une adresse complète"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSALS)
def test_page_refuses_with_a_sentence_and_keeps_what_was_typed(client, changes, sentence):
    client.force_login(UserFactory())
    response = client.post(URL, typed(**changes))
    page = response.content.decode()
    assert (response.status_code, Organisation.objects.count()) == (422, 0)
    assert sentence in page
    assert "Écoute Capteurs" in page and "Gérante" in page
    assert page.count("<title>Erreur :") == 1


def test_page_shows_the_refusal_of_the_action_beside_the_number(client):
    PublicBuyerFactory(organisation=organisation())
    client.force_login(UserFactory())
    response = client.post(URL, typed())
    assert response.status_code == 422
    assert "acheteur public" in response.context["form"].errors["identifier"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "a\x00b"},
        {"name": "x" * 10_000},
        {"identifier": "9" * 10_000},
        {"identifier_kind": "autre"},
        {"country": "ZZ"},
        {"postal_code": "x" * 500},
        {"position": "\x00"},
    ],
)
def test_page_survives_odd_input(client, changes):
    client.force_login(UserFactory())
    assert client.post(URL, typed(**changes)).status_code in {302, 422}


@pytest.mark.parametrize("method", ["get", "post"])
def test_attached_person_is_sent_to_the_dashboard(client, method):
    client.force_login(company_user())
    response = getattr(client, method)(URL, typed(), follow=True)
    assert response.redirect_chain == [(reverse("pages:dashboard"), 302)]
    assert "Vous êtes déjà rattaché à une organisation." in response.content.decode()


def test_confirmation_is_for_those_who_wait(client):
    client.force_login(company_user())
    assert client.get("/entreprises/inscription/envoyee/").url == reverse("pages:dashboard")
    client.force_login(UserFactory())
    assert client.get("/entreprises/inscription/envoyee/").url == reverse("pages:dashboard")


def test_registration_asks_to_log_in(client):
    assert client.get(URL).url == f"/compte/connexion/?next={URL}"


@pytest.mark.parametrize(
    ("side", "attached", "target"),
    [
        (Side.BUYER, False, "buyers:register"),
        (Side.COMPANY, False, "suppliers:register"),
        (Side.COMPANY, True, "pages:dashboard"),
        ("", False, "pages:dashboard"),
    ],
)
def test_first_login_goes_on_with_the_organisation(client, side, attached, target):
    user = UserFactory(side=side)
    if attached:
        MembershipFactory(user=user)
    response = client.post("/compte/connexion/", {"login": user.email, "password": PASSWORD})
    assert response.url == reverse(target)
