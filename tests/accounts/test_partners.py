"""Registering a structure that accompanies both sides: the role never comes without a moderator's decision."""

import pytest
from django.urls import reverse

from buyers.actions import register_buyer
from grandest_portal.accounts.actions import approve_membership, refuse_membership, register_partner
from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation, Partner
from grandest_portal.accounts.permissions import approved_partner_of, partner_of
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification
from suppliers.actions import register_company
from tests.factories import (
    PASSWORD,
    CompanyFactory,
    MembershipFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    UserFactory,
    partner_user,
)

pytestmark = pytest.mark.django_db

SIRET = "73282932000074"
URL = "/partenaires/inscription/"
DATA = {
    "name": "Agence de Testbrune",
    "country": "FR",
    "identifier_kind": "siret",
    "identifier": SIRET,
    "street": "1 place du Test",
    "postal_code": "54000",
    "city": "Testbrune",
    "website": "",
}
TYPED = DATA | {"position": "Chargée de mission", "kind": "agency"}


def organisation(**fields):
    return OrganisationFactory(country="FR", identifier_kind="siret", identifier=SIRET, **fields)


def register(user, kind="agency"):
    return register_partner(user, data=DATA, position="Chargée de mission", kind=kind, by=user)


def test_register_makes_organisation_role_and_request():
    user = UserFactory()
    membership = register(user)
    partner = Partner.objects.get()
    assert (partner.organisation, partner.kind) == (membership.organisation, "agency")
    assert (membership.status, membership.role) == ("requested", "administrator")
    assert [entry.verb for entry in history_of(partner)] == ["partner.created"]
    assert list(Job.objects.values_list("name", flat=True)) == ["notifications.membership_requested"]
    assert (partner_of(user), approved_partner_of(user)) == (partner, None)


def test_register_joins_a_partner_and_leaves_its_words():
    partner = Partner.objects.create(organisation=organisation(name="Déjà là"), kind="chamber")
    MembershipFactory(organisation=partner.organisation)
    membership = register(UserFactory())
    partner.refresh_from_db()
    assert (membership.organisation, membership.role) == (partner.organisation, "editor")
    assert (partner.kind, partner.organisation.name) == ("chamber", "Déjà là")


def test_register_replaces_the_words_of_a_refused_person():
    partner = Partner.objects.create(organisation=organisation(name="Faux nom"), kind="chamber")
    MembershipFactory(organisation=partner.organisation, status=MembershipStatus.REFUSED)
    register(UserFactory())
    partner.refresh_from_db()
    assert (partner.kind, partner.organisation.name) == ("agency", "Agence de Testbrune")
    assert [entry.verb for entry in history_of(partner)] == ["partner.updated"]


@pytest.mark.parametrize("role", [CompanyFactory, PublicBuyerFactory])
def test_register_refuses_an_organisation_of_another_role(role):
    role(organisation=organisation())
    with pytest.raises(DomainError, match="à un autre titre"):
        register(UserFactory())
    assert (Membership.objects.count(), Partner.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_register_gives_the_role_to_no_organisation_that_somebody_speaks_for():
    person = MembershipFactory(organisation=organisation()).user
    with pytest.raises(DomainError, match="à un autre titre"):
        register(UserFactory())
    assert approved_partner_of(person) is None


def test_structure_that_the_region_gave_two_roles_is_joined_by_either_door():
    both = PublicBuyerFactory(organisation=organisation()).organisation
    Partner.objects.create(organisation=both, kind="central_purchasing")
    MembershipFactory(organisation=both)
    first, second = UserFactory.create_batch(2)
    assert register(first).organisation == both
    joined = register_buyer(second, data=DATA, position="Acheteur", kind="other", by=second)
    assert joined.organisation == both


def test_refused_partner_does_not_come_in_by_another_door():
    moderator, user = UserFactory(moderator=True), UserFactory()
    refuse_membership(register(user), by=moderator, reason="La Région ne vous connaît pas.")
    with pytest.raises(DomainError, match="structure d'accompagnement"):
        register_buyer(user, data=DATA, position="Maire", kind="commune", by=user)
    with pytest.raises(DomainError, match="structure d'accompagnement"):
        register_company(user, data=DATA, position="Direction", company_data={}, by=user)
    assert Membership.objects.live().count() == 0


def test_moderators_and_the_person_read_what_the_role_is(run_jobs):
    moderator, user = UserFactory(moderator=True), UserFactory()
    membership = register(user)
    run_jobs()
    assert "Rôle demandé : structure d'accompagnement (Agence d'innovation" in Notification.objects.get().body
    approve_membership(membership, by=moderator)
    run_jobs()
    assert "suggérer des rapprochements" in Notification.objects.get(user=user).body
    fresh = type(user).objects.get(pk=user.pk)
    assert approved_partner_of(fresh) == Partner.objects.get()


def test_desk_says_what_approving_gives(client):
    membership = register(UserFactory())
    MembershipFactory(organisation=PublicBuyerFactory().organisation)
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("admin:accounts_membership_change", args=[membership.pk])).text
    assert "Structure d&#x27;accompagnement : Agence d&#x27;innovation" in page
    rows = client.get(reverse("admin:accounts_membership_changelist")).text
    assert "Structure d&#x27;accompagnement : Agence d&#x27;innovation" in rows
    assert '<td class="field-stands_as">Acheteur public</td>' in rows


def test_first_login_leads_to_the_registration(client):
    user = UserFactory(side=Side.PARTNER)
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.url == URL


def test_page_registers_and_says_what_comes_next(client, dated_data):
    client.force_login(UserFactory())
    response = client.post(URL, TYPED | {"identifier": "732 829 320 00074"}, follow=True)
    assert response.redirect_chain == [("/partenaires/inscription/envoyee/", 302)]
    page = response.text.replace("&#x27;", "'")
    assert "Vous demandez à représenter Agence de Testbrune comme structure d'accompagnement." in page
    assert "2 jours ouvrés" in page
    assert Organisation.objects.get().identifier == SIRET


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Choisissez le type de structure."),
        ({"kind": "autre chose"}, "Sélectionnez un choix valide"),
        ({"kind": "\x00"}, "Sélectionnez un choix valide"),
        ({"identifier": "73282932000075"}, "Ce SIRET n'est pas valable"),
    ],
)
def test_page_refuses_with_a_sentence_and_keeps_what_was_typed(client, changes, sentence):
    client.force_login(UserFactory())
    response = client.post(URL, TYPED | changes)
    page = response.text.replace("&#x27;", "'")
    assert (response.status_code, Organisation.objects.count()) == (422, 0)
    assert sentence in page and "Agence de Testbrune" in page


def test_page_shows_the_refusal_of_the_action_beside_the_number(client):
    CompanyFactory(organisation=organisation())
    client.force_login(UserFactory())
    response = client.post(URL, TYPED)
    assert response.status_code == 422
    assert "à un autre titre" in response.context["form"].errors["identifier"][0]


@pytest.mark.parametrize("method", ["get", "post"])
def test_attached_person_is_sent_to_the_dashboard(client, method):
    client.force_login(partner_user())
    response = getattr(client, method)(URL, TYPED)
    assert response.url == reverse("pages:dashboard")


def test_confirmation_is_for_those_who_wait(client):
    client.force_login(partner_user())
    assert client.get("/partenaires/inscription/envoyee/").url == reverse("pages:dashboard")
