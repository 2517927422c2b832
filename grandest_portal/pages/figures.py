"""What the home page counts and draws: open needs by department of execution, solutions, companies, meetings."""

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.maps import map_of, names_of
from grandest_portal.reference.models import Wording
from meetings.models import Meeting
from needs.models import Need
from needs.places import named_counts
from suppliers.models import Solution


def open_counts():
    """{total, everywhere}: needs open to exchanges, and those of them carried out in the whole region."""
    region = Need.objects.filter(pk=OuterRef("pk"), territories__kind=TerritoryKind.REGION)
    return Need.objects.published().aggregate(
        total=Count("pk"), everywhere=Count("pk", filter=Exists(region))
    )


def need_map(everywhere):
    """What components/map.html draws: open needs, the `everywhere` ones of the whole region in each department.

    So does the list of needs filtered by a department: the number on the map is the length of that list.
    """
    counts = named_counts(TerritoryKind.DEPARTMENT, Need.objects.published())
    shown = {code: counts.get(code, 0) + everywhere for code in names_of(TerritoryKind.DEPARTMENT)}
    return map_of(TerritoryKind.DEPARTMENT, shown, lambda code: f"{reverse('needs:list')}?departement={code}")


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
