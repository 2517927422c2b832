"""Clues help the moderator and decide nothing."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.clues import clues_for, quick_requests
from grandest_portal.accounts.models import DirectoryRecord, Membership
from grandest_portal.reference.models import LegalForm, MailDomain
from tests.factories import (
    CompanyFactory,
    MembershipFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("dated_data")

SIRET = "73282932000074"
LIST = reverse("admin:accounts_membership_changelist")


def french(**fields):
    return OrganisationFactory(
        country="FR", identifier_kind="siret", identifier=SIRET, city="Strasbourg", **fields
    )


def said(organisation, **fields):
    values = {"outcome": "found", "legal_form": "7210", "siret": SIRET, "source": "https://annuaire.example"}
    return DirectoryRecord.objects.create(organisation=organisation, **values | fields)


def request_of(email, organisation=None, **fields):
    """A person with this address who asks to represent a public buyer."""
    organisation = organisation or french()
    PublicBuyerFactory(organisation=organisation)
    return MembershipFactory(waiting=True, user=UserFactory(email=email), organisation=organisation, **fields)


def told(membership):
    return [(clue.sentence, clue.nature.value) for clue in clues_for(membership)]


def moderator():
    client = Client()
    client.force_login(UserFactory(moderator=True))
    return client


def test_commune_with_an_address_of_the_list(db):
    membership = request_of("camille@grandest.fr")
    said(membership.organisation)
    assert told(membership) == [
        ("établissement en activité", "favourable"),
        (
            "la forme juridique 7210 est celle d'un acheteur public : Commune et commune nouvelle",
            "favourable",
        ),
        (
            "le domaine de l'adresse, grandest.fr, figure dans la liste des domaines connus : Région Grand Est",
            "favourable",
        ),
    ]
    assert quick_requests() == [membership.pk]


@pytest.mark.parametrize(
    ("email", "sentence", "nature"),
    [
        (
            "a@lycees.grandest.fr",
            "le domaine de l'adresse, lycees.grandest.fr, figure dans la liste",
            "favourable",
        ),
        ("a@GrandEst.fr", "le domaine de l'adresse, grandest.fr, figure dans la liste", "favourable"),
        (
            "a@fauxgrandest.fr",
            "le domaine de l'adresse, fauxgrandest.fr, ne figure pas dans la liste des domaines connus",
            "neutral",
        ),
        (
            "a@grandest.fr.faux.example",
            "le domaine de l'adresse, grandest.fr.faux.example, ne figure",
            "neutral",
        ),
        ("a@gmail.com", "l'adresse est d'un fournisseur grand public, gmail.com", "unfavourable"),
    ],
)
def test_address_is_read_by_its_domain(db, email, sentence, nature):
    clue = clues_for(request_of(email))[-1]
    assert (clue.sentence[: len(sentence)], clue.nature) == (sentence, nature)


def test_address_counts_only_once_confirmed(db):
    membership = request_of("camille@grandest.fr")
    said(membership.organisation)
    EmailAddress.objects.update(verified=False)
    assert told(membership)[-1] == ("l'adresse de la personne n'est pas confirmée", "unfavourable")
    assert quick_requests() == []


def test_another_confirmed_address_does_not_vouch(db):
    membership = request_of("camille@grandest.fr")
    EmailAddress.objects.update(email="autre@test.example")
    assert told(membership)[-1][1] == "unfavourable"


@pytest.mark.parametrize(
    ("fields", "sentence", "nature"),
    [
        (
            {"is_closed": True, "closed_on": date(2024, 3, 3)},
            "établissement fermé le 3 mars 2024",
            "unfavourable",
        ),
        ({"outcome": "unknown"}, "ce SIRET est inconnu de l'annuaire", "unfavourable"),
        (
            {"legal_form": "5710"},
            "la forme juridique 5710 n'est pas celle d'un acheteur public",
            "unfavourable",
        ),
        ({"legal_form": "5546"}, "la forme juridique 5546 peut être celle d'un acheteur public", "neutral"),
        ({"legal_form": "0001"}, "la forme juridique 0001 n'est pas dans la liste", "neutral"),
    ],
)
def test_organisation_is_read_by_its_record(db, fields, sentence, nature):
    membership = request_of("camille@grandest.fr")
    said(membership.organisation, **fields)
    found = [clue for clue in clues_for(membership) if clue.sentence.startswith(sentence)]
    assert [(clue.nature, clue.about_person) for clue in found] == [(nature, False)]
    assert quick_requests() == ([] if nature == "unfavourable" else [membership.pk])


def test_lists_are_those_of_the_day(db):
    membership = request_of("camille@grandest.fr")
    said(membership.organisation)
    yesterday = timezone.localdate() - timedelta(days=1)
    LegalForm.objects.filter(key="7210").update(ends_on=yesterday)
    MailDomain.objects.filter(key="grandest.fr").update(ends_on=yesterday)
    assert [nature for _sentence, nature in told(membership)] == ["favourable", "neutral", "neutral"]


def test_company_may_have_any_legal_form_and_is_never_quick(db):
    membership = request_of("a@grandest.fr")
    membership.organisation.buyer.delete()
    CompanyFactory(organisation=membership.organisation)
    said(membership.organisation, legal_form="5710")
    fresh = Membership.objects.get()
    assert told(fresh)[0][0] == "établissement en activité"
    assert (len(told(fresh)), quick_requests()) == (2, [])


def test_foreign_number_is_for_a_person_to_check(db):
    membership = request_of("a@stadt.example", OrganisationFactory())
    assert told(membership)[0] == (
        "aucun annuaire public n'est interrogé pour cet identifiant : à vérifier à la main",
        "neutral",
    )


def test_changed_name_is_a_clue_against(db):
    membership = request_of("camille@grandest.fr", french(name="Nouveau", name_when_verified="Ancien"))
    said(membership.organisation)
    assert told(membership)[0] == (
        "nom modifié depuis la vérification : « Ancien » est devenu « Nouveau »",
        "unfavourable",
    )
    assert quick_requests() == []


def test_no_clue_approves_anybody(db, run_jobs):
    """However favourable, the request waits until a person decides."""
    membership = request_of("camille@grandest.fr")
    said(membership.organisation)
    client = moderator()
    for url in [
        LIST,
        LIST + "?indices=favorables",
        reverse("admin:accounts_membership_change", args=[membership.pk]),
    ]:
        assert client.get(url).status_code == 200
    run_jobs()
    membership.refresh_from_db()
    assert (membership.status, membership.decided_at, membership.organisation.verified_at) == (
        "requested",
        None,
        None,
    )


def test_queue_shows_the_quick_ones_first_and_filters_them(db):
    old = request_of(
        "a@inconnu.example", OrganisationFactory(), requested_at=timezone.now() - timedelta(days=9)
    )
    quick = request_of("camille@grandest.fr")
    said(quick.organisation)
    decided = MembershipFactory()
    client = moderator()
    rows = client.get(LIST).context["cl"].result_list
    assert [row.pk for row in rows] == [quick.pk, old.pk, decided.pk]
    rows = client.get(LIST + "?indices=favorables").context["cl"].result_list
    assert [row.pk for row in rows] == [quick.pk]


def test_reading_the_queue_asks_as_many_questions_for_one_as_for_many(db, django_assert_max_num_queries):
    for number in range(8):
        organisation = OrganisationFactory(country="FR", identifier_kind="siret", identifier=str(number))
        membership = request_of(f"a{number}@grandest.fr", organisation)
        said(membership.organisation, siret=str(number))
    with django_assert_max_num_queries(4):
        assert len(quick_requests()) == 8


def test_page_compares_what_was_typed_with_the_directory(db):
    membership = request_of("camille@grandest.fr", french(name="Ville de Valbrune"))
    said(
        membership.organisation,
        name="COMMUNE D'AILLEURS",
        city="STRASBOURG",
        postal_code="66111",
        is_closed=True,
    )
    page = moderator().get(reverse("admin:accounts_membership_change", args=[membership.pk]))
    assert page.status_code == 200
    words = page.content.decode()
    assert "Ce que la personne a saisi" in words and "COMMUNE D&#x27;AILLEURS" in words
    assert (words.count("<strong>différent</strong>"), words.count("pas de différence")) == (1, 3)
    assert "D'après l'annuaire, cet établissement est fermé." in words


def test_directory_words_are_escaped(db):
    membership = request_of("camille@grandest.fr")
    said(membership.organisation, name="<script>x</script>")
    words = moderator().get(reverse("admin:accounts_organisation_change", args=[membership.organisation_id]))
    assert "<script>x" not in words.content.decode()
