"""Where a solution can be delivered: the form, its page, the facet; no order and no address knows a seat."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from grandest_portal.core.models import AuditValue
from suppliers.actions import create_solution, missing_answers_of, update_solution
from suppliers.enums import SolutionStatus
from suppliers.filters import SolutionFilter
from suppliers.forms import WhereForm
from suppliers.models import Company, Solution
from suppliers.places import served_text
from suppliers.searches import SavedSolutionFilter
from tests.factories import CompanyFactory, company_user
from tests.suppliers.helpers import code, member, solution_in

pytestmark = pytest.mark.django_db
LIST = "/solutions/"
SEATS = [
    "siege",
    "ville",
    "commune",
    "departement",
    "region",
    "pays",
    "city",
    "insee",
    "epci",
    "zone",
    "lieu",
]


def titles(response):
    return [solution.title for solution in response.context["page_obj"]]


@pytest.mark.parametrize(
    ("chosen", "held", "shown"),
    [
        ([], [], "partout"),
        (["57", "88"], ["57", "88"], "Moselle, Vosges"),
        (["region"], ["44"], "toute la région"),
        ("all", ["44"], "toute la région"),
    ],
)
def test_the_form_keeps_what_was_meant(areas, chosen, held, shown):
    row = code()
    chosen = list(areas)[1:] if chosen == "all" else chosen
    keys = [each if each == "region" else str(areas[each].pk) for each in chosen]
    form = WhereForm({"cpv": row.code, "served": keys})
    assert form.is_valid(), form.errors
    user = member(CompanyFactory())
    company = Company.objects.get(organisation__memberships__user=user)
    solution = create_solution(company, data={"title": "Essai", **form.cleaned_data}, by=user)
    assert sorted(solution.served.values_list("code", flat=True)) == held
    assert served_text(solution) == shown
    again = WhereForm(instance=solution)["served"].value()
    assert set(again) == ({"region"} if held == ["44"] else {areas[each].pk for each in held})


def test_a_department_of_nowhere_is_refused(areas):
    code()
    form = WhereForm({"cpv": "38420000", "served": ["0"]})
    assert list(form.errors) == ["served"]


def test_it_is_never_required():
    assert missing_answers_of(solution_in(SolutionStatus.DRAFT, trl=8)) == []


def test_the_steps_ask_for_it_and_the_check_page_says_it(client, areas):
    solution = solution_in(SolutionStatus.DRAFT)
    client.force_login(member(solution.company))
    check = reverse("suppliers:solution_check", args=[solution.pk])
    assert "Partout" in client.get(check).text
    page = reverse("suppliers:solution_edit", args=[solution.pk, "classement"])
    text = client.get(page).text
    assert "Où votre solution peut-elle être fournie ?" in text
    assert "checked" not in text
    client.post(page, {"cpv": "38420000", "served": [areas["57"].pk, areas["88"].pk], "version": "1"})
    assert "Moselle, Vosges" in client.get(check).text
    assert client.get(page).text.count("checked") == 2


def test_a_change_is_a_new_version_with_its_audit_entry(areas):
    solution = solution_in(SolutionStatus.DRAFT)
    user = member(solution.company)
    changed = update_solution(solution, data={"served": [areas["57"]]}, by=user)
    assert changed.version == solution.version + 1
    same = update_solution(changed, data={"served": [areas["57"]]}, by=user)
    assert same.version == changed.version
    values = AuditValue.objects.filter(entry__verb="solution.updated").order_by("entry_id")
    assert [each.payload["after"] for each in values] == [{"served": [areas["57"].pk]}]


@pytest.mark.parametrize(
    ("title", "words"),
    [("Partout", "Partout"), ("Région", "Toute la région"), ("Deux", "Moselle, Vosges")],
)
def test_the_page_of_a_solution_says_where(client, scene, title, words):
    page = client.get(reverse("suppliers:solution_detail", args=[scene[title].pk]))
    assert f"<dt>Peut être fournie</dt><dd>{words}</dd>" in page.text


@pytest.mark.parametrize(
    ("departments", "expected"),
    [
        (["57"], {"Partout", "Région", "Moselle", "Deux"}),
        (["88"], {"Partout", "Région", "Deux"}),
        (["08"], {"Partout", "Région"}),
        (["88", "57"], {"Partout", "Région", "Moselle", "Deux"}),
        (["99"], {"Partout", "Région", "Moselle", "Deux"}),
    ],
)
def test_the_facet_finds_those_that_serve_a_department(client, scene, departments, expected):
    response = client.get(LIST, {"fournie": departments})
    assert set(titles(response)) == expected
    saved = SavedSolutionFilter(QueryDict(f"fournie={departments[0]}"), Solution.objects.published())
    if departments != ["99"]:
        assert len(response.context["chips"]) == len(departments)
        alone = client.get(LIST, {"fournie": departments[:1]})
        assert {row.title for row in saved.qs} == set(titles(alone))


def test_each_choice_counts_what_it_would_show(client, scene):
    numbers = SolutionFilter(QueryDict("fournie=88"), Solution.objects.published().order_by("pk")).numbers()
    assert numbers["fournie"]["57"] == 4
    for department in ["57", "88", "08"]:
        assert numbers["fournie"][department] == len(titles(client.get(LIST, {"fournie": department})))


def test_the_facet_changes_no_order(client, scene):
    """Those that answer stand in the order in which they stood among all."""
    order = titles(client.get(LIST))
    for department in ["57", "88", "08"]:
        found = titles(client.get(LIST, {"fournie": department}))
        assert found == [title for title in order if title in found]


@pytest.mark.parametrize("query", [{}, {"q": "capteur"}])
def test_what_a_solution_serves_changes_no_order(client, scene, areas, query):
    before = titles(client.get(LIST, query))
    for rank, solution in enumerate(scene.values()):
        solution.served.set(list(areas.values())[rank : rank + 3] if rank % 2 else [])
    assert titles(client.get(LIST, query)) == before


@pytest.mark.parametrize("name", SEATS)
@pytest.mark.parametrize("url", [LIST, "/solutions/carte/"])
def test_no_address_accepts_a_seat(client, scene, name, url):
    """The list and the map know no such parameter: neither rows nor order nor numbers change."""
    company_user()
    Company.objects.order_by("pk").first().organisation.__class__.objects.update(city="Metz", country="FR")
    plain, asked = client.get(url), client.get(url, {name: "Metz"})
    if url == LIST:
        assert (titles(asked), asked.context["chips"]) == (titles(plain), [])
    else:
        assert asked.context["map"] == plain.context["map"]
        assert asked.context["chips"] == []


def test_no_filter_reads_the_organisation(scene):
    """Control of the test above, from the inside: whatever is chosen, the SQL does not touch the companies."""
    query = QueryDict("secteur=eau-dechets&maturite=in_service&fournie=57")
    filterset = SolutionFilter(query, Solution.objects.published())
    assert set(filterset.chosen) == {"secteur", "maturite", "fournie"}
    assert "organisation" not in str(filterset.qs.query)
    assert "company" not in str(filterset.qs.query.where)
