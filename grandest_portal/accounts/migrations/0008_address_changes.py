import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_partner_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "À confirmer"),
                            ("done", "Faite"),
                            ("stopped", "Arrêtée"),
                            ("replaced", "Remplacée par une autre demande"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("new_email", models.EmailField(blank=True, max_length=254, verbose_name="nouvelle adresse")),
                ("new_link", models.CharField(blank=True, max_length=64)),
                ("old_link", models.CharField(blank=True, max_length=64)),
                ("stop_link", models.CharField(blank=True, max_length=64)),
                (
                    "new_confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="confirmée depuis la nouvelle le"
                    ),
                ),
                (
                    "old_confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="confirmée depuis l'ancienne le"
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="demandée le")),
                ("expires_at", models.DateTimeField(verbose_name="expire le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d'adresse",
                "verbose_name_plural": "changements d'adresse",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")),
                        fields=("user",),
                        name="accounts_addresschange_one_pending",
                        violation_error_message="Un changement d'adresse est déjà en cours.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(
                                ("new_confirmed_at__isnull", False), ("old_confirmed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="accounts_addresschange_done_confirmed",
                        violation_error_message="Les deux adresses doivent avoir confirmé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("requested_at"))),
                        name="accounts_addresschange_expires_later",
                        violation_error_message="L'expiration doit suivre la demande.",
                    ),
                ],
            },
        ),
    ]
