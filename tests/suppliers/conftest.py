"""Solutions that differ in where they can be delivered, and the territories that they name."""

import pytest

from grandest_portal.reference.loading.sectors import classify_codes
from grandest_portal.reference.maps import drawing
from grandest_portal.reference.models import Territory
from suppliers.enums import SolutionStatus
from tests.suppliers.helpers import code, solution_in

WATER, WORKS = "38420000", "45259900"
SCENE = {
    "Partout": ([], WATER),
    "Région": (["44"], WATER),
    "Moselle": (["57"], WATER),
    "Deux": (["57", "88"], WORKS),
}


@pytest.fixture
def areas(db):
    """{code: territory}: the region under « 44 » and its ten departments."""
    region = Territory.objects.create(kind="region", code="44", name="Grand Est")
    rows = {"44": region}
    for area in drawing("department")["areas"]:
        fields = {"code": area["code"], "name": area["name"], "parent": region}
        rows[area["code"]] = Territory.objects.create(kind="department", **fields)
    return rows


@pytest.fixture
def scene(areas, sectors):
    """{title: published solution} of SCENE; a draft and an archived one of the Moselle stand beside them."""
    rows = {}
    for title, (served, digits) in SCENE.items():
        rows[title] = solution_in(SolutionStatus.PUBLISHED, title=title)
        rows[title].served.set([areas[each] for each in served])
        rows[title].cpv.set([code(digits, f"Code {digits}")])
    for status in [SolutionStatus.DRAFT, SolutionStatus.ARCHIVED]:
        solution_in(status, title="Cachée").served.set([areas["57"]])
    classify_codes()
    return rows
