"""The outlines of maps, measured as committed: whole, without gap or overlap, true to the reference tables."""

import csv
import math
import re
from collections import Counter, defaultdict

import pytest

from grandest_portal.reference.actions import DATA
from grandest_portal.reference.maps import (
    departments_of_epcis,
    drawing,
    epcis_within,
    legend,
    map_of,
    names_of,
    shade,
)

KINDS = ["department", "epci"]
SURFACE_KM2 = 57_441  # of the region, INSEE
UNITS_PER_DEGREE = 1000 / ((8.2333 - 3.3834) * math.cos(math.radians(48.75)))
KM_PER_DEGREE = 111.19


def rows_of(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rings(path):
    """The closed rings of a path « M x y l dx dy … z », as lists of points."""
    assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path)
    found = []
    for part in path.split("z")[:-1]:
        start, steps = part[1:].split("l")
        x, y = map(int, start.split())
        points, numbers = [(x, y)], list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def edges(points):
    return zip(points, points[1:] + points[:1], strict=True)


def surface(points):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(points)) / 2


def holds(outline, point):
    """Whether `point` lies inside: a ray to the right crosses the rings an odd number of times."""
    x, y = point[0] + 0.001, point[1] + 0.001
    crossed = 0
    for ring in outline:
        for (ax, ay), (bx, by) in edges(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


def loops(borders):
    """How many separate pieces the edges form."""
    near = defaultdict(set)
    for a, b in borders:
        near[a].add(b)
        near[b].add(a)
    left, count = set(near), 0
    while left:
        count, todo = count + 1, [left.pop()]
        while todo:
            for point in near[todo.pop()] & left:
                left.discard(point)
                todo.append(point)
    return count


def outer_border(kind):
    """Undirected edges that one area alone has; fails when more than two share one."""
    seen = Counter(
        frozenset(edge)
        for area in drawing(kind)["areas"]
        for ring in rings(area["d"])
        for edge in edges(ring)
    )
    assert max(seen.values()) == 2
    return [tuple(edge) for edge, times in seen.items() if times == 1]


def test_epcis_are_those_of_the_reference_tables():
    assert names_of("epci") == {row["siren"]: row["name"] for row in rows_of("epci.csv")}
    assert len(names_of("epci")) == 150
    where = defaultdict(set)
    for row in rows_of("communes.csv"):
        where[row["epci"]].add(row["department"])
    assert departments_of_epcis() == {code: tuple(sorted(found)) for code, found in where.items()}


def test_departments_are_those_of_the_reference_tables():
    assert names_of("department") == {row["code"]: row["name"] for row in rows_of("departments.csv")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_area_is_drawn_and_holds_its_number(kind):
    width, height = map(int, drawing(kind)["view_box"].split()[2:])
    for area in drawing(kind)["areas"]:
        outline = rings(area["d"])
        points = [point for ring in outline for point in ring]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points), area["name"]
        assert holds(outline, (area["label_x"], area["label_y"])), area["name"]


def test_neighbouring_epcis_share_their_border_without_gap_or_overlap():
    assert loops(outer_border("epci")) == 1


def test_a_gap_between_neighbours_would_be_seen_control(monkeypatch):
    areas = [dict(area) for area in drawing("epci")["areas"]]
    enclosed = next(area for area in areas if area["code"] == "200005957")
    others = {"view_box": "0 0 1000 859", "areas": [area for area in areas if area is not enclosed]}
    monkeypatch.setattr("tests.reference.test_maps.drawing", lambda kind: others)
    assert loops(outer_border("epci")) > 1


def test_the_region_keeps_its_surface():
    units = sum(abs(sum(map(surface, rings(area["d"])))) for area in drawing("epci")["areas"])
    km2 = units * (KM_PER_DEGREE / UNITS_PER_DEGREE) ** 2
    assert km2 == pytest.approx(SURFACE_KM2, rel=0.01)


def test_epcis_within_departments_count_those_that_stand_in_two():
    assert {"52", "88"} == set(departments_of_epcis()["200068559"])
    for code in ["52", "88"]:
        assert "200068559" in epcis_within([code])
    assert "200068559" not in epcis_within(["67"])
    assert len(epcis_within(names_of("department"))) == 150
    assert epcis_within([]) == []


@pytest.mark.parametrize(
    ("most", "texts"),
    [
        (0, ["0"]),
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (12, ["0", "1 à 2", "3 à 4", "5 à 7", "8 à 9", "10 à 12"]),
    ],
)
def test_legend_says_which_numbers_wear_a_shade(most, texts):
    entries = legend(most)
    assert [entry["text"] for entry in entries] == texts
    for count in range(most + 1):
        text = next(entry["text"] for entry in entries if entry["shade"] == shade(count, most))
        first, last = int(text.split(" à ")[0]), int(text.split(" à ")[-1])
        assert first <= count <= last


def test_near_numbers_wear_near_shades():
    counts = {"57": 104, "88": 98, "08": 20}
    drawn = map_of("department", counts, lambda code: "")
    assert [entry["text"] for entry in drawn["legend"]] == [
        "0",
        "1 à 20",
        "21 à 41",
        "42 à 62",
        "63 à 83",
        "84 à 104",
    ]
    shades = {area["code"]: area["shade"] for area in drawn["areas"]}
    assert (shades["57"], shades["88"], shades["08"], shades["67"]) == (5, 5, 1, 0)


def test_map_of_epcis_lists_what_has_a_count_and_names_the_others():
    drawn = map_of("epci", {"200068559": 3}, lambda code: f"?zone={code}", chosen="200068559")
    assert len(drawn["areas"]) == 150
    assert [(row["code"], row["count"], row["chosen"]) for row in drawn["rows"]] == [("200068559", 3, True)]
    assert len(drawn["empty"]) == 149


def test_map_of_departments_lists_them_all_by_name_whatever_their_count():
    one, other = (
        map_of("department", counts, lambda code: "")["rows"] for counts in [{"88": 9}, {"08": 4, "67": 2}]
    )
    names = [row["name"] for row in one]
    assert names == sorted(names) == [row["name"] for row in other]
    assert len(names) == 10
