"""Needs of the demonstration that are carried out in EPCI rather than in a whole department."""

from grandest_portal.reference.models import Territory

EPCIS = {
    "valbrune-eau-ecoles": ("200068377",),
    "valbrune-eclairage": ("200068377",),
    "valbrune-cimetieres": ("200068377",),
    "seilles-qualite-eau": ("245701206",),
    "seilles-pluies-orage": ("245701206",),
    "univ-reseau-chaleur": ("245400676",),
    "oph-facades": ("200068666",),
    "crue_mirelle": ("245701206", "200039865"),
    "c-n-recharge-flotte": ("200039865",),
    "c-n-reserves-musee": ("200069250",),
    "c-n-mobilier-classes": ("246700488",),
    "c-n-nettoyage-creches": ("246700488",),
}


def places_of(row):
    """The territories of a need of demo/data: its EPCI, else the whole region, else its departments."""
    if row["key"] in EPCIS:
        return Territory.objects.epcis().filter(code__in=EPCIS[row["key"]])
    departments = Territory.objects.departments()
    if len(row["departments"]) == departments.count():
        return Territory.objects.regions()
    return departments.filter(code__in=row["departments"])
