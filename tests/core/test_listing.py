"""Lists: whatever `?page=` says, removable filters, an order that favours nobody."""

from datetime import date, timedelta

import django_filters
import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.listing import chips_of, clean_address, in_state, neutral_order, page_of
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import NeedFactory, OrganisationFactory, SolutionFactory, buyer_user, company_user


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("1", 1),
        ("3", 3),
        ("4", 3),
        ("1000000000", 3),
        ("0", 1),
        ("-7", 1),
        ("x", 1),
        ("", 1),
        ("9" * 5000, 1),
        ("\x00", 1),
    ],
)
def test_page_of_answers_whatever_is_asked(rf, asked, number):
    request = rf.get("/", {"page": asked})
    assert page_of(request, list(range(45))).number == number


def test_page_of_an_empty_list_is_its_first(rf):
    page = page_of(rf.get("/", {"page": "9"}), [])
    assert (page.number, list(page), isinstance(page.paginator, Paginator)) == (1, [], True)


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("?q=&tri=", "/besoins/"),
        ("?q=&secteur=a&secteur=&secteur=b&page=", "/besoins/?secteur=a&secteur=b"),
        ("?q=%C3%A9t%C3%A9+&tri=", "/besoins/?q=%C3%A9t%C3%A9+"),
    ],
)
def test_empty_fields_leave_the_address(rf, asked, clean):
    answer = clean_address(lambda request: None)(rf.get("/besoins/" + asked))
    assert (answer.status_code, answer.url) == (302, clean)


@pytest.mark.parametrize("asked", ["", "?q=eau", "?secteur=a&secteur=b&page=2", "?q=+"])
def test_clean_address_is_answered_at_once(rf, asked):
    assert clean_address(lambda request: "answered")(rf.get("/besoins/" + asked)) == "answered"


@pytest.mark.parametrize("address", ["/besoins/", "/solutions/", "/besoins/carte/"])
def test_lists_answer_at_one_address(client, db, address):
    assert client.get(f"{address}?q=&secteur=&page=").url == address


def test_neutral_order_is_the_same_all_day_and_changes_the_next(db):
    for _each in range(12):
        OrganisationFactory()
    today = date(2026, 9, 1)
    orders = [
        [row.pk for row in neutral_order(Organisation.objects.all(), today + timedelta(days=day))]
        for day in [0, 0, 1]
    ]
    assert orders[0] == orders[1] and orders[0] != orders[2] and sorted(orders[0]) == sorted(orders[2])


def test_neutral_order_favours_nobody_over_the_days(db):
    """Each of four rows comes first about as often as the others."""
    rows = [OrganisationFactory().pk for _each in range(4)]
    firsts = [
        neutral_order(Organisation.objects.all(), date(2026, 1, 1) + timedelta(days=day)).first().pk
        for day in range(400)
    ]
    assert all(60 < firsts.count(row) < 140 for row in rows)


class OrganisationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", label="Nom")
    country = django_filters.MultipleChoiceFilter(
        choices=[("DE", "Allemagne"), ("FR", "France")], label="Pays"
    )

    class Meta:
        model = Organisation
        fields = []


def chips(query):
    data = QueryDict(query)
    return [
        (chip["label"], chip["remove_url"])
        for chip in chips_of(OrganisationFilter(data, Organisation.objects.all()), data)
    ]


def test_each_active_filter_can_be_removed_alone():
    assert chips("country=DE&country=FR&q=eau&page=3") == [
        ("Nom : eau", "?country=DE&country=FR"),
        ("Allemagne", "?country=FR&q=eau"),
        ("France", "?country=DE&q=eau"),
    ]


@pytest.mark.parametrize("query", ["", "q=&page=2", "q=%20", "country=XX", "autre=1"])
def test_nothing_active_gives_no_chip(query):
    assert chips(query) == []


@pytest.mark.parametrize(
    ("query", "titles", "chips"),
    [
        ("", ["Brouillon", "Envoyée"], []),
        ("?etat=draft", ["Brouillon"], ["Brouillon"]),
        ("?etat=archived", [], ["Archivée"]),
        ("?etat=inconnu", ["Brouillon", "Envoyée"], []),
        ("?etat=%00", ["Brouillon", "Envoyée"], []),
    ],
)
def test_in_state_keeps_one_state_and_says_how_to_leave_it(rf, db, query, titles, chips):
    SolutionFactory(title="Brouillon")
    SolutionFactory(title="Envoyée", submitted=True)
    rows, shown = in_state(
        rf.get(f"/mes-solutions/{query}"), Solution.objects.order_by("title"), SolutionStatus
    )
    assert [row.title for row in rows] == titles
    assert [(chip["label"], chip["remove_url"]) for chip in shown] == [
        (label, "/mes-solutions/") for label in chips
    ]


@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("?etat=draft", 1), ("?etat=rejected", 0), ("?etat=x", 2)]
)
def test_own_texts_can_be_kept_to_one_state(client, db, query, count):
    for make, factory, page in [
        (buyer_user, NeedFactory, "needs:mine"),
        (company_user, SolutionFactory, "suppliers:mine"),
    ]:
        user = make()
        organisation = user.memberships.get().organisation
        owner = {"buyer": organisation.buyer} if make is buyer_user else {"company": organisation.company}
        factory(**owner), factory(submitted=True, **owner)
        client.force_login(user)
        assert client.get(reverse(page) + query).context["page_obj"].paginator.count == count
