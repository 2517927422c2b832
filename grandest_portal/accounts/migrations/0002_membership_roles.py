from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[("administrator", "Administrateur"), ("editor", "Rédacteur"), ("reader", "Lecteur")],
                default="editor",
                max_length=20,
                verbose_name="rôle",
            ),
        )
    ]
