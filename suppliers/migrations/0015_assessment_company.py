"""Whose word a self-assessment is. Of one that was written before its sheet changed hands, the company that gave it."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, _schema_editor):
    assessments = apps.get_model("suppliers", "Assessment").objects.select_related("solution")
    transfers = apps.get_model("suppliers", "SolutionTransfer").objects.filter(status="accepted")
    for row in assessments.order_by("pk").iterator():
        written = row.signed_at or row.created_at
        later = transfers.filter(solution=row.solution_id, answered_at__gt=written).order_by("answered_at")
        giver = later.values_list("giver", flat=True).first()
        if giver is not None and row.status == "draft":
            row.delete()
            continue
        row.company_id = giver or row.solution.company_id
        row.save(update_fields=["company"])


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0014_origin_version")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="company",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="suppliers.company",
                verbose_name="entreprise",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
