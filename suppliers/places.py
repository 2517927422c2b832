"""Where solutions can be delivered; never where their companies sit."""

from collections import namedtuple

from django.db.models import F, OuterRef
from django.utils.translation import gettext as _

from grandest_portal.core.beside import listed
from grandest_portal.reference.places import Places, places_text
from suppliers.models import Solution

Place = namedtuple("Place", "kind name")
SERVED = Places(Solution, "served", unnamed_is_everywhere=True)


def served_text(solution):
    """« Moselle, Vosges », or « partout » when the company chose nothing."""
    return places_text(served_places(solution)) or _("partout")


def served_beside():
    """The column `places_beside`: where a solution can be delivered, read with its row."""
    links = Solution.served.through.objects.filter(solution=OuterRef("pk"))
    return listed(links, kind=F("territory__kind"), name=F("territory__name"))


def served_places(solution):
    """As they were read with the row, else asked of the database."""
    if hasattr(solution, "places_beside"):
        return [Place(**each) for each in solution.places_beside]
    return solution.served.all()
