"""Where needs are carried out: the filters and the counts, for every mix of region, departments and EPCI."""

import pytest

from grandest_portal.reference.place_counts import ALL, place_counts
from needs.models import Need
from needs.places import PLACES
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
    assert titles(PLACES.in_departments(wanted)) == expected | EVERYWHERE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (METZ, {"metz", "moselle", "moselle twice"}),
        (OUEST_VOSGIEN, {"west", "west and vosges"}),
        ("200067213", set()),
    ],
)
def test_an_epci_holds_what_its_departments_hold(scene, code, expected):
    assert titles(PLACES.in_epcis([code])) == expected | EVERYWHERE


def counted(rows):
    return place_counts(PLACES, rows)[ALL]


def test_each_need_counts_once_in_each_area_that_it_names(scene):
    numbers = counted(Need.objects.public())
    assert numbers["named"]["department"] == {"57": 3, "88": 2, "52": 2}
    assert numbers["named"]["epci"] == {METZ: 2, OUEST_VOSGIEN: 2}
    assert {name: numbers[name] for name in ["total", "everywhere", "unplaced", "departments"]} == {
        "total": 8,
        "everywhere": 2,
        "unplaced": 1,
        "departments": 3,
    }


@pytest.mark.parametrize(
    ("kind", "condition"), [("department", PLACES.in_departments), ("epci", PLACES.in_epcis)]
)
def test_what_is_found_in_an_area_is_what_its_filter_keeps(scene, kind, condition):
    numbers = counted(Need.objects.public())
    for code in {"department": ["57", "88", "52", "08"], "epci": [METZ, OUEST_VOSGIEN, "200067213"]}[kind]:
        found = numbers["found"][kind].get(code, 0) + numbers["everywhere"]
        assert found == len(titles(condition([code]))), code


def test_counts_stay_within_the_needs_that_are_asked_about(scene):
    assert counted(Need.objects.filter(title="metz"))["named"]["department"] == {"57": 1}
    assert counted(Need.objects.none())["named"]["epci"] == {}


def test_counts_are_one_statement(scene, django_assert_num_queries):
    """And the names of the territories."""
    with django_assert_num_queries(2):
        counted(Need.objects.public())


def test_departments_where_a_need_is_carried_out_are_those_whose_filter_finds_it(scene):
    needs = Need.objects.annotate(places=PLACES.carried)
    where = {need.title: set(PLACES.departments_of(need.places)) for need in needs}
    assert where["west"] == {"52", "88"}
    assert (where["moselle twice"], where["nowhere"], len(where["region and more"])) == ({"57"}, set(), 10)
    for code in ["57", "88", "52", "08"]:
        assert titles(PLACES.in_departments([code])) == {title for title in where if code in where[title]}
