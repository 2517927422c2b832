"""Where solutions can be delivered; never where their companies sit."""

from django.utils.translation import gettext as _

from grandest_portal.reference.places import Places, places_text
from suppliers.models import Solution

SERVED = Places(Solution, "served", unnamed_is_everywhere=True)


def served_text(solution):
    """« Moselle, Vosges », or « partout » when the company chose nothing."""
    return places_text(solution.served.all()) or _("partout")
