"""The map of needs: where they are carried out, in which sectors; the same for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.limits import asks, limited
from grandest_portal.core.listing import chips_of, clean_address
from grandest_portal.reference.maps import map_of, names_of
from needs.map_counts import area_numbers, kept, region_numbers
from needs.map_filter import MapFilter
from needs.models import Need


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def need_map(request):
    asked = MapFilter(request.GET, queryset=Need.objects.public())
    kind, zone, needs = asked.kind, asked.place, asked.qs
    region = kept("region", f"{kind} {asked.address('')}", lambda: region_numbers(kind, needs))
    area = kept("area", f"{kind} {asked.address(zone)}", lambda: area_numbers(kind, zone, needs))
    context = {
        "filter": asked,
        "chips": chips_of(asked, asked.data),
        "map": map_of(kind, region["areas"], lambda code: f"{asked.address(code)}#zone", zone),
        "region": region,
        "zone": names_of(kind)[zone] if zone else "",
        "area": area,
        "own": region["areas"].get(zone, 0) if zone else region["total"],
        "others": area["total"] - region["areas"].get(zone, 0) if zone else 0,
        "sectors": sector_rows(asked, area["sectors"]),
        "list_url": f"{reverse('needs:list')}{asked.list_address()}",
        "region_url": f"{asked.address('')}#zone",
        "crumbs": [{"label": _("Besoins"), "url": reverse("needs:list")}, {"label": _("Carte")}],
    }
    return render(request, "needs/map.html", context)


def sector_rows(asked, counts):
    """[{name, count, url}] of the sectors in their own order, each leading to the list that it counts."""
    return [
        {
            "name": sector.name,
            "count": counts.get(sector.pk, 0),
            "url": f"{reverse('needs:list')}{asked.list_address(sector.key)}",
        }
        for sector in asked.sectors
        if not asked.data.get("secteur") or asked.data["secteur"] == sector.key
    ]
