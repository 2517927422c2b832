"""The name and address of an organisation, corrected by its administrators, read again by moderators."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.actions import confirm_name, describe_organisation
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from tests.accounts.test_actions import together
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/organisation/modifier/"
DATA = {
    "name": "Nouveau nom",
    "street": "2 rue Neuve",
    "postal_code": "66111",
    "city": "Saarbrücken",
    "website": "",
}


def administrator(**fields):
    organisation = OrganisationFactory(name="Ancien nom", **fields)
    return MembershipFactory(organisation=organisation).user, organisation


def describe(organisation, user, *, version=1, **changes):
    return describe_organisation(organisation, data=DATA | changes, by=user, version=version)


def verified():
    return administrator(verified_at=timezone.now())


def test_description_is_stored_and_recorded():
    user, organisation = administrator()
    describe(organisation, user)
    organisation.refresh_from_db()
    assert {name: getattr(organisation, name) for name in DATA} == DATA
    assert (organisation.version, organisation.name_when_verified) == (2, "")
    entry = history_of(organisation)[0]
    assert (entry.verb, entry.value.payload["before"]) == (
        "organisation.described",
        {"name": "Ancien nom", "street": "1 rue du Test"},
    )


def test_unchanged_description_writes_nothing():
    user, organisation = administrator()
    same = {name: getattr(organisation, name) for name in DATA}
    describe(organisation, user, **same)
    assert (Organisation.objects.get().version, history_of(organisation).count()) == (1, 0)


def test_second_of_two_savers_is_refused_and_the_first_one_stays():
    user, organisation = administrator()
    describe(organisation, user, name="Premier")
    with pytest.raises(DomainError, match="Quelqu'un a enregistré une autre version de ce texte entre-temps"):
        describe(organisation, user, name="Second")
    assert Organisation.objects.get().name == "Premier"


@pytest.mark.parametrize("checked", [True, False], ids=["with the version", "control"])
def test_one_of_two_savers_at_once_is_refused(transactional_db, checked):
    """The control: savers who take the version of the moment both write, and the first text is lost."""
    user, organisation = administrator()

    def save(name):
        version = 1 if checked else None
        for _try in range(20):
            version = version or Organisation.objects.get().version
            try:
                return describe(organisation, user, name=name, version=version)
            except DomainError:
                if checked:
                    raise
                version = None

    raised = together(lambda: save("Un"), lambda: save("Deux"))
    assert [type(error) for error in raised] == ([Conflict] if checked else [])
    assert Organisation.objects.get().version == (2 if checked else 3)


@pytest.mark.parametrize("version", [None, 0, 7])
def test_version_is_required(version):
    user, organisation = administrator()
    with pytest.raises(DomainError):
        describe(organisation, user, version=version)


def test_new_name_of_a_verified_organisation_waits_to_be_read():
    user, organisation = verified()
    describe(organisation, user, name="Deuxième")
    describe(organisation, user, name="Troisième", version=2)
    assert Organisation.objects.get().name_when_verified == "Ancien nom"
    describe(organisation, user, name="Ancien nom", version=3)
    assert Organisation.objects.get().name_when_verified == ""


def test_new_address_of_a_verified_organisation_does_not_wait():
    user, organisation = verified()
    describe(organisation, user, name="Ancien nom")
    assert Organisation.objects.get().name_when_verified == ""


def test_moderator_confirms_the_new_name():
    user, organisation = verified()
    describe(organisation, user)
    confirm_name(organisation, by=UserFactory(moderator=True))
    assert (Organisation.objects.get().name_when_verified, Organisation.objects.get().name) == (
        "",
        "Nouveau nom",
    )
    assert history_of(organisation)[0].verb == "organisation.name_confirmed"


def test_nobody_confirms_for_the_own_organisation():
    user, organisation = verified()
    describe(organisation, user)
    user.is_staff = True
    with pytest.raises(DomainError, match="votre propre organisation"):
        confirm_name(organisation, by=user)


def test_name_that_has_not_changed_is_not_confirmed():
    with pytest.raises(DomainError, match="rien à confirmer"):
        confirm_name(verified()[1], by=UserFactory(moderator=True))


def test_desk_counts_changed_names_and_leads_to_them(client):
    user, organisation = verified()
    OrganisationFactory()
    describe(organisation, user)
    client.force_login(UserFactory(moderator=True))
    queue = next(
        each
        for each in client.get(reverse("admin:index")).context["queues"]
        if each["label"] == "noms modifiés depuis la vérification"
    )
    page = client.get(queue["url"])
    assert (queue["count"], [row.pk for row in page.context["cl"].result_list]) == (1, [organisation.pk])
    client.post(queue["url"], {"action": "confirm_names", "_selected_action": [organisation.pk]})
    assert Organisation.objects.get(pk=organisation.pk).name_when_verified == ""


def test_list_tells_those_without_a_siret(client):
    foreign = OrganisationFactory()
    OrganisationFactory(country="FR", identifier_kind="siret", identifier="73282932000074")
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("admin:accounts_organisation_changelist") + "?verifier=identifiant")
    assert [row.pk for row in page.context["cl"].result_list] == [foreign.pk]


def test_page_shows_stores_and_says_so(client):
    client.force_login(verified()[0])
    page = client.get(URL)
    assert page.context["form"]["name"].value() == "Ancien nom"
    assert "une personne de la modération le relit ensuite" in page.content.decode()
    response = client.post(URL, DATA | {"version": page.context["version"]}, follow=True)
    assert "La description de l&#x27;organisation est enregistrée." in response.content.decode()
    assert Organisation.objects.get().name == "Nouveau nom"


def test_page_keeps_what_was_typed_when_somebody_was_faster():
    user, _organisation = administrator()
    one, other = Client(), Client()
    for client in [one, other]:
        client.force_login(user)
        client.get(URL)
    one.post(URL, DATA | {"version": "1"})
    response = other.post(URL, DATA | {"name": "Trop tard", "version": "1"})
    assert (response.status_code, Organisation.objects.get().name) == (409, "Nouveau nom")
    assert (
        "Trop tard" in response.content.decode() and "Deux versions de ce texte" in response.content.decode()
    )


@pytest.mark.parametrize("name", ["name", "street", "postal_code", "city"])
def test_missing_answer_is_asked(client, name):
    client.force_login(administrator()[0])
    response = client.post(URL, DATA | {name: " ", "version": "1"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [name])


@pytest.mark.parametrize("value", ["\x00", "x" * 10_000, "<script>"])
def test_any_typing_is_answered(client, value):
    client.force_login(administrator()[0])
    response = client.post(URL, dict.fromkeys(DATA, value) | {"version": value})
    assert response.status_code == 422 and "<script>x" not in response.content.decode()


@pytest.mark.parametrize(
    "fields", [{"role": "editor"}, {"role": "reader"}, {"status": "requested"}, {"status": "ended"}]
)
def test_only_approved_administrators_describe(client, fields):
    user, _organisation = administrator()
    Membership.objects.update(**fields)
    client.force_login(user)
    assert [client.get(URL).status_code, client.post(URL, DATA | {"version": "1"}).status_code] == [403, 403]
    assert Organisation.objects.get().name == "Ancien nom"


def test_number_cannot_be_changed(client):
    user, organisation = administrator()
    client.force_login(user)
    client.post(URL, DATA | {"version": "1", "identifier": "AUTRE 123", "country": "CH"})
    stored = Organisation.objects.get()
    assert (stored.identifier, stored.country) == (organisation.identifier, "DE")
