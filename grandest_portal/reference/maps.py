"""Maps drawn by the server: the outlines of departments and EPCI, coloured by what a room has counted.

A map helps to find. What it counts is carried out or served in an area; areas stand in the order of their names.
"""

import json
from functools import cache

from django.utils.translation import gettext as _

from grandest_portal.reference.actions import DATA
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.text import plain

SHADES = 5
FILES = {
    TerritoryKind.DEPARTMENT: ("departements_svg.json", "departements"),
    TerritoryKind.EPCI: ("epci_svg.json", "epci"),
}


@cache
def drawing(kind):
    """{view_box, areas: [{code, name, d, label_x, label_y}]} by name; an EPCI also holds its `departements`."""
    file, key = FILES[kind]
    content = json.loads((DATA / file).read_text(encoding="utf-8"))
    areas = sorted(content[key], key=lambda area: (plain(area["name"]), area["code"]))
    return {"view_box": content["viewBox"], "areas": areas}


def names_of(kind):
    """{code: name}, by name."""
    return {area["code"]: area["name"] for area in drawing(kind)["areas"]}


@cache
def departments_of_epcis():
    """{code of an EPCI: codes of the departments where it has communes}; nine of them stand in two."""
    return {area["code"]: tuple(area["departements"]) for area in drawing(TerritoryKind.EPCI)["areas"]}


def epcis_within(departments):
    """The codes of the EPCI that have a commune in one of `departments` (codes)."""
    return [code for code, where in departments_of_epcis().items() if not set(where).isdisjoint(departments)]


def shade(count, most):
    """0 for none, then 1 to 5 in equal parts of the highest count."""
    return -(-count * SHADES // most) if most else 0


def legend(most):
    """[{shade, text}] from 0 to the most; a shade that no whole number can take is left out."""
    entries = [{"shade": 0, "text": "0"}]
    for step in range(1, SHADES + 1):
        first, last = most * (step - 1) // SHADES + 1, most * step // SHADES
        if first == last:
            entries.append({"shade": step, "text": str(last)})
        elif first < last:
            entries.append(
                {"shade": step, "text": _("%(first)d à %(last)d") % {"first": first, "last": last}}
            )
    return entries


def map_of(kind, counts, url_of, chosen=""):
    """What components/map.html draws: `counts` is {code: number}, `url_of(code)` where a click leads.

    Shades go from 0: areas that count nearly the same look nearly the same.
    """
    drawn, most = drawing(kind), max(counts.values(), default=0)
    areas = [
        {
            "code": area["code"],
            "name": area["name"],
            "d": area["d"],
            "x": area["label_x"],
            "y": area["label_y"],
            "count": counts.get(area["code"], 0),
            "shade": shade(counts.get(area["code"], 0), most),
            "url": url_of(area["code"]),
            "chosen": area["code"] == chosen,
        }
        for area in drawn["areas"]
    ]
    fine = kind == TerritoryKind.EPCI
    return {
        "view_box": drawn["view_box"],
        "areas": areas,
        # Drawn over the neighbours of the chosen area, whose own lines would cover half of it.
        "outline": next((area["d"] for area in areas if area["chosen"]), ""),
        "legend": legend(most),
        "head": _("Intercommunalité") if fine else _("Département"),
        "fine": fine,
        # A table of 150 lines, nearly all of them zeros, helps nobody: these are named apart.
        "rows": [area for area in areas if area["count"]] if fine else areas,
        "empty": [area["name"] for area in areas if fine and not area["count"]],
    }
