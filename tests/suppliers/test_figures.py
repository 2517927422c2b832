"""The figures of the census: counted by PostgreSQL, hidden where few, the same work whatever the rows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.core.dates import months_after
from grandest_portal.reference.loading.sectors import classify_codes
from grandest_portal.reference.models import Parameter
from suppliers.enums import SolutionStatus
from suppliers.figures import cells_of, count, tables
from suppliers.models import Company, Solution
from tests.suppliers.helpers import solution_in


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.delete("census:figures")


@pytest.fixture
def least(dated_data):
    def least(number):
        Parameter.objects.filter(key="census_cell_minimum").update(value=number)

    return least


def cells(key, least=0):
    return {
        str(cell.label): cell.count
        for table in tables(count(), least)
        if table.key == key
        for cell in table.cells
    }


def test_counts_by_sector_place_and_maturity(scene, dated_data):
    Solution.objects.filter(title="Deux").update(trl=2)
    Solution.objects.filter(title="Partout").update(trl=None)
    places = cells("departements")
    assert (places["Moselle"], places["Vosges"], places["Marne"]) == (4, 3, 2)
    assert sorted(cells("secteurs").values())[-2:] == [1, 3]
    assert list(cells("maturite").values()) == [1, 0, 2, 1]


def test_ages_of_companies_and_of_sheets(areas, dated_data, sectors):
    year, now = timezone.localdate().year, timezone.now()
    for founded, months in [(year, 0), (year - 3, 6), (year - 8, 11), (year - 30, 30), (None, 24)]:
        solution = solution_in(SolutionStatus.PUBLISHED)
        Company.objects.filter(pk=solution.company_id).update(founded=founded)
        day = months_after(timezone.localdate(now), -months)
        Solution.objects.filter(pk=solution.pk).update(
            published_at=now.replace(year=day.year, month=day.month, day=day.day)
        )
    assert cells("entreprises") == {
        "Moins de 3 ans": 1,
        "De 3 ans à moins de 8 ans": 1,
        "De 8 ans à moins de 20 ans": 1,
        "20 ans et plus": 1,
        "Année de création non précisée": 1,
    }
    assert list(cells("fiches").values()) == [1, 2, 0, 2]


def test_small_cells_are_hidden_and_never_one_alone_of_a_whole():
    rows = [("a", 30), ("b", 2), ("c", 12), ("d", 0)]
    assert [cell.count for cell in cells_of(rows, 5, parts=False)] == [30, None, 12, 0]
    assert [cell.count for cell in cells_of(rows, 5, parts=True)] == [30, None, None, 0]
    assert [cell.count for cell in cells_of(rows, 2, parts=True)] == [30, 2, 12, 0]


def shown(counts, least, parts=True):
    return [cell.count for cell in cells_of([("", number) for number in counts], least, parts=parts)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Two of 1 add up to 2: beside the total, each would be 1.
        ([12, 1, 1, 30, 0], [None, None, None, 30, 0]),
        ([12, 2, 3, 30, 0], [12, None, None, 30, 0]),
        ([6, 1, 3, 7], [None, None, None, 7]),
        # Five of 1 add up to 5, and three of 4 to 12: as many ones, as many fours.
        ([1, 1, 1, 1, 1, 9, 20], [None, None, None, None, None, None, 20]),
        ([4, 4, 4, 5, 20], [None, None, None, None, 20]),
        # Nothing is left to hide them behind: which cells are empty is not said either.
        ([3, 0, 0], [None, None, None]),
        ([1, 1, 0], [None, None, None]),
        ([0, 0], [0, 0]),
    ],
)
def test_what_is_hidden_is_not_found_by_its_sum(counts, expected):
    assert shown(counts, 5) == expected


def test_control_without_a_total_only_the_small_cells_are_hidden():
    assert shown([12, 1, 1, 30, 0], 5, parts=False) == [12, None, None, 30, 0]


@pytest.mark.parametrize("total", range(1, 16))
def test_every_hidden_number_has_two_values_that_fit(total):
    """All tables of three cells of that total are drawn: what is shown leaves each hidden cell two values at least."""
    seen = {}
    for first in range(total + 1):
        for second in range(total + 1 - first):
            counts = (first, second, total - first - second)
            seen.setdefault(tuple(shown(counts, 4)), []).append(counts)
    for face, tables_of_it in seen.items():
        for place in (place for place, number in enumerate(face) if number is None):
            assert len({counts[place] for counts in tables_of_it}) > 1, (face, tables_of_it)


def test_page_and_file_say_the_same_and_hide_the_same(scene, client, least):
    least(4)
    page = client.get("/solutions/chiffres/")
    text = b"".join(client.get("/solutions/chiffres/export.csv").streaming_content).decode()
    assert "moins de 4, ou masqué" in page.text and "Par département desservi;Moselle;Solutions;4" in text
    assert "Par département desservi;Vosges;Solutions;moins de 4, ou masqué" in text


def test_drafts_and_archived_ones_count_nowhere(scene, dated_data):
    assert count()["solutions"]["sheet_0"] == 4


def test_same_number_of_queries_whatever_the_rows(scene, client, dated_data):
    def queries():
        cache.delete("census:figures")
        with CaptureQueriesContext(connection) as seen:
            client.get("/solutions/chiffres/")
        return len(seen)

    client.get("/solutions/chiffres/")
    few = queries()
    for _each in range(30):
        solution_in(SolutionStatus.PUBLISHED)
    classify_codes()
    assert queries() == few <= 10
