"""Sectors and their CPV prefixes: only missing rows are added, because people edit the others."""

from django.core.exceptions import ValidationError

from grandest_portal.reference.cpv import sector_of
from grandest_portal.reference.loading.dated import differences
from grandest_portal.reference.loading.files import read_json
from grandest_portal.reference.loading.writing import Outcome
from grandest_portal.reference.models import CPVCode, Sector, SectorCode

SECTORS = "sectors.json"


def load_sectors(folder):
    """Write the sectors, then the prefixes, that the tables lack; returns the Outcomes."""
    rows = read_json(
        folder / SECTORS,
        ["key", "name", "position", "prefixes"],
        {},
        identity=["key"],
        twice="figure deux fois",
    )
    check_prefixes(rows)
    return [add_sectors(rows), add_prefixes(rows)]


def check_prefixes(rows):
    seen = {}
    for row in rows:
        if not isinstance(row["prefixes"], list) or not row["prefixes"]:
            row.fail("« prefixes » doit être une liste de textes")
        for prefix in row["prefixes"]:
            if not (
                isinstance(prefix, str) and prefix.isascii() and prefix.isdigit() and 2 <= len(prefix) <= 8
            ):
                row.fail(f"« {prefix} » n'est pas un texte de deux à huit chiffres")
            if prefix in seen:
                row.fail(f"« {prefix} » figure déjà dans « {seen[prefix]} »")
            seen[prefix] = row["key"]


def add_sectors(rows):
    stored = {sector.key: sector for sector in Sector.objects.all()}
    names = {sector.name for sector in stored.values()}
    outcome, new = Outcome("secteurs", len(rows)), []
    for row in rows:
        wanted = Sector(**{name: row[name] for name in ("key", "name", "position")})
        check_sector(row, wanted)
        known = stored.get(wanted.key)
        if known is not None:
            outcome.remarks += differences(known, wanted)
        elif wanted.name in names:
            row.fail(f"un autre secteur porte déjà le nom « {wanted.name} »")
        else:
            new.append(wanted)
            names.add(wanted.name)
    Sector.objects.bulk_create(new)
    outcome.added = len(new)
    return outcome


def check_sector(row, wanted):
    try:
        wanted.clean_fields()
    except ValidationError as error:
        row.fail(" ; ".join(f"{name} : {' '.join(texts)}" for name, texts in error.message_dict.items()))


def add_prefixes(rows):
    sectors = {sector.key: sector for sector in Sector.objects.all()}
    stored = {code.prefix: code for code in SectorCode.objects.for_list()}
    outcome, new = Outcome("débuts de codes CPV des secteurs", sum(len(row["prefixes"]) for row in rows)), []
    for row in rows:
        sector = sectors[row["key"]]
        for prefix in row["prefixes"]:
            known = stored.get(prefix)
            if known is None:
                new.append(SectorCode(sector=sector, prefix=prefix))
            elif known.sector != sector:
                outcome.remarks.append(
                    f"{prefix} : classé dans « {known.sector} » en base (conservé) et dans « {sector} » "
                    "dans le fichier"
                )
    SectorCode.objects.bulk_create(new)
    outcome.added = len(new)
    return outcome


def classify_codes():
    """Bring `CPVCode.sector` to what the prefixes say; codes already right are not written. Returns how many."""
    prefixes = dict(SectorCode.objects.values_list("prefix", "sector_id"))
    moved = {}
    for code, sector in CPVCode.objects.values_list("code", "sector_id"):
        wanted = sector_of(code, prefixes)
        if wanted != sector:
            moved.setdefault(wanted, []).append(code)
    for sector, codes in moved.items():
        CPVCode.objects.filter(code__in=codes).update(sector=sector)
    return sum(map(len, moved.values()))
