"""What a page with a map shows: the areas with their numbers, the chosen one, its sectors."""

from grandest_portal.core.listing import chips_of
from grandest_portal.reference.maps import map_of, names_of
from grandest_portal.reference.place_counts import ALL, Sums


def map_page(asked, held, list_url, *, wide_everywhere=False):
    """The context of components/map_page.html: `asked` is a MapFilter, `held` the kept `place_counts`.

    With `wide_everywhere` what is found everywhere counts in each area of the map; else the page says it apart.
    """
    kind, zone, sector = asked.kind, asked.place, asked.sector
    numbers = numbers_of(held["answer"], sector)
    shown = found(numbers, kind) if wide_everywhere else numbers["named"][kind]
    own, total = at(numbers, kind, zone)
    return {
        "filter": asked,
        "chips": chips_of(asked, asked.data),
        "map": map_of(kind, shown, lambda code: f"{asked.address(code)}#zone", zone),
        "region": numbers,
        "zone": names_of(kind)[zone] if zone else "",
        "own": own,
        "others": total - own,
        "total": total,
        "sectors": sector_rows(asked, held["answer"], list_url),
        "list_url": f"{list_url}{asked.list_address()}",
        "region_url": f"{asked.address('')}#carte",
        "counted_at": held["at"],
    }


def numbers_of(answer, sector):
    """The numbers of a sector (ALL for all of them); a sector that nothing bears has its zeros."""
    return answer.get(sector) or Sums().numbers()


def found(numbers, kind):
    """{code: what is found in the area}, for each area, what is found everywhere included."""
    return {code: numbers["found"][kind].get(code, 0) + numbers["everywhere"] for code in names_of(kind)}


def at(numbers, kind, zone):
    """(what names the area or a part of it, all that is found there); twice the total without an area."""
    if not zone:
        return numbers["total"], numbers["total"]
    return numbers["named"][kind].get(zone, 0), found(numbers, kind)[zone]


def sector_rows(asked, answer, list_url):
    """[{name, count, url}] of the sectors in their own order, each leading to the list that it counts."""
    return [
        {
            "name": sector.name,
            "count": at(numbers_of(answer, sector.pk), asked.kind, asked.place)[1],
            "url": f"{list_url}{asked.list_address(sector.key)}",
        }
        for sector in asked.sectors
        if asked.sector in (ALL, sector.pk)
    ]
