"""A search that few needs answer in full also shows those that hold a part of its words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.reference.filters import list_rows_max
from grandest_portal.reference.models import Parameter
from needs.enums import BudgetBand
from needs.tasks import learn_words

LIST = "/besoins/"
WORDS = "drone forêt scolytes"
TITLE = "Besoins qui ont une partie de vos mots"

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def publish(make_need):
    """A public need with this title alone; the later made, the newer."""
    made = []

    def make(title, **fields):
        made.append(title)
        at = timezone.now() - timedelta(days=30) + timedelta(hours=len(made))
        texts = {"summary": "", "current_situation": "Situation.", "expected_result": "Effet."}
        return make_need(published=True, title=title, published_at=at, **{**texts, **fields})

    return make


def shown(client, words=WORDS, **query):
    """(titles with all the words, titles with some of them); the words of public texts are known."""
    learn_words()
    response = client.get(LIST, {"q": words, **query})
    rows = [row["title"] for row in response.context["partly"]]
    assert (TITLE in response.text) == bool(rows)
    return [str(need) for need in response.context["page_obj"]], rows


def test_most_words_come_first_then_the_newest(client, publish):
    publish("Drone pour la forêt et ses scolytes")
    publish("Drone en forêt")
    publish("Forêt et scolytes")
    publish("Drone postal")
    publish("Toiture d'école")
    assert shown(client) == (
        ["Drone pour la forêt et ses scolytes"],
        ["Forêt et scolytes", "Drone en forêt", "Drone postal"],
    )


def test_without_any_full_answer_the_others_are_shown(client, publish):
    publish("Drone en forêt")
    page = client.get(LIST, {"q": WORDS})
    assert "<h1>Aucun besoin</h1>" in page.text and "Drone en forêt" in page.text
    assert "L'un ou l'autre" not in page.text and "drone+or+" not in page.text


def test_place_never_counts(client, publish, places):
    near, far = publish("Drone en forêt"), publish("Drone et scolytes")
    before = shown(client)
    for need, place in [(near, "44"), (far, "08")]:
        need.territories.set([places[place]])
    assert shown(client) == before
    # A filter keeps some of them, in the same order.
    assert shown(client, departement="08")[1] == before[1]


@pytest.mark.parametrize(("full", "some"), [(4, 1), (5, 0)])
def test_enough_full_answers_are_a_dated_parameter(client, publish, full, some):
    publish("Drone en forêt")
    for _each in range(full):
        publish("Drone, forêt, scolytes")
    assert [len(rows) for rows in shown(client)] == [full, some]
    Parameter.objects.filter(key="search_few_results").update(value=full + 1 if not some else full)
    assert len(shown(client)[1]) == (0 if some else 1)


def test_other_filters_hold_for_them_too(client, publish):
    publish("Drone en forêt", budget_band=BudgetBand.LT_40K)
    publish("Drone et scolytes", budget_band=BudgetBand.GT_1M)
    assert shown(client, budget="lt_40k")[1] == ["Drone en forêt"]


@pytest.mark.parametrize(
    "words", ["drone", '"drone forêt scolytes"', "drone -forêt", "drone or scolytes", "le la"]
)
def test_search_that_says_exactly_what_it_wants_is_left_alone(client, publish, words):
    publish("Drone en forêt")
    publish("Scolytes")
    assert shown(client, words)[1] == []


def test_mistyped_words_count_as_their_neighbours(client, publish):
    publish("Drone en forêt")
    assert shown(client, "dronne forêt scolytes")[1] == ["Drone en forêt"]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_query_whatever_the_rows(client, publish, rows, django_assert_num_queries):
    for _row in range(rows):
        publish("Drone, forêt, scolytes")
        publish("Drone en forêt")
    learn_words()
    list_rows_max()  # kept for a minute
    with django_assert_num_queries(8):
        client.get(LIST, {"q": WORDS})
