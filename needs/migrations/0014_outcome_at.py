from django.db import migrations, models


def said_at_latest(apps, schema_editor):
    """An outcome that was said before its moment was kept: at the latest when its row changed last."""
    finished = ["abandoned", "awarded", "unawarded"]
    rows = apps.get_model("needs", "Need").objects.filter(status__in=finished)
    rows.update(outcome_at=models.F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0013_budget_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="outcome_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="issue dite le"),
        ),
        migrations.RunPython(said_at_latest, migrations.RunPython.noop),
    ]
