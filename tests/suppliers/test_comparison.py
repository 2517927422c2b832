"""Solutions and needs side by side: the order of the address, four at most, what each reader may read."""

import re

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import NeedFactory, buyer_user
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db
PAGE = "/solutions/comparer/"
PUBLISHED = SolutionStatus.PUBLISHED


def headings(response):
    return [side.title for side in response.context["comparison"].sides]


def row(response, label):
    return dict((str(name), cells) for name, cells in response.context["comparison"].rows)[label]


@pytest.fixture
def three():
    return [solution_in(PUBLISHED, title=f"Solution {name}") for name in "ABC"]


def test_sides_stand_in_the_order_of_the_address_and_once_each(client, three):
    a, b, c = (solution.pk for solution in three)
    assert headings(client.get(PAGE, {"s": [c, a, c, b]})) == ["Solution C", "Solution A", "Solution B"]
    assert headings(client.get(PAGE, {"s": [f"S-{b}", a]})) == ["Solution B", "Solution A"]


def test_four_at_most_and_the_rest_is_said(client, three):
    more = [solution_in(PUBLISHED, title=f"Solution {name}") for name in "DE"]
    response = client.get(PAGE, {"s": [solution.pk for solution in [*three, *more]]})
    assert headings(response) == [f"Solution {name}" for name in "ABCD"]
    assert "1 est laissée de côté" in response.text
    assert 'name="s" maxlength' not in response.text


@pytest.mark.parametrize("status", sorted(set(SolutionStatus) - {PUBLISHED}))
def test_what_is_not_published_is_shown_to_nobody_its_own_people_included(client, three, status):
    hidden = solution_in(status, title="Cachée")
    client.force_login(member(hidden.company))
    response = client.get(PAGE, {"s": [three[0].pk, hidden.pk]})
    assert headings(response) == ["Solution A"]
    assert "Cachée" not in response.text
    assert "1 fiche demandée n'est pas publiée" in response.text


def test_an_answer_kept_for_buyers_is_read_by_them_alone(client, three):
    Solution.objects.filter(pk=three[0].pk).update(
        security="Données chiffrées.", interfaces="Format ouvert.", audiences={"security": "buyers"}
    )
    address = {"s": [three[0].pk, three[1].pk]}
    page = client.get(PAGE, address)
    assert "Données chiffrées." not in page.text and "Format ouvert." in page.text
    assert "ne montre pas à tout le monde" in str(row(page, "Sécurité et données personnelles")[0])
    buyer = buyer_user()
    Organisation.objects.filter(memberships__user=buyer).update(verified_at=timezone.now())
    client.force_login(buyer)
    assert row(client.get(PAGE, address), "Sécurité et données personnelles") == ["Données chiffrées.", ""]


def test_the_table_has_headers_and_is_reached_by_the_keyboard(client, three):
    page = client.get(PAGE, {"s": [solution.pk for solution in three]}).text
    assert page.count('<th scope="col">') == 4
    assert page.count('<th scope="row">') == len(re.findall(r'<th scope="row">[^<]+</th>', page)) > 3
    assert re.search(r'<div class="table-scroll" role="region" aria-label="[^"]+" tabindex="0">', page)
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="{PAGE}?s={three[1].pk}&amp;s={three[2].pk}"' in page


@pytest.mark.parametrize(
    "query",
    ["", "s=", "s=x", "s=%00", "s=" + "9" * 40, "s=-1", "s=²", "s=1&s=999999", "page=2&s=" + "1&s=" * 90],
)
def test_odd_addresses_are_answered(client, three, query):
    assert client.get(f"{PAGE}?{query}", follow=True).status_code == 200
    assert client.get(f"/solutions/?{query}", follow=True).status_code == 200


def test_texts_are_shown_as_texts(client):
    solution = solution_in(PUBLISHED, title="<b>A</b>", problem_solved="<i>x</i>\nligne")
    page = client.get(PAGE, {"s": solution.pk}).text
    assert "<b>A" not in page and "<i>x" not in page and "ligne" in page


def test_a_comparison_costs_the_same_queries_for_one_and_for_four(client, three, django_assert_num_queries):
    for some in [three[:1], three]:
        with django_assert_num_queries(1):
            client.get(PAGE, {"s": [solution.pk for solution in some]})


def test_the_list_has_boxes_and_keeps_what_was_chosen_elsewhere(client, three):
    page = client.get("/solutions/", {"s": [three[0].pk, 987654]}).text
    assert f'<form id="comparer" class="no-print" method="get" action="{PAGE}">' in page
    assert '<input type="hidden" name="s" value="987654">' in page
    assert f'value="{three[0].pk}" form="comparer" checked' in page
    assert f'value="{three[1].pk}" form="comparer">' in page
    assert page.count('form="comparer"') == 3
    files = client.get("/solutions/", {"s": three[0].pk}).context["addresses"]
    assert "s=" not in files["csv"] + files["here"] + files["atom"]


def test_a_saved_search_does_not_keep_what_was_compared(client, three):
    from grandest_portal.follow.searches import SEARCHES

    assert not {"s", "jour"} & set(SEARCHES["solution"].names) and not {"s"} & set(SEARCHES["need"].names)


def test_needs_are_compared_by_the_same_page(client, three):
    rows = [NeedFactory(published=True, title=f"Besoin {name}") for name in "AB"]
    draft = NeedFactory(title="Brouillon secret")
    response = client.get("/besoins/comparer/", {"s": [rows[1].pk, draft.pk, f"B-{rows[0].pk}"]})
    assert headings(response) == ["Besoin B", "Besoin A"]
    assert "secret" not in response.text and len(row(response, "Budget")) == 2
    page = client.get("/besoins/", {"s": rows[0].pk}).text
    assert f'value="{rows[0].pk}" form="comparer" checked' in page
    assert f"/besoins/comparer/?s={rows[0].pk}" in client.get(f"/besoins/{rows[0].pk}/").text
