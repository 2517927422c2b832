"""The sentences of the map of solutions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words_of(page):
    """What components/map_page.html says, for the context of `map_page`."""
    region, total = page["region"]["total"], page["total"]
    return {
        "heading": _("Carte des solutions"),
        "description": _("Où les solutions innovantes du recensement peuvent être fournies, par secteur."),
        "lead": _(
            "Où les solutions peuvent être fournies, et dans quels secteurs ; jamais où siègent les entreprises. La "
            "carte sert à trouver : le territoire ne change aucun ordre et aucun score."
        ),
        "total": ngettext("%(n)d solution", "%(n)d solutions", region) % {"n": region},
        "notes": notes(page["region"]),
        "map_title": _("Solutions par département où elles peuvent être fournies"),
        "unit": _("Solutions"),
        "whole": _("Toute la région"),
        "area": area_text(page),
        "see": ngettext("Voir cette solution", "Voir ces %(n)d solutions", total) % {"n": total},
        "by_sector": _("Solutions par secteur"),
        "several_sectors": _("Une solution de plusieurs secteurs compte dans chacun."),
    }


def notes(region):
    everywhere = region["everywhere"]
    text = ngettext(
        "%(n)d solution peut être fournie partout ou dans toute la région : elle compte dans chaque département.",
        "%(n)d solutions peuvent être fournies partout ou dans toute la région : elles comptent dans chaque "
        "département.",
        everywhere,
    )
    said = [text % {"n": everywhere}] if everywhere else []
    return [*said, _("Une solution de plusieurs départements compte une fois dans chacun.")]


def area_text(page):
    own, others, total = page["own"], page["others"], page["total"]
    if not page["zone"]:
        text = ngettext("%(n)d solution dans le recensement.", "%(n)d solutions dans le recensement.", total)
        return text % {"n": total}
    if own:
        text = ngettext(
            "%(n)d solution nomme ce département.", "%(n)d solutions nomment ce département.", own
        )
        said = [text % {"n": own}]
    else:
        said = [_("Aucune solution ne nomme ce département.")]
    if others:
        text = ngettext(
            "%(n)d autre, partout ou dans toute la région, peut l'être ici aussi.",
            "%(n)d autres, partout ou dans toute la région, peuvent l'être ici aussi.",
            others,
        )
        said.append(text % {"n": others})
    return " ".join(said)
