"""The figures of the census: how many published solutions, by sector, place, ripeness and age; never which ones.

A cell under the number in force is hidden; where a total would give hidden cells away, the smallest of the others are
hidden with them. All numbers come from three statements, whatever the rows, and are kept.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import months_after
from grandest_portal.core.kept import kept, renew
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.maps import names_of
from grandest_portal.reference.models import Parameter, Sector
from grandest_portal.reference.place_counts import ALL, place_counts
from suppliers.enums import MATURITY_RANGES, Maturity
from suppliers.models import Company, Solution
from suppliers.places import SERVED

KEY = "census:figures"


def bounds(key, on):
    """The ends of the brackets in force: « 3 8 20 » is [3, 8, 20]."""
    return sorted(int(number) for number in str(Parameter.objects.value(key, on)).split())


def count():
    """{places, maturity, companies, sheets}: plain numbers, with the brackets that they were counted in."""
    today = timezone.localdate()
    published = Solution.objects.published()
    companies, sheets = bounds("census_company_ages", today), bounds("census_sheet_ages", today)
    return {
        "places": place_counts(SERVED, published),
        "solutions": published.aggregate(**maturities(), **sheet_ages(today, sheets)),
        "companies": companies_with_a_solution().aggregate(**company_ages(today.year, companies)),
        "company_bounds": companies,
        "sheet_bounds": sheets,
    }


def companies_with_a_solution():
    return Company.objects.filter(Exists(Solution.objects.published().filter(company=OuterRef("pk"))))


def maturities():
    return {
        f"maturity_{group.value}": Count("pk", filter=Q(trl__range=MATURITY_RANGES[group]))
        for group in Maturity
    } | {"maturity_none": Count("pk", filter=Q(trl=None))}


def spans(ends):
    """[(from, to)] of each bracket; the last one has no end."""
    return list(zip([0, *ends], [*ends, None], strict=True))


def sheet_ages(today, ends):
    """Since the last publication, in months."""
    found = {}
    for place, (low, high) in enumerate(spans(ends)):
        young = Q(published_at__date__lte=months_after(today, -low))
        old = Q() if high is None else Q(published_at__date__gt=months_after(today, -high))
        found[f"sheet_{place}"] = Count("pk", filter=young & old)
    return found


def company_ages(year, ends):
    found = {"company_none": Count("pk", filter=Q(founded=None))}
    for place, (low, high) in enumerate(spans(ends)):
        young = Q(founded__lte=year - low)
        old = Q() if high is None else Q(founded__gt=year - high)
        found[f"company_{place}"] = Count("pk", filter=young & old)
    return found


def figures():
    """{answer, at} of the counts."""
    return kept(KEY, count, task="suppliers.count_census")


def renew_figures():
    renew(KEY, count)


@dataclass(frozen=True)
class Cell:
    """A line of a table; `count` is None where it is hidden, `share` in hundredths of the greatest of its table."""

    label: Any
    count: int | None
    share: int = 0


@dataclass(frozen=True)
class Table:
    key: str
    title: Any
    unit: Any
    cells: list
    note: Any = ""

    @property
    def hides(self):
        return any(cell.count is None for cell in self.cells)


def hidden_places(counts, least, *, parts):
    """The places of the counts to hide. In a table whose cells are `parts` of a known total, as many more as it takes
    for the sum of what is hidden to tell none of them; where it still would, no cell is shown."""
    hidden = {place for place, number in enumerate(counts) if 0 < number < least}
    if not (parts and hidden):
        return hidden
    for smallest in sorted({number for number in counts if number >= least}):
        if keeps_secret([counts[place] for place in hidden], least):
            return hidden
        # All of that size: which of them is hidden would say where the small one stands.
        hidden |= {place for place, number in enumerate(counts) if number == smallest}
    told = not keeps_secret([counts[place] for place in hidden], least)
    return set(range(len(counts))) if told else hidden


def keeps_secret(numbers, least):
    """Whether who knows the sum of these hidden numbers cannot tell one: each is 1 at least, since none are shown as 0,
    and those that are hidden for their size are under `least`."""
    total, many = sum(numbers), len(numbers)
    all_small = all(number < least for number in numbers)
    return many > 1 and total >= least and total > many and not (all_small and total == many * (least - 1))


def cells_of(rows, least, *, parts):
    """The Cells of [(label, count)]."""
    counts = [number for _label, number in rows]
    hidden = hidden_places(counts, least, parts=parts)
    most = max((number for place, number in enumerate(counts) if place not in hidden), default=0) or 1
    return [
        Cell(label, None if place in hidden else number, 0 if place in hidden else round(100 * number / most))
        for place, (label, number) in enumerate(rows)
    ]


def span_words(low, high, months=False):
    if not low:
        return _("Moins de %(high)s") % {"high": length(high, months)}
    if high is None:
        return _("%(low)s et plus") % {"low": length(low, months)}
    return _("De %(low)s à moins de %(high)s") % {"low": length(low, months), "high": length(high, months)}


def length(number, months):
    if months:
        return ngettext("%(n)d mois", "%(n)d mois", number) % {"n": number}
    return ngettext("%(n)d an", "%(n)d ans", number) % {"n": number}


def tables(answer, least):
    """The Tables that the page draws and the file holds."""
    solutions, companies = _("Solutions"), _("Entreprises")
    sector_note = _("Une solution compte dans chacun de ses secteurs.")
    place_note = _("Une solution compte dans chaque département où elle peut être fournie.")
    several = [
        ("secteurs", _("Par secteur"), solutions, by_sector(answer), sector_note),
        ("departements", _("Par département desservi"), solutions, by_department(answer), place_note),
    ]
    wholes = [
        ("maturite", _("Par maturité"), solutions, by_maturity(answer), ""),
        ("entreprises", _("Par âge des entreprises"), companies, by_company_age(answer), ""),
        (
            "fiches",
            _("Par âge des fiches"),
            solutions,
            by_sheet_age(answer),
            _("Depuis la dernière publication."),
        ),
    ]
    return [
        Table(key, title, unit, cells_of(rows, least, parts=parts), note)
        for parts, group in ((False, several), (True, wholes))
        for key, title, unit, rows, note in group
    ]


def by_sector(answer):
    places = answer["places"]
    rows = Sector.objects.for_list()
    return [(sector.name, places[sector.pk]["total"] if sector.pk in places else 0) for sector in rows]


def by_department(answer):
    everywhere = answer["places"][ALL]["everywhere"]
    found = answer["places"][ALL]["found"][TerritoryKind.DEPARTMENT.value]
    names = names_of(TerritoryKind.DEPARTMENT)
    return [(name, everywhere + found.get(code, 0)) for code, name in names.items()]


def by_maturity(answer):
    counts = answer["solutions"]
    rows = [(group.label, counts[f"maturity_{group.value}"]) for group in Maturity]
    return [*rows, (_("Non précisée"), counts["maturity_none"])]


def by_company_age(answer):
    counts = answer["companies"]
    ages = enumerate(spans(answer["company_bounds"]))
    rows = [(span_words(*span), counts[f"company_{place}"]) for place, span in ages]
    return [*rows, (_("Année de création non précisée"), counts["company_none"])]


def by_sheet_age(answer):
    counts = answer["solutions"]
    ages = enumerate(spans(answer["sheet_bounds"]))
    return [(span_words(*span, months=True), counts[f"sheet_{place}"]) for place, span in ages]
