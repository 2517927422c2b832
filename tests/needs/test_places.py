"""Where needs are carried out: the filters and the counts, for every mix of region, departments and EPCI."""

import pytest
from django.contrib.postgres.expressions import ArraySubquery

from needs.models import Need
from needs.places import (
    carried_out_in_departments,
    carried_out_in_epcis,
    departments_where,
    named_counts,
    place_codes,
    whole_region,
)
from tests.needs.places_scene import METZ, OUEST_VOSGIEN, add_epcis

SCENE = {
    "region": ["44"],
    "region and more": ["44", "57", METZ],
    "moselle": ["57"],
    "moselle twice": ["57", METZ],
    "metz": [METZ],
    "west": [OUEST_VOSGIEN],
    "west and vosges": [OUEST_VOSGIEN, "88"],
    "nowhere": [],
}
EVERYWHERE = {"region", "region and more"}


@pytest.fixture
def scene(make_need, places):
    add_epcis(places)
    for title, codes in SCENE.items():
        make_need(title=title, published=True).territories.set([places[code] for code in codes])


def titles(condition):
    return set(Need.objects.filter(condition).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["57"], {"moselle", "moselle twice", "metz"}),
        (["88"], {"west", "west and vosges"}),
        (["52"], {"west", "west and vosges"}),
        (["08"], set()),
        (["57", "52"], {"moselle", "moselle twice", "metz", "west", "west and vosges"}),
    ],
)
def test_a_department_holds_what_its_epcis_hold(scene, wanted, expected):
    assert titles(carried_out_in_departments(wanted)) == expected | EVERYWHERE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (METZ, {"metz", "moselle", "moselle twice"}),
        (OUEST_VOSGIEN, {"west", "west and vosges"}),
        ("200067213", set()),
    ],
)
def test_an_epci_holds_what_its_departments_hold(scene, code, expected):
    assert titles(carried_out_in_epcis([code])) == expected | EVERYWHERE


def test_each_need_counts_once_in_each_area_that_it_names(scene):
    rows = Need.objects.public()
    assert named_counts("department", rows) == {"57": 3, "88": 2, "52": 2}
    assert named_counts("epci", rows) == {METZ: 2, OUEST_VOSGIEN: 2}
    assert whole_region(rows).distinct().count() == 2


def test_counts_stay_within_the_needs_that_are_asked_about(scene):
    rows = Need.objects.filter(title="metz")
    assert named_counts("department", rows) == {"57": 1}
    assert named_counts("epci", Need.objects.none()) == {}


def test_departments_where_a_need_is_carried_out_are_those_whose_filter_finds_it(scene):
    needs = Need.objects.annotate(places=ArraySubquery(place_codes()))
    where = {need.title: set(departments_where(need.places)) for need in needs}
    assert where["west"] == {"52", "88"}
    assert (where["moselle twice"], where["nowhere"], len(where["region and more"])) == ({"57"}, set(), 10)
    for code in ["57", "88", "52", "08"]:
        assert titles(carried_out_in_departments([code])) == {
            title for title in where if code in where[title]
        }
