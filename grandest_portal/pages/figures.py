"""What the home page counts and draws: open needs by department of execution, solutions, companies, meetings."""

from django.db.models import Count
from django.urls import reverse

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.map_pages import found
from grandest_portal.reference.maps import map_of
from grandest_portal.reference.models import Wording
from grandest_portal.reference.place_counts import ALL
from meetings.models import Meeting
from needs.map_counts import numbers
from suppliers.models import Solution


def open_needs():
    """{total, map}: needs open to exchanges, and what components/map.html draws of them, as they were last counted.

    The number of a department is the length of its list: needs of the whole region are in each of them.
    """
    counted = numbers()["answer"][ALL]
    shown = found(counted, TerritoryKind.DEPARTMENT)
    drawn = map_of(
        TerritoryKind.DEPARTMENT, shown, lambda code: f"{reverse('needs:list')}?departement={code}"
    )
    return {"total": counted["total"], "map": drawn}


def census():
    """{solutions, companies, meetings}: published solutions, the companies that offer them, confirmed meetings."""
    counts = Solution.objects.published().aggregate(
        solutions=Count("pk"), companies=Count("company", distinct=True)
    )
    return {**counts, "meetings": Meeting.objects.agreed().count()}


def quotation(on):
    """The dated sentence about the share of the territory, with its source; None when it is not loaded."""
    try:
        return Wording.objects.at("share_of_territory_quotation", on)
    except LookupError:
        return None
