"""A company's profile: its facts and their sources, its rows, its task list; none of it gates or orders anything."""

from datetime import date

import pytest
from django.utils import timezone

from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind
from grandest_portal.accounts.models import DirectoryRecord
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.personal import Leaver, before_erasure
from grandest_portal.core.seen import mark_of
from grandest_portal.reference.activities import activity_words, is_known, nomenclature_on, written
from grandest_portal.reference.models import ActivityCode, Parameter, Sector, Territory
from suppliers import actions
from suppliers.completion import completion_of
from suppliers.enums import SolutionStatus
from suppliers.facts import facts_of
from suppliers.models import Company, CompanyContact, CompanySite
from tests.factories import CompanyFactory, UserFactory, buyer_user
from tests.screens import typed_on
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db
NAF = "NAF rév. 2"


@pytest.fixture
def codes(dated_data):
    ActivityCode.objects.create(nomenclature=NAF, key="62.01Z", label="Programmation informatique")


def recorded(company, **fields):
    values = {
        "legal_form": "5710",
        "activity": "62.01Z",
        "size_class": "11",
        "created_on": date(2012, 5, 1),
        "fetched_at": timezone.now(),
        "outcome": DirectoryOutcome.FOUND,
    } | fields
    DirectoryRecord.objects.create(organisation=company.organisation, siret="73282932000074", **values)
    return Company.objects.get(pk=company.pk)


def siret_company(**fields):
    identity = {"country": "FR", "identifier_kind": IdentifierKind.SIRET, "identifier": "73282932000074"}
    return CompanyFactory(**{f"organisation__{name}": value for name, value in identity.items()}, **fields)


def said(company):
    return {fact.name: (fact.value, fact.source, fact.is_correction) for fact in facts_of(company)}


def test_codes_are_read_in_the_nomenclature_of_their_day(codes):
    assert [nomenclature_on(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [NAF, "NAF 2025"]
    assert activity_words("62.01Z", NAF) == "62.01Z Programmation informatique (NAF rév. 2)"
    assert activity_words("62.10Y", "NAF 2025") == "62.10Y (NAF 2025)"
    assert [is_known("62.01Z", NAF), is_known("99.99Z", NAF), is_known("62.10Y", "NAF 2025")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("6201z", "62.01Z"),
        (" 62.01 Z ", "62.01Z"),
        ("62.01.Z", "62.01Z"),
        ("62.01", ""),
        ("x" * 9, ""),
        ("", ""),
    ],
)
def test_code_is_read_as_people_write_it(typed, code):
    assert written(typed) == code


def test_nothing_is_said_where_nobody_said_it(dated_data):
    assert facts_of(CompanyFactory()) == []


def test_directory_says_its_facts_with_its_day(codes):
    company = recorded(siret_company())
    facts = said(company)
    assert set(facts) == {"legal_form", "headcount", "activity", "created_on"}
    assert {fact[1].split(",")[0] for fact in facts.values()} == {"d'après l'annuaire public"}
    assert facts["headcount"][0] == "De 10 à 49 personnes"
    assert facts["activity"][0] == "62.01Z Programmation informatique (NAF rév. 2)"
    assert not any(fact[2] for fact in facts.values())


def test_correction_says_so_and_what_the_directory_says(codes):
    company = recorded(siret_company())
    company = actions.update_company(company, data={"headcount": "50-249"}, by=None)
    value, source, is_correction = said(company)["headcount"]
    assert (value, is_correction) == ("De 50 à 249 personnes", True)
    assert "correction de l'entreprise" in source and "De 10 à 49 personnes" in source


def test_same_answer_as_the_directory_is_no_correction(codes):
    company = actions.update_company(recorded(siret_company()), data={"headcount": "10-49"}, by=None)
    assert said(company)["headcount"][1].startswith("d'après l'annuaire public")


@pytest.mark.parametrize("fields", [{"withheld": True}, {"outcome": DirectoryOutcome.UNKNOWN}])
def test_directory_that_may_not_be_quoted_is_not(codes, fields):
    assert facts_of(recorded(siret_company(), **fields)) == []


def test_typed_code_keeps_the_nomenclature_of_its_day(codes, time_machine):
    time_machine.move_to("2026-12-31 10:00:00+00:00")
    company = actions.update_company(CompanyFactory(), data={"activity": "62.01Z"}, by=None)
    time_machine.move_to("2027-02-01 10:00:00+00:00")
    assert said(company)["activity"][0].endswith("(NAF rév. 2)")
    assert said(company)["activity"][1] == "déclaré par l'entreprise, le 31 décembre 2026"


def test_section_refuses_a_code_that_the_list_does_not_hold(client, codes):
    client.force_login(member(CompanyFactory()))
    response = client.post("/mon-entreprise/profil/activite/", {"activity": "99.99Z"})
    assert response.status_code == 422 and "NAF rév. 2" in response.content.decode()
    page = "/mon-entreprise/profil/activite/"
    assert client.post(page, typed_on(client, page, activity="6201z")).status_code == 302
    assert Company.objects.values_list("activity", "activity_nomenclature").get() == ("62.01Z", NAF)


def test_sectors_are_seen_and_two_writers_read_both(client, dated_data):
    sector = Sector.objects.create(key="eau", name="Eau", position=1)
    company = CompanyFactory()
    client.force_login(member(company))
    page = client.get("/mon-entreprise/profil/activite/")
    first = {"sectors": [sector.pk], "version": page.context["version"]}
    assert client.post("/mon-entreprise/profil/activite/", first).status_code == 302
    late = client.post(
        "/mon-entreprise/profil/activite/", {"languages": ["fr"], "version": page.context["version"]}
    )
    assert late.status_code == 409
    assert "Eau" in late.content.decode() and "Deux versions" in late.content.decode()
    assert list(company.sectors.all()) == [sector]
    assert history_of(company)[0].verb == "company.updated"


def test_action_refuses_what_was_not_on_screen():
    company = CompanyFactory(team="Avant")
    seen = mark_of(actions.seen_of(company), ["team"])
    actions.update_company(company, data={"team": "Meanwhile"}, by=None, seen=seen)
    with pytest.raises(Conflict):
        actions.update_company(company, data={"team": "Après"}, by=None, seen=seen)


@pytest.mark.parametrize(
    ("email", "refused"),
    [
        ("contact@ecoute.example", False),
        ("camille.essai@ecoute.example", True),
        ("essai-camille@ecoute.example", True),
        ("moi@test.example", True),
        ("quelquun@gmail.com", True),
    ],
)
def test_contact_is_a_desk_and_not_a_person(dated_data, email, refused):
    company = CompanyFactory()
    member(company, user=UserFactory(full_name="Camille Essai", email="moi@test.example"))
    data = {"role": "Accueil", "email": email, "phone": "", "link": ""}
    if refused:
        with pytest.raises(DomainError) as error:
            actions.add_part(CompanyContact, company, data=data, by=None)
        assert error.value.field == "email"
    else:
        assert actions.add_part(CompanyContact, company, data=data, by=None).email == email


def test_address_of_a_contact_is_for_those_who_sign_in(client, dated_data):
    company = solution_in(SolutionStatus.PUBLISHED).company
    CompanyContact.objects.create(company=company, role="Accueil", email="contact@ecoute.example")
    page = f"/entreprises/{company.pk}/"
    assert "contact@ecoute.example" not in client.get(page).content.decode()
    client.force_login(buyer_user())
    assert "contact@ecoute.example" in client.get(page).content.decode()


def test_erased_account_leaves_no_address_in_a_contact(dated_data):
    user = UserFactory()
    kept = CompanyContact.objects.create(
        company=CompanyFactory(), role="Un", email=user.email.upper(), phone="03 00 00 00 00"
    )
    CompanyContact.objects.create(company=CompanyFactory(), role="Deux", email=user.email)
    other = CompanyContact.objects.create(company=CompanyFactory(), role="Trois", email="contact@x.example")
    before_erasure(Leaver(user, user.full_name, (user.email,), "Personne effacée"))
    assert dict(CompanyContact.objects.values_list("pk", "email")) == {kept.pk: "", other.pk: other.email}


def test_rows_are_added_changed_and_removed_with_a_trace(client, dated_data):
    company = CompanyFactory()
    client.force_login(member(company))
    at = "/mon-entreprise/etablissements/"
    site = {"name": "Atelier", "city": "Metz", "country": "FR", "street": "", "postal_code": ""}
    assert client.post(f"{at}ajouter/", site).url == at
    row = CompanySite.objects.get()
    page = client.get(f"{at}{row.pk}/")
    changed = client.post(f"{at}{row.pk}/", site | {"name": "Agence", "version": page.context["version"]})
    assert changed.url == at
    late = client.post(f"{at}{row.pk}/", site | {"name": "Labo", "version": page.context["version"]})
    assert late.status_code == 409 and "Agence" in late.content.decode()
    assert "Retirer cette ligne ?" in client.get(f"{at}{row.pk}/retirer/").content.decode()
    assert client.post(f"{at}{row.pk}/retirer/").url == at
    assert not CompanySite.objects.exists()
    verbs = [entry.verb for entry in history_of(company)]
    assert verbs == ["company.part_removed", "company.part_changed", "company.part_added"]


def test_site_follows_the_commune_of_its_address(areas):
    fields = {"kind": "commune", "code": "57463", "name": "Metz", "parent": areas["57"]}
    metz = Territory.objects.create(postal_codes=["57000"], **fields)
    data = {"name": "A", "street": "", "postal_code": "57000", "city": "METZ", "country": "FR"}
    row = actions.add_part(CompanySite, CompanyFactory(), data=data, by=None)
    assert row.commune == metz
    assert actions.change_part(row, data=data | {"country": "DE"}, by=None).commune is None


def test_task_list_counts_nothing_and_refuses_nothing(client, dated_data):
    """An empty profile: every entry is open, none is required, and a solution is sent all the same."""
    company = CompanyFactory(organisation__verified_at=timezone.now())
    entries = completion_of(company, facts_of(company))
    assert {str(entry.status) for entry in entries} == {"À ajouter si vous voulez"}
    user = member(company)
    client.force_login(user)
    page = client.get("/mon-entreprise/").content.decode()
    assert "Rien n'est obligatoire" in page and "%" not in page.split("<main")[1].split("</main>")[0]
    draft = solution_in(SolutionStatus.DRAFT, company=company, author=user)
    assert actions.submit_solution(draft, by=user).status == SolutionStatus.SUBMITTED
    moderator = UserFactory(moderator=True)
    assert actions.publish_solution(draft, by=moderator).status == SolutionStatus.PUBLISHED


def test_filled_entries_say_so(codes):
    company = recorded(siret_company(presentation="Nous.", team="Cinq."))
    labels = {entry.label: str(entry.status) for entry in completion_of(company, facts_of(company))}
    assert labels["Présentation"] == labels["Équipe et taille"] == "Renseigné"
    assert labels["Forme, effectif, année de création"] == "Renseigné"
    assert labels["Contacts"] == "À ajouter si vous voulez"


def test_page_costs_the_same_queries_whatever_its_rows(client, dated_data, django_assert_max_num_queries):
    company = solution_in(SolutionStatus.PUBLISHED).company
    for number in range(20):
        CompanySite.objects.create(company=company, name=f"S{number}", city="Metz")
        CompanyContact.objects.create(company=company, role=f"C{number}", phone="1")
    with django_assert_max_num_queries(14):
        assert client.get(f"/entreprises/{company.pk}/").status_code == 200


def test_nomenclature_is_a_dated_parameter(dated_data):
    Parameter.objects.filter(key="activity_nomenclature").delete()
    assert nomenclature_on(date(2026, 1, 1)) == ""
