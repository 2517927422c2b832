"""Where needs are carried out: what the filters keep, what lists and the map count.

A need names the whole region, departments, EPCI or a mix of them. A need of the region is carried out in each
department, one of a department in each of its EPCI, one of an EPCI in each department where that has communes.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.maps import departments_of_epcis, epcis_within, names_of
from needs.models import Need

NeedPlace = Need.territories.through
WHOLE_REGION = Q(territory__kind=TerritoryKind.REGION)
CODES = ArrayField(TextField())


def carried_out_in_departments(codes):
    """The condition, on needs, to be carried out in one of the departments."""
    return _named(departments=codes, epcis=epcis_within(codes))


def carried_out_in_epcis(codes):
    """The condition, on needs, to be carried out in one of the EPCI."""
    spanned = departments_of_epcis()
    return _named(departments={each for code in codes for each in spanned[code]}, epcis=codes)


def _named(departments, epcis):
    wanted = WHOLE_REGION
    wanted |= Q(territory__kind=TerritoryKind.DEPARTMENT, territory__code__in=departments)
    wanted |= Q(territory__kind=TerritoryKind.EPCI, territory__code__in=epcis)
    return Exists(NeedPlace.objects.filter(wanted, need_id=OuterRef("pk")))


class DepartmentsOfPlace(Func):
    """One row for each department where the place of a need lies: an EPCI may give two."""

    function = "unnest"
    set_returning = True
    output_field = TextField()

    def __init__(self):
        together = {}
        for epci, departments in departments_of_epcis().items():
            together.setdefault(departments, []).append(epci)
        branches = [
            When(
                territory__kind=TerritoryKind.EPCI,
                territory__code__in=epcis,
                then=Value(list(departments), output_field=CODES),
            )
            for departments, epcis in together.items()
        ]
        alone = Func(
            Cast("territory__code", TextField()), function="ARRAY", template="%(function)s[%(expressions)s]"
        )
        own = When(territory__kind=TerritoryKind.DEPARTMENT, then=Cast(alone, CODES))
        super().__init__(Case(own, *branches, default=Value([], output_field=CODES), output_field=CODES))


def place_codes():
    """The places of a need, for an ArraySubquery: « department 57 », « epci 200039865 », « region 44 »."""
    rows = NeedPlace.objects.filter(need_id=OuterRef("pk"))
    return rows.values(place=Concat("territory__kind", Value(" "), "territory__code"))


def departments_where(places):
    """The codes of the departments where a need with these `place_codes` is carried out."""
    found = set()
    for kind, code in (place.split(" ") for place in places):
        if kind == TerritoryKind.REGION:
            return list(names_of(TerritoryKind.DEPARTMENT))
        found.update([code] if kind == TerritoryKind.DEPARTMENT else departments_of_epcis().get(code, ()))
    return sorted(found)


PLACE_OF = {TerritoryKind.DEPARTMENT: DepartmentsOfPlace, TerritoryKind.EPCI: lambda: F("territory__code")}


def named_counts(kind, needs):
    """{code: needs that name the area, or a part of it}; those of the whole region are left out.

    `kind` is DEPARTMENT or EPCI: a need of a whole department names none of its EPCI.
    """
    rows = NeedPlace.objects.filter(need_id__in=needs.order_by().values("pk"))
    rows = rows.exclude(need_id__in=whole_region(needs))
    if kind == TerritoryKind.EPCI:
        rows = rows.filter(territory__kind=TerritoryKind.EPCI)
    counts = rows.values_list(PLACE_OF[kind]()).annotate(Count("need_id", distinct=True))
    return dict(counts.order_by())


def whole_region(needs):
    """The numbers of those of `needs` that are carried out in the whole region."""
    rows = NeedPlace.objects.filter(WHOLE_REGION, need_id__in=needs.order_by().values("pk"))
    return rows.values("need_id")
