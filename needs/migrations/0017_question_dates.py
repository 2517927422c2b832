from django.db import migrations, models
from django.db.models.functions import Coalesce


def date_the_end(apps, schema_editor):
    """A question whose end was not dated: it ended after its publication, or after it was asked."""
    rows = apps.get_model("needs", "Question").objects.filter(
        status__in=["withheld", "withdrawn"], ended_at=None
    )
    rows.update(ended_at=Coalesce("answered_at", "asked_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0016_list_keys_of_sectors"),
    ]

    operations = [
        migrations.RunPython(date_the_end, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("ended_at", None), ("status", "asked")),
                    models.Q(("ended_at", None), ("status", "answered")),
                    models.Q(("ended_at__isnull", False), ("status", "withheld")),
                    models.Q(("answered_at", None), ("ended_at__isnull", False), ("status", "withdrawn")),
                    _connector="OR",
                ),
                name="needs_question_dates",
                violation_error_message="Les dates d'une question disent son état.",
            ),
        ),
    ]
