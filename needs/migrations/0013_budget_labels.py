from django.db import migrations, models


class Migration(migrations.Migration):
    """The labels of the amounts alone: nothing changes in the database."""

    dependencies = [("needs", "0012_dialog_windows")]

    operations = [
        migrations.AlterField(
            model_name="need",
            name="budget_band",
            field=models.CharField(
                choices=[
                    ("unknown", "Pas encore estimé"),
                    ("lt_40k", "Moins de 40\u00a0000\u00a0€\u00a0HT"),
                    ("40k_100k", "De 40\u00a0000 à 100\u00a0000\u00a0€\u00a0HT"),
                    ("100k_250k", "De 100\u00a0000 à 250\u00a0000\u00a0€\u00a0HT"),
                    ("250k_1m", "De 250\u00a0000\u00a0€ à 1\u00a0million d'euros HT"),
                    ("gt_1m", "Plus d'1\u00a0million d'euros HT"),
                ],
                default="unknown",
                max_length=10,
                verbose_name="ordre de grandeur du budget",
            ),
        ),
    ]
