import json
from pathlib import Path

from django.db import migrations, models

FILE = Path(__file__).parent.parent / "data" / "thresholds.json"
UNITS = {"x montant estimé": "fois le montant estimé"}


def write_remarks(apps, schema_editor):
    """The sentences of the data file beside the figures that were loaded before it had them."""
    thresholds = apps.get_model("reference", "Threshold").objects
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        same = thresholds.filter(key=row["key"], starts_on=row["starts_on"], value=row["value"], remark="")
        same.update(remark=row.get("remark", ""))
    for before, after in UNITS.items():
        thresholds.filter(unit=before).update(unit=after)


class Migration(migrations.Migration):
    dependencies = [("reference", "0006_practice_checks")]

    operations = [
        migrations.AddField(
            model_name="threshold",
            name="remark",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Une phrase, montrée à côté du chiffre à qui le lit.",
                verbose_name="précision",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="threshold",
            name="note",
            field=models.TextField(
                blank=True,
                help_text="Pour l'administration seule : aucune page ne la montre.",
                verbose_name="note",
            ),
        ),
        migrations.RunPython(write_remarks, migrations.RunPython.noop),
    ]
