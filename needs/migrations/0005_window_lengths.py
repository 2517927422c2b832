"""Drafts that named a last day now name a length: the working days from their last change to that day."""

from django.db import migrations
from django.db.models import F

from grandest_portal.reference.working_days import working_days_between

UNPUBLISHED = ["draft", "submitted", "returned"]


def count_days(apps, schema_editor):
    need_model = apps.get_model("needs", "Need")
    rows = need_model.objects.filter(
        status__in=UNPUBLISHED, sourcing_days=None, sourcing_open_until__isnull=False
    )
    for need in rows.iterator(chunk_size=500):
        days = working_days_between(need.updated_at.date(), need.sourcing_open_until)
        need_model.objects.filter(pk=need.pk).update(sourcing_days=max(days, 1))


def note_what_was_read(apps, schema_editor):
    """What is public was read by a moderator in the version that stands."""
    need_model = apps.get_model("needs", "Need")
    need_model.objects.exclude(published_at=None).filter(approved_version=None, source="portal").update(
        approved_version=F("version")
    )


class Migration(migrations.Migration):
    dependencies = [("needs", "0004_need_life")]
    operations = [
        migrations.RunPython(count_days, migrations.RunPython.noop),
        migrations.RunPython(note_what_was_read, migrations.RunPython.noop),
    ]
