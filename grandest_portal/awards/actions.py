"""Importing awarded markets: streamed, one row per market × holder, its versions collapsed, repeatable."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from grandest_portal.awards.layouts import Limits, RowError, missing_columns, read_row
from grandest_portal.awards.models import Award
from grandest_portal.reference.models import Parameter

BATCH = 500
IMPORT_LOCK = 0x61776172
KEPT = ("market_uid", "holder_id")
COLUMNS = [each.name for each in Award._meta.concrete_fields if each.name not in {"id", *KEPT}]


class ImportFileError(ValueError):
    """Why a file cannot be read, in French."""


@dataclass
class Report:
    """What was taken and left: `rows` read; awards `added`, `changed`, `unchanged`; `left` and `remarks` by reason."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left: Counter = field(default_factory=Counter)
    remarks: Counter = field(default_factory=Counter)


def limits_on(day):
    """The amounts that count as absurd on the date `day` (dated parameters)."""
    value = Parameter.objects.value
    return Limits(
        Decimal(str(value("award_amount_lowest", day))), Decimal(str(value("award_amount_highest", day)))
    )


def import_awards(path, *, source=""):
    """Read the CSV file at `path` into `Award`, batch by batch; returns a Report. ImportFileError when unreadable."""
    report, limits = Report(), limits_on(timezone.localdate())
    rows = read_rows(Path(path), report, limits, source or Path(path).name)
    while batch := list(islice(rows, BATCH)):
        store(batch, report)
    return report


def read_rows(path, report, limits, source):
    """The AwardRow of each line that can be named; the others are counted in the report."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            delimiter = ";" if file.readline().count(";") > 3 else ","
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter)
            if lacking := missing_columns(reader.fieldnames or []):
                raise ImportFileError(f"{path.name} : il manque les colonnes {', '.join(lacking)}.")
            for line in reader:
                report.rows += 1
                try:
                    row = read_row(line, limits, source)
                except RowError as error:
                    report.left[str(error)] += 1
                    continue
                remark(report, row)
                yield row
    except OSError as error:
        raise ImportFileError(f"{path} ne se lit pas : {error.strerror}.") from None
    except csv.Error as error:
        raise ImportFileError(f"{path.name}, ligne {report.rows + 2} : CSV mal formé ({error}).") from None


def remark(report, row):
    values = row.values
    if values["amount_flag"]:
        report.remarks[f"montant : {values['amount_flag'].label.lower()}"] += 1
    if values["notified_on"] is None:
        report.remarks["sans date de notification"] += 1
    if "\ufffd" in values["title"]:
        report.remarks["accents perdus"] += 1
    report.remarks["titulaires sans SIRET lisible"] += sum(holder.kind != "siret" for holder in row.holders)


@transaction.atomic
def store(batch, report):
    """Merge a batch into what is stored: two imports at once take turns, or each would undo the other's dates."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    uids = {row.market_uid for row in batch}
    known = {
        (each.market_uid, each.holder_id): each
        for each in Award.objects.filter(market_uid__in=uids).order_by("pk")
    }
    before = {key: state(award) for key, award in known.items()}
    ranks = dict(
        Award.objects.filter(market_uid__in=uids)
        .order_by("market_uid")
        .values_list("market_uid")
        .annotate(last=Max("holder_rank"))
    )
    for row in batch:
        merge(row, known, ranks)
    changed = [award for key, award in known.items() if before.get(key) != state(award)]
    Award.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=list(KEPT), update_fields=COLUMNS, batch_size=BATCH
    )
    report.added += len(known) - len(before)
    report.changed += len(changed) - (len(known) - len(before))
    report.unchanged += len(known) - len(changed)


def state(award):
    return [getattr(award, name) for name in COLUMNS]


def merge(row, known, ranks):
    """Put one version of a market into `known`: the first date of all, the attributes of the latest version."""
    for holder in row.holders:
        key = (row.market_uid, holder.id)
        award = known.get(key)
        if award is None:
            rank = holder.rank or ranks.get(row.market_uid, 0) + 1
            ranks[row.market_uid] = max(rank, ranks.get(row.market_uid, 0))
            award = known[key] = Award(market_uid=row.market_uid, holder_id=holder.id, holder_rank=rank)
            write(award, row, holder)
            continue
        first = earliest(award.notified_on, row.values["notified_on"])
        if version(row.values) >= (award.revision, award.revised_on or date.min):
            write(award, row, holder)
        award.notified_on = first


def write(award, row, holder):
    for name, value in row.values.items():
        setattr(award, name, value)
    award.holder_kind, award.holder_department, award.holder_region = (
        holder.kind,
        holder.department,
        holder.region,
    )


def version(values):
    return (values["revision"], values["revised_on"] or date.min)


def earliest(*days):
    return min((day for day in days if day is not None), default=None)
