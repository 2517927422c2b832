"""Registering a public buyer: created with its role in one transaction, or joined; the page says which."""

import pytest
from django.urls import reverse

from buyers.actions import register_buyer
from buyers.models import PublicBuyer
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from tests.factories import (
    CompanyFactory,
    MembershipFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    UserFactory,
    buyer_user,
)

pytestmark = pytest.mark.django_db

SIRET = "73282932000074"
URL = "/acheteurs/inscription/"
DATA = {
    "name": "Ville de Testbrune",
    "country": "FR",
    "identifier_kind": "siret",
    "identifier": SIRET,
    "street": "1 place du Test",
    "postal_code": "54000",
    "city": "Testbrune",
    "website": "",
}
TYPED = DATA | {"position": "Cheffe des achats", "kind": "commune"}


def organisation(**fields):
    return OrganisationFactory(country="FR", identifier_kind="siret", identifier=SIRET, **fields)


def register(user):
    return register_buyer(user, data=DATA, position="Cheffe des achats", kind="commune", by=user)


def test_register_makes_organisation_role_and_request():
    membership = register(UserFactory())
    buyer = PublicBuyer.objects.get()
    assert (buyer.organisation, buyer.kind) == (membership.organisation, "commune")
    assert (membership.status, membership.role) == ("requested", "administrator")
    assert [entry.verb for entry in history_of(buyer)] == ["buyer.created"]
    assert list(Job.objects.values_list("name", flat=True)) == ["notifications.membership_requested"]


def test_register_joins_a_buyer_and_leaves_its_words():
    buyer = PublicBuyerFactory(organisation=organisation(name="Déjà là"), kind="hospital")
    MembershipFactory(organisation=buyer.organisation)
    membership = register(UserFactory())
    buyer.refresh_from_db()
    assert (membership.organisation, membership.role) == (buyer.organisation, "editor")
    assert (buyer.kind, buyer.organisation.name) == ("hospital", "Déjà là")


def test_register_replaces_the_words_of_a_refused_person():
    buyer = PublicBuyerFactory(organisation=organisation(name="Faux nom"), kind="hospital")
    MembershipFactory(organisation=buyer.organisation, status=MembershipStatus.REFUSED)
    register(UserFactory())
    buyer.refresh_from_db()
    assert (buyer.kind, buyer.organisation.name) == ("commune", "Ville de Testbrune")


def test_register_refuses_a_company_and_writes_nothing():
    CompanyFactory(organisation=organisation())
    with pytest.raises(DomainError, match="inscription des entreprises"):
        register(UserFactory())
    assert (Membership.objects.count(), PublicBuyer.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_page_registers_and_says_what_comes_next(client, dated_data):
    client.force_login(UserFactory())
    response = client.post(URL, TYPED | {"identifier": "732 829 320 00074"}, follow=True)
    assert response.redirect_chain == [("/acheteurs/inscription/envoyee/", 302)]
    page = response.content.decode()
    assert "Vous demandez à représenter Ville de Testbrune." in page and "2 jours ouvrés" in page
    assert Organisation.objects.get().identifier == SIRET


def test_page_says_that_one_joins(client):
    MembershipFactory(organisation=PublicBuyerFactory(organisation=organisation(name="Déjà là")).organisation)
    client.force_login(UserFactory())
    page = client.post(URL, TYPED, follow=True).content.decode()
    assert "Déjà là est déjà inscrite : vous demandez à la rejoindre." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Choisissez le type d&#x27;acheteur public."),
        ({"kind": "autre chose"}, "Sélectionnez un choix valide"),
        ({"identifier": "73282932000075"}, "Ce SIRET n&#x27;est pas valable"),
        ({"position": ""}, "Dites votre fonction dans l&#x27;organisation."),
    ],
)
def test_page_refuses_with_a_sentence_and_keeps_what_was_typed(client, changes, sentence):
    client.force_login(UserFactory())
    response = client.post(URL, TYPED | changes)
    page = response.content.decode()
    assert (response.status_code, Organisation.objects.count()) == (422, 0)
    assert sentence in page and "Ville de Testbrune" in page


def test_page_shows_the_refusal_of_the_action_beside_the_number(client):
    CompanyFactory(organisation=organisation())
    client.force_login(UserFactory())
    response = client.post(URL, TYPED)
    assert response.status_code == 422
    assert "comme entreprise" in response.context["form"].errors["identifier"][0]


@pytest.mark.parametrize(
    "changes", [{"name": "\x00"}, {"name": "x" * 10_000}, {"kind": "\x00"}, {"identifier": "9" * 10_000}]
)
def test_page_survives_odd_input(client, changes):
    client.force_login(UserFactory())
    assert client.post(URL, TYPED | changes).status_code == 422


@pytest.mark.parametrize("method", ["get", "post"])
def test_attached_person_is_sent_to_the_dashboard(client, method):
    client.force_login(buyer_user())
    response = getattr(client, method)(URL, TYPED, follow=True)
    assert response.redirect_chain == [(reverse("pages:dashboard"), 302)]
    assert "Vous êtes déjà rattaché à une organisation." in response.content.decode()


def test_confirmation_is_for_those_who_wait(client):
    client.force_login(buyer_user())
    assert client.get("/acheteurs/inscription/envoyee/").url == reverse("pages:dashboard")
