"""Nothing but the texts enters a score or an order: change all the rest, nothing moves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import Parameter, Territory
from needs.actions import ensure_engine
from needs.matching.definition import LEXICAL, SEMANTIC
from needs.models import Match, Need
from suppliers.models import Company, Solution
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.matching.engines import refresh_need

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture(autouse=True, params=[LEXICAL, pytest.param(SEMANTIC, marks=pytest.mark.slow)])
def engine(request, settings, tmp_path_factory, dated_data):
    """Each rule holds for the version of words and for the version with meaning; here every pair is shown."""
    settings.MATCHING_ENCODER = request.param == SEMANTIC
    settings.MATCHING_FOLDER = str(tmp_path_factory.getbasetemp().parent / "matching")
    Parameter.objects.filter(key="match_band_review").update(value=0.01)
    ensure_engine(timezone.now())
    return request.param


def test_the_version_meant_is_the_one_that_computes(scene, engine):
    ranking(scene)
    assert set(Match.objects.values_list("engine", flat=True)) == {engine}


def ranking(need):
    refresh_need(need.pk, timezone.now())
    return list(Match.objects.of_need(need).values_list("solution", "score", "lexical"))


@pytest.fixture
def scene():
    need = NeedFactory(published=True)
    texts = [
        "fuite d'eau",
        "fuite d'eau dans les écoles",
        "eau",
        "compteurs d'eau relevés la nuit",
        "fuite d'eau",
    ]
    for text in texts:
        SolutionFactory(published=True, novelty=text)
    return need


def move_everybody(step):
    """Give every company the place, name, country, size, age and dates of another one."""
    towns = [
        Territory.objects.create(kind=TerritoryKind.COMMUNE, code=f"9900{n}", name=f"Commune {n}")
        for n in range(3)
    ]
    organisations = list(Organisation.objects.order_by("pk"))
    for index, organisation in enumerate(organisations):
        place = (index + step) % 3
        Organisation.objects.filter(pk=organisation.pk).update(
            name=f"Nom {(index * 7 + step) % 100}",
            commune=towns[place],
            city=towns[place].name,
            postal_code=f"6{place}000",
            country=["FR", "DE", "LU"][place],
            verified_at=timezone.now() - timedelta(days=index * step),
        )
    for index, company in enumerate(Company.objects.order_by("pk")):
        company.headcount, company.founded = (
            ["0-9", "10-49", "50-249"][(index + step) % 3],
            1990 + index * step,
        )
        company.save(update_fields=["headcount", "founded"])
    for index, solution in enumerate(Solution.objects.order_by("pk")):
        Solution.objects.filter(pk=solution.pk).update(
            published_at=timezone.now() - timedelta(days=index * step),
            trl=1 + (index + step) % 9,
            references="x",
        )


@pytest.mark.parametrize("step", [1, 2])
def test_places_names_sizes_and_dates_change_neither_scores_nor_order(scene, step):
    before = ranking(scene)
    move_everybody(step)
    scene.territories.set(Territory.objects.all())
    assert ranking(scene) == before
    assert len(before) == 5


def test_the_buyer_changes_neither_scores_nor_order(scene):
    before = ranking(scene)
    Need.objects.filter(pk=scene.pk).update(buyer=NeedFactory(published=True).buyer, budget_band="gt_1m")
    assert ranking(scene) == before


def test_the_texts_do_change_the_scores(scene):
    """The control: were scores constant, the tests above would prove nothing."""
    before = ranking(scene)
    Solution.objects.filter(pk=before[0][0]).update(problem_solved="Orgue ancien.", description="Partitions.")
    assert ranking(scene) != before


def test_equal_scores_are_ordered_by_the_hash_of_the_pair(scene):
    rows = Match.objects.of_need(scene)
    ranking(scene)
    tied = [row for row in rows if row.score == rows[0].score] or [rows[0]]
    assert [row.tie_break for row in tied] == sorted(row.tie_break for row in tied)
