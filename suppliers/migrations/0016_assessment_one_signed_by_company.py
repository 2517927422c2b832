import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0015_assessment_company")]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="company",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="suppliers.company",
                verbose_name="entreprise",
            ),
        ),
        migrations.RemoveConstraint(model_name="assessment", name="suppliers_assessment_one_signed"),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "signed")),
                fields=("solution", "company"),
                name="suppliers_assessment_one_signed",
            ),
        ),
    ]
