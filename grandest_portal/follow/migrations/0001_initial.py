import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="numéro")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="suivi depuis")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "suivi",
                "verbose_name_plural": "suivis",
                "indexes": [
                    models.Index(fields=["kind", "object_id"], name="follow_follow_thing"),
                    models.Index(fields=["user", "-created_at", "-id"], name="follow_follow_list"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind", "object_id"),
                        name="follow_follow_once",
                        violation_error_message="Vous suivez déjà cette page.",
                    )
                ],
            },
        ),
    ]
