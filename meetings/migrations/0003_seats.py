from django.db import IntegrityError, migrations, transaction
from django.utils import timezone


def seat_confirmed(apps, schema_editor):
    """Meetings to come that were confirmed before seats existed take that of their company, the first of two that
    share an hour."""
    meetings = apps.get_model("meetings", "Meeting").objects
    occupations = apps.get_model("meetings", "Occupation").objects
    rows = meetings.filter(status="confirmed", ends_at__gt=timezone.now()).order_by("starts_at", "pk")
    for meeting in rows.iterator():
        try:
            with transaction.atomic():
                occupations.create(
                    meeting=meeting,
                    resource=f"company:{meeting.company_id}",
                    during=(meeting.starts_at, meeting.ends_at),
                    state="confirmed",
                )
        except IntegrityError:
            continue


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_openings")]
    operations = [migrations.RunPython(seat_confirmed, migrations.RunPython.noop)]
