"""The sentences of the map of needs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words_of(page):
    """What components/map_page.html says, for the context of `map_page`."""
    region, total = page["region"]["total"], page["total"]
    return {
        "heading": _("Carte des besoins"),
        "description": _(
            "Où s'exécutent les besoins d'innovation des acheteurs publics du Grand Est, par secteur."
        ),
        "lead": _(
            "Où les besoins s'exécutent, et dans quels secteurs. La carte sert à trouver : le territoire ne change "
            "aucun ordre et aucun score."
        ),
        "total": ngettext("%(n)d besoin", "%(n)d besoins", region) % {"n": region},
        "notes": notes(page["region"], fine=page["map"]["fine"]),
        "map_title": _("Besoins par intercommunalité d'exécution")
        if page["map"]["fine"]
        else _("Besoins par département d'exécution"),
        "unit": _("Besoins"),
        "whole": _("Toute la région"),
        "area": area_text(page),
        "see": ngettext("Voir ce besoin", "Voir ces %(n)d besoins", total) % {"n": total},
        "by_sector": _("Besoins par secteur"),
        "several_sectors": _("Un besoin de plusieurs secteurs compte dans chacun."),
    }


def notes(region, *, fine):
    """What no area of the map counts, then how areas count."""
    everywhere, departments, unplaced = region["everywhere"], region["departments"], region["unplaced"]
    said = []
    if everywhere:
        text = ngettext(
            "%(n)d besoin de toute la région, qui n'est compté dans aucun territoire de la carte.",
            "%(n)d besoins de toute la région, qui ne sont comptés dans aucun territoire de la carte.",
            everywhere,
        )
        said.append(text % {"n": everywhere})
    if fine and departments:
        text = ngettext(
            "%(n)d besoin d'un ou de plusieurs départements entiers, compté ici seulement s'il nomme aussi une "
            "intercommunalité.",
            "%(n)d besoins d'un ou de plusieurs départements entiers, comptés ici seulement s'ils nomment aussi une "
            "intercommunalité.",
            departments,
        )
        said.append(text % {"n": departments})
    if unplaced:
        text = ngettext(
            "%(n)d besoin sans lieu d'exécution.", "%(n)d besoins sans lieu d'exécution.", unplaced
        )
        said.append(text % {"n": unplaced})
    return [*said, _("Un besoin de plusieurs territoires compte une fois dans chacun.")]


def area_text(page):
    own, others, total = page["own"], page["others"], page["total"]
    if not page["zone"]:
        text = ngettext("%(n)d besoin dans la région.", "%(n)d besoins dans la région.", total)
        return text % {"n": total}
    if own:
        text = ngettext("%(n)d besoin nomme ce territoire.", "%(n)d besoins nomment ce territoire.", own)
        said = [text % {"n": own}]
    else:
        said = [_("Aucun besoin ne nomme ce territoire.")]
    if others:
        text = ngettext(
            "%(n)d autre, plus large, s'y exécute aussi.",
            "%(n)d autres, plus larges, s'y exécutent aussi.",
            others,
        )
        said.append(text % {"n": others})
    return " ".join(said)
