from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0016_assessment_one_signed_by_company")]

    operations = [
        migrations.AddField(
            model_name="accessreading",
            name="acting",
            field=models.CharField(blank=True, max_length=400, verbose_name="à quel titre"),
        ),
    ]
