"""Needs that others announced in open data: stored once per record, kept up to date."""

from enum import Enum

from django.db import connection, transaction
from django.utils import timezone

from grandest_portal.core.audit import record as record_entry
from grandest_portal.core.jobs import enqueue
from grandest_portal.follow.enums import Topic
from grandest_portal.reference.models import CPVCode, Territory
from needs.actions.common import keys_of, move
from needs.enums import NeedSource, NeedStatus
from needs.following import AMENDED, EVENTS, tell_followers
from needs.models import Need

IMPORT_LOCK = 7_230_301
COLUMNS = ("title", "summary", "budget_band", "procedure", "planned_on", "source_url", "source_buyer")


class Imported(Enum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@transaction.atomic
def import_open_need(record):
    """Store one needs.approch.records.OpenNeed; returns what became of it.

    A project that the source no longer announces as open is not created; one that stands here is closed. A
    need that was closed here stays closed. Two imports at once take turns.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    rows = Need.objects.select_for_update(of=("self",)).filter(source=NeedSource.OPEN_DATA)
    need = rows.filter(source_id=record.source_id).first()
    if need is None:
        return create_open_need(record) if record.is_open and record.departments else Imported.SKIPPED
    changed, event = update_open_need(need, record), AMENDED
    if need.status == NeedStatus.PUBLISHED and not (record.is_open and record.departments):
        move(need, NeedStatus.CLOSED, "need.closed", by=None, closed_at=timezone.now())
        changed, event = True, EVENTS[NeedStatus.CLOSED]
    if not changed:
        return Imported.UNCHANGED
    tell_followers(need, event, Topic.TEXT if event == AMENDED else Topic.STATE)
    enqueue("needs.match_need", need.pk)
    return Imported.UPDATED


def columns_of(record):
    return {name: getattr(record, name) for name in COLUMNS}


def lists_of(record):
    return {"cpv": CPVCode.objects.filter(code__in=record.cpv), "territories": territories_of(record)}


def territories_of(record):
    """All departments of the region are the region."""
    departments = Territory.objects.departments()
    if record.departments and departments.exclude(code__in=record.departments).exists():
        return departments.filter(code__in=record.departments)
    return Territory.objects.regions() if record.departments else Territory.objects.none()


def create_open_need(record):
    need = Need.objects.create(
        source=NeedSource.OPEN_DATA,
        source_id=record.source_id,
        status=NeedStatus.PUBLISHED,
        published_at=timezone.now(),
        **columns_of(record),
    )
    for name, rows in lists_of(record).items():
        getattr(need, name).set(rows)
    record_entry(need, "need.imported", by=None, after={"source_id": record.source_id, "title": need.title})
    enqueue("needs.match_need", need.pk)
    return Imported.CREATED


def update_open_need(need, record):
    """Bring a stored need to what the record says now; True when something changed."""
    before, after = {}, {}
    for name, value in columns_of(record).items():
        if getattr(need, name) != value:
            before[name], after[name] = getattr(need, name), value
            setattr(need, name, value)
    for name, rows in lists_of(record).items():
        old, new = keys_of(getattr(need, name).all()), keys_of(rows)
        if old != new:
            before[name], after[name] = old, new
            getattr(need, name).set(rows)
    if not after:
        return False
    need.version += 1
    need.save(update_fields=[*(name for name in COLUMNS if name in after), "version", "updated_at"])
    record_entry(need, "need.import_updated", by=None, before=before, after=after)
    return True
