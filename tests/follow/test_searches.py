"""Saved searches: one per person and search, the person's own, no alert unless asked, what is new counted cheaply."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.follow import actions
from grandest_portal.follow.enums import Frequency
from grandest_portal.follow.models import SavedSearch
from grandest_portal.follow.presentation import new_counts
from grandest_portal.follow.searches import SEARCHES, register
from grandest_portal.reference.models import Parameter, Territory
from needs.enums import BudgetBand
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user
from tests.follow.helpers import need_at, searched
from tests.follow.test_views import text_of

pytestmark = pytest.mark.usefixtures("dated_data")
URL = "/mes-recherches/"


@pytest.fixture
def user(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


def saved_as(user, query, kind="need"):
    saved, _is_new = actions.save_search(user, kind, QueryDict(query))
    return saved.query, saved.name


@pytest.mark.parametrize(
    ("query", "stored", "name"),
    [
        ("", "", "Besoins"),
        ("page=3&page=4", "", "Besoins"),
        ("q=+fuites++d%27eau+", "q=fuites+d%27eau", "« fuites d'eau »"),
        ("q=%00&inconnu=1", "", "Besoins"),
        ("etat=tous&q=eau&etat=faux", "etat=tous&q=eau", "« eau » · Tous les états"),
        ("etat=faux", "", "Besoins"),
        ("budget=faux&budget=lt_40k", "budget=lt_40k", BudgetBand.LT_40K.label),
        ("departement=67&departement=99", "departement=67", "Bas-Rhin"),
        ("jusqu_au=pas-un-jour&q=eau", "q=eau", "« eau »"),
    ],
)
def test_search_is_stored_as_the_page_understands_it(user, query, stored, name):
    Territory.objects.create(kind="department", code="67", name="Bas-Rhin")
    assert saved_as(user, query) == (stored, name)


def test_order_of_the_parameters_makes_no_other_search(user):
    first = saved_as(user, "q=eau&etat=clos")
    assert saved_as(user, "etat=clos&q=eau&page=2&q=eau") == first
    assert SavedSearch.objects.count() == 1
    assert saved_as(UserFactory(), "etat=clos&q=eau") == first
    assert SavedSearch.objects.count() == 2


def test_solutions_have_their_own_searches(user):
    assert saved_as(user, "q=capteur&maturite=faux", "solution") == ("q=capteur", "« capteur »")


def test_new_search_has_no_alert(user):
    saved, is_new = actions.save_search(user, "need", QueryDict("q=eau"))
    assert (saved.frequency, saved.alerts, is_new) == (Frequency.NONE, False, True)
    assert AuditEntry.objects.count() == 0


def test_number_and_length_have_an_end(user):
    Parameter.objects.filter(key="saved_searches_max").update(value=1)
    actions.save_search(user, "need", QueryDict("q=eau"))
    with pytest.raises(DomainError, match="déjà 1 recherches"):
        actions.save_search(user, "need", QueryDict("q=air"))
    assert actions.save_search(user, "need", QueryDict("q=eau"))[1] is False
    with pytest.raises(DomainError, match="trop longue"):
        actions.save_search(UserFactory(), "need", QueryDict("q=" + "é" * 1000))


def test_alert_that_begins_counts_from_now(user):
    saved, _is_new = actions.save_search(user, "need", QueryDict("q=eau"))
    before = timezone.now() - timedelta(days=9)
    SavedSearch.objects.update(since=before, last_run_at=before)
    for frequency, moved in [("none", False), ("daily", True), ("weekly", False)]:
        SavedSearch.objects.update(since=before, last_run_at=before)
        after = actions.change_search(saved, name="Nom", frequency=frequency)
        assert ((after.since > before), after.frequency) == (moved, frequency)
    with pytest.raises(DomainError, match="Donnez un nom"):
        actions.change_search(saved, name="", frequency="none")


def test_stopping_all_keeps_the_searches_and_the_others(user):
    other = UserFactory()
    for person in (user, other):
        searched(person, "q=eau", "daily")
    searched(user, "q=air", "none")
    assert actions.stop_alerts(user) == 1
    assert list(SavedSearch.objects.of(user).values_list("frequency", flat=True)) == ["none", "none"]
    assert SavedSearch.objects.of(other).get().frequency == "daily"


def test_lists_are_those_of_the_rooms_and_registered_once():
    assert sorted(SEARCHES) == ["need", "solution"]
    with pytest.raises(ValueError, match="registered twice: need"):
        register(SEARCHES["need"])


@pytest.mark.parametrize(
    ("page", "kind"),
    [("/besoins/?q=fuites&page=2", "need"), ("/solutions/?q=fuites&maturite=in_service", "solution")],
)
def test_saved_from_the_list_then_named_then_found_again(client, user, page, kind):
    response = client.get(page)
    assert f'action="{URL}{kind}/enregistrer/"' in response.text
    query = (
        "q=fuites"
        if kind == "need"
        else next(iter(response.context["filter"].data.urlencode().split("&page")))
    )
    response = client.post(f"{URL}{kind}/enregistrer/", {"query": query}, follow=True)
    saved = SavedSearch.objects.get()
    assert response.redirect_chain == [(f"{URL}{saved.pk}/", 302)]
    assert "Recherche enregistrée" in response.text
    assert client.post(f"{URL}{saved.pk}/", {"name": "Mes fuites", "frequency": "daily"}).url == URL
    response = client.get(URL)
    (row,) = response.context["rows"]
    assert (row["saved"].name, row["saved"].frequency) == ("Mes fuites", "daily")
    assert (
        client.get(row["url"]).context["filter"].data
        == client.get(page.replace("&page=2", "")).context["filter"].data
    )
    assert "Mes fuites" in client.get(row["url"]).text


def test_saving_twice_says_so(client, user):
    for words in ["Donnez-lui un nom", "était déjà enregistrée"]:
        assert words in client.post(f"{URL}need/enregistrer/", {"query": "q=eau"}, follow=True).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"query": "\x00"},
        {"query": "x" * 30_000},
        {"query": "&".join(["a=1"] * 2000)},
        {"query": ["1", "2"]},
    ],
)
def test_hostile_query_is_calm(client, user, data):
    response = client.post(f"{URL}need/enregistrer/", data)
    assert response.status_code == 302 and response.url.startswith("/")


@pytest.mark.parametrize(
    "data", [{}, {"name": "", "frequency": "daily"}, {"name": "a\x00" * 200, "frequency": "faux"}]
)
def test_refused_form_says_why_and_changes_nothing(client, user, data):
    saved = searched(user, frequency="none")
    response = client.post(f"{URL}{saved.pk}/", data)
    assert response.status_code == 422 and "Erreur :" in response.text
    saved.refresh_from_db()
    assert saved.frequency == "none"


def test_visitor_is_led_to_sign_in_and_back(client, db):
    page = client.get("/besoins/?q=eau&etat=clos&page=1")
    assert 'href="/compte/connexion/?next=%2Fbesoins%2F%3Fetat%3Dclos%26q%3Deau"' in page.text
    assert "/enregistrer/" not in page.text


def test_searches_of_another_person_are_404(client, user):
    saved = searched(UserFactory(), "q=canari", "daily")
    pages = [f"{URL}{saved.pk}/", f"{URL}{saved.pk}/supprimer/"]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert [client.post(page).status_code for page in [*pages, f"{URL}{saved.pk}/vue/"]] == [404] * 3
    assert "canari" not in client.get(URL).text
    assert SavedSearch.objects.get().frequency == "daily"


def test_deleting_is_asked_once(client, user):
    saved = searched(user)
    assert "Supprimer cette recherche ?" in client.get(f"{URL}{saved.pk}/supprimer/").text
    assert SavedSearch.objects.count() == 1
    assert client.post(f"{URL}{saved.pk}/supprimer/").url == URL
    assert SavedSearch.objects.count() == 0


def test_new_results_are_counted_since_the_person_saw_them(client, user):
    now = timezone.now()
    saved = searched(user, "q=fuites", at=now - timedelta(days=2))
    for title, days, fields in [
        ("Chercher des fuites", 1, {}),
        ("Chercher des fuites", 3, {}),
        ("Repeindre un mur", 1, {"summary": "Mur", "current_situation": "Mur", "expected_result": "Mur"}),
    ]:
        need_at(now - timedelta(days=days), title, **fields)
    NeedFactory(submitted=True, title="Chercher des fuites")
    assert "1 nouveau" in client.get(URL).text
    client.post(f"{URL}{saved.pk}/vue/")
    assert "Rien de nouveau" in client.get(URL).text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, user, django_assert_num_queries, rows):
    before = timezone.now() - timedelta(days=1)
    for number in range(rows):
        searched(user, f"q=fuites+{number}&departement=67", at=before)
        searched(user, f"q=capteur+{number}", kind="solution", at=before)
    NeedFactory(published=True)
    SolutionFactory(published=True)
    with django_assert_num_queries(11):
        client.get(URL)


def test_nothing_published_since_is_known_by_one_query_per_list(user, django_assert_num_queries):
    NeedFactory(published=True)
    searches = [searched(user, f"q=eau+{number}") for number in range(3)]
    with django_assert_num_queries(1):
        assert set(new_counts(searches, timezone.now()).values()) == {0}


@pytest.mark.parametrize("page", ["/besoins/", "/solutions/"])
def test_saved_search_says_whether_it_alerts(client, user, page):
    kind = "need" if page == "/besoins/" else "solution"
    saved = searched(user, "", "none", kind)
    assert "sans alerte" in client.get(page).text
    actions.change_search(saved, name="Tout", frequency="weekly")
    assert "alerte en place" in client.get(page).text


def test_searches_are_for_those_without_organisation_too(client, user):
    assert "Aucune recherche enregistrée" in text_of(client.get(URL))
    client.force_login(buyer_user(waiting=True))
    assert client.post(f"{URL}need/enregistrer/", {"query": ""}).status_code == 302
