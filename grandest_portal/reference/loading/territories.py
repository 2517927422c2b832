"""Region, departments, EPCI, communes of today and of yesterday, NUTS units."""

import re

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.loading.files import read_csv
from grandest_portal.reference.loading.writing import Outcome, upsert
from grandest_portal.reference.models import FormerCommune, Territory
from grandest_portal.reference.models.territories import COMMUNE_CODE

FILES = {
    "regions.csv": ["code", "name", "nuts"],
    "departments.csv": ["code", "name", "region", "nuts"],
    "nuts.csv": ["code", "name"],
    "epci.csv": ["siren", "name", "type", "region", "population"],
    "communes.csv": ["code", "name", "department", "epci", "siren", "postal_codes", "population"],
    "former_communes.csv": ["code", "name", "commune"],
}
REGION_CODE = re.compile(r"[0-9]{2}")
DEPARTMENT_CODE = re.compile(r"[0-9][0-9AB]")
SIREN = re.compile(r"[0-9]{9}")
POSTAL_CODES = re.compile(r"[0-9]{5}( [0-9]{5})*")
NUTS_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}")
FIELDS = ["name", "parent_id", "epci_id", "population", "postal_codes", "siren", "nuts_code"]


def load_territories(folder):
    """Write every territory of `folder`; returns the Outcomes. Parents come before their children."""
    files = {name: read_csv(folder / name, columns) for name, columns in FILES.items()}
    outcomes = [write(TerritoryKind.REGION, "régions", [region(row) for row in files["regions.csv"]])]
    regions = stored(TerritoryKind.REGION)
    outcomes.append(load_nuts(files["nuts.csv"], files["regions.csv"], regions))
    nuts = stored(TerritoryKind.NUTS)
    departments = [department(row, regions, nuts) for row in files["departments.csv"]]
    epcis = [epci(row, regions) for row in files["epci.csv"]]
    outcomes.append(write(TerritoryKind.DEPARTMENT, "départements", departments))
    outcomes.append(write(TerritoryKind.EPCI, "EPCI", epcis))
    parents, groups = stored(TerritoryKind.DEPARTMENT), stored(TerritoryKind.EPCI)
    communes = [commune(row, parents, groups) for row in files["communes.csv"]]
    outcomes.append(write(TerritoryKind.COMMUNE, "communes", communes))
    outcomes.append(load_former_communes(files["former_communes.csv"], stored(TerritoryKind.COMMUNE)))
    return outcomes


def stored(kind):
    return dict(Territory.objects.filter(kind=kind).values_list("code", "pk"))


def write(kind, label, territories):
    return upsert(
        label, Territory.objects.filter(kind=kind), territories, key=["kind", "code"], fields=FIELDS
    )


def territory(kind, code, row, **values):
    return Territory(kind=kind, code=code, name=row.short_text("name", 120), **values)


def region(row):
    code = row.matching("code", REGION_CODE, "un code de région")
    return territory(
        TerritoryKind.REGION, code, row, nuts_code=row.matching("nuts", NUTS_CODE, "un code NUTS")
    )


def load_nuts(rows, region_rows, regions):
    """One floor of the tree at a time: the first hangs from its region, the others from the shorter code."""
    tops = {row["nuts"]: regions[row["code"]] for row in region_rows}
    floors = {}
    for row in rows:
        code = row.matching("code", NUTS_CODE, "un code NUTS")
        floors.setdefault(len(code), []).append(row)
    total = Outcome("unités NUTS", len(rows))
    for size in sorted(floors):
        above, units = stored(TerritoryKind.NUTS), []
        for row in floors[size]:
            parent = tops.get(row["code"]) or above.get(row["code"][:-1])
            if parent is None:
                row.fail(f"aucune unité au-dessus de « {row['code']} »")
            units.append(territory(TerritoryKind.NUTS, row["code"], row, parent_id=parent))
        same_floor = Territory.objects.filter(kind=TerritoryKind.NUTS, code__regex=rf"^.{{{size}}}$")
        outcome = upsert("unités NUTS", same_floor, units, key=["kind", "code"], fields=FIELDS)
        total.added += outcome.added
        total.changed += outcome.changed
        total.remarks += outcome.remarks
    return total


def department(row, regions, nuts):
    row.one_of("nuts", nuts, "nuts.csv")
    return territory(
        TerritoryKind.DEPARTMENT,
        row.matching("code", DEPARTMENT_CODE, "un code de département"),
        row,
        parent_id=row.one_of("region", regions, "regions.csv"),
        nuts_code=row["nuts"],
    )


def epci(row, regions):
    siren = row.matching("siren", SIREN, "un SIREN de neuf chiffres")
    return territory(
        TerritoryKind.EPCI,
        siren,
        row,
        siren=siren,
        parent_id=row.one_of("region", regions, "regions.csv"),
        population=row.whole_number("population"),
    )


def commune(row, departments, epcis):
    return territory(
        TerritoryKind.COMMUNE,
        row.matching("code", COMMUNE_CODE, "un code INSEE de commune"),
        row,
        parent_id=row.one_of("department", departments, "departments.csv"),
        epci_id=row.one_of("epci", epcis, "epci.csv"),
        siren=row.matching("siren", SIREN, "un SIREN de neuf chiffres"),
        postal_codes=row.matching("postal_codes", POSTAL_CODES, "une liste de codes postaux").split(),
        population=row.whole_number("population"),
    )


def load_former_communes(rows, communes):
    former = []
    for row in rows:
        code = row.matching("code", COMMUNE_CODE, "un code INSEE de commune")
        current = row.one_of("commune", communes, "communes.csv")
        if code in communes and communes[code] != current:
            row.fail(f"« {code} » est aussi le code d'une autre commune actuelle")
        former.append(FormerCommune(code=code, name=row.short_text("name", 120), commune_id=current))
    return upsert(
        "anciennes communes", FormerCommune.objects.all(), former, key=["code"], fields=["name", "commune_id"]
    )
