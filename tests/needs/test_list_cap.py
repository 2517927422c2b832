"""How many rows a list counts and pages: a dated parameter, kept for a minute."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.reference.filters import FIRST_MOST_ROWS, MOST_ROWS
from grandest_portal.reference.models import Parameter
from tests.suppliers.helpers import solution_in

LIST = "/besoins/"


def titles(response):
    return [str(row) for row in response.context["page_obj"]]


def cap_lists(value):
    starts_on = date(2020, 1, 1)
    Parameter.objects.update_or_create(key=MOST_ROWS, starts_on=starts_on, defaults={"value": value})
    cache.delete(MOST_ROWS)


@pytest.fixture
def three(make_need):
    """Needs about asbestos, « Amiante 0 » the newest; the last two have a small budget."""
    for rank in range(3):
        make_need(
            published=True,
            title=f"Amiante {rank}",
            published_at=timezone.now() - timedelta(days=rank),
            budget_band="lt_40k" if rank else "gt_1m",
        )


def test_the_cap_is_a_dated_parameter_that_is_read_once_a_minute(client, three):
    cap_lists(2)
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        assert "<h1>Plus de 2 besoins</h1>" in client.get(LIST).text
    assert not [query for query in queries if "reference_parameter" in query["sql"]]
    Parameter.objects.filter(key=MOST_ROWS).update(ends_on=date(2020, 1, 2))
    Parameter.objects.create(key=MOST_ROWS, value=50, starts_on=date(2020, 1, 3))
    assert "<h1>Plus de 2 besoins</h1>" in client.get(LIST).text
    cache.delete(MOST_ROWS)
    assert "<h1>3 besoins</h1>" in client.get(LIST).text


def test_a_list_beyond_its_cap_says_so_and_is_paged_within(client, three):
    cap_lists(2)
    response = client.get(LIST, {"page": "1000000000"})
    assert titles(response) == ["Amiante 0", "Amiante 1"]
    assert "<h1>Plus de 2 besoins</h1>" in response.text
    assert "Seuls les 2 premiers besoins sont montrés" in response.text
    budgets = response.context["filter"].form.fields["budget"].widget.choices
    assert next(str(label) for key, label in budgets if key == "lt_40k").endswith('class="count">1</span>')
    cap_lists(3)
    assert "<h1>3 besoins</h1>" in client.get(LIST).text


def test_a_search_ranks_among_its_newest_answers_beyond_the_cap(client, three):
    cap_lists(2)
    response = client.get(LIST, {"q": "amiante"})
    assert (titles(response), response.context["count_text"]) == (
        ["Amiante 0", "Amiante 1"],
        "Plus de 2 besoins",
    )


def test_the_census_obeys_the_same_parameter(client, sectors):
    for _rank in range(3):
        solution_in("published")
    cap_lists(2)
    assert "<h1>Plus de 2 solutions</h1>" in client.get("/solutions/").text


def test_without_the_parameter_a_list_is_bounded_still(client, three):
    assert not Parameter.objects.filter(key=MOST_ROWS).exists()
    response = client.get(LIST)
    assert response.context["filter"].most_rows == FIRST_MOST_ROWS
    assert titles(response) == ["Amiante 0", "Amiante 1", "Amiante 2"]
