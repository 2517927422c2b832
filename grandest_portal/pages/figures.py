"""What the home page counts and draws: open needs by department of execution, solutions, companies, meetings."""

import json
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from grandest_portal.reference.actions import DATA
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import Wording
from meetings.models import Meeting
from needs.enums import NeedStatus
from needs.models import Need
from suppliers.models import Solution

SHADES = 5


@lru_cache(maxsize=1)
def drawing():
    """The outlines of the ten departments: {viewBox, departements: [{code, name, d, label_x, label_y}]}."""
    return json.loads((DATA / "departements_svg.json").read_text(encoding="utf-8"))


def open_counts():
    """{total, everywhere}: needs open to exchanges, and those of them carried out in the whole region."""
    region = Need.objects.filter(pk=OuterRef("pk"), territories__kind=TerritoryKind.REGION)
    return Need.objects.published().aggregate(
        total=Count("pk"), everywhere=Count("pk", filter=Exists(region))
    )


def open_needs_by_department(everywhere):
    """{code: open needs carried out there}; the `everywhere` needs of the whole region count in each.

    So does the list of needs filtered by a department: the number on the map is the length of that list.
    """
    places = Need.territories.through.objects.filter(need__status=NeedStatus.PUBLISHED)
    whole = places.filter(territory__kind=TerritoryKind.REGION).values("need")
    apart = places.filter(territory__kind=TerritoryKind.DEPARTMENT).exclude(need__in=whole)
    counts = dict(
        apart.values_list("territory__code")
        .annotate(Count("need", distinct=True))
        .order_by("territory__code")
    )
    return {area["code"]: counts.get(area["code"], 0) + everywhere for area in drawing()["departements"]}


def shade(count, most):
    """0 for none, then 1 to 5 in equal parts of the highest count."""
    return -(-count * SHADES // most) if most else 0


def need_map(everywhere):
    """What components/map.html draws. The places say where the work is done, never who may answer."""
    counts = open_needs_by_department(everywhere)
    most = max(counts.values())
    return {
        "view_box": drawing()["viewBox"],
        "areas": [
            {
                "code": area["code"],
                "name": area["name"],
                "d": area["d"],
                "x": area["label_x"],
                "y": area["label_y"],
                "count": counts[area["code"]],
                "shade": shade(counts[area["code"]], most),
                "url": f"{reverse('needs:list')}?departement={area['code']}",
            }
            for area in sorted(drawing()["departements"], key=lambda area: area["name"])
        ],
    }


def census():
    """{solutions, companies, meetings}: published solutions, the companies that offer them, confirmed meetings."""
    counts = Solution.objects.published().aggregate(
        solutions=Count("pk"), companies=Count("company", distinct=True)
    )
    return {**counts, "meetings": Meeting.objects.confirmed().count()}


def quotation(on):
    """The dated sentence about the share of the territory, with its source; None when it is not loaded."""
    try:
        return Wording.objects.at("share_of_territory_quotation", on)
    except LookupError:
        return None
