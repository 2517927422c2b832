"""How many firms of a selection come from elsewhere: counted once all is decided, never a filter nor an order."""

from collections import Counter

from grandest_portal.accounts.models import Organisation
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import Territory

INSIDE, OUTSIDE, UNKNOWN = "inside", "outside", "unknown"


def home_departments():
    """The codes of the departments of the region that the reference data describes."""
    rows = Territory.objects.departments().filter(parent__kind=TerritoryKind.REGION)
    return frozenset(rows.values_list("code", flat=True))


def in_region(territory):
    """True when a commune belongs, by its department or at once, to the region."""
    while territory is not None:
        if territory.kind == TerritoryKind.REGION:
            return True
        territory = territory.parent
    return False


def place_of(organisation, departments):
    """Inside, outside or unknown: by the commune, else by the country, else by the French postal code."""
    if organisation.country != "FR":
        return OUTSIDE
    if organisation.commune is not None:
        return INSIDE if in_region(organisation.commune) else UNKNOWN
    code = organisation.postal_code.strip()
    if not departments or len(code) != 5 or not code.isdecimal():
        return UNKNOWN
    return INSIDE if code[:2] in departments else OUTSIDE


def counts_of(organisations):
    """{firms, outside, unknown_place} of organisations, given by their numbers, each counted once."""
    departments = home_departments()
    rows = Organisation.objects.filter(pk__in=set(organisations)).select_related("commune__parent__parent")
    found = Counter(place_of(each, departments) for each in rows)
    return {"firms": found.total(), "outside": found[OUTSIDE], "unknown_place": found[UNKNOWN]}
