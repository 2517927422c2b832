import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_departments_invitations_delegations"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="name_when_verified",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Vide : le nom n'a pas changé depuis.",
                max_length=200,
                verbose_name="nom lors de la vérification",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="version"),
        ),
        migrations.CreateModel(
            name="DirectoryRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("siret", models.CharField(max_length=14, verbose_name="SIRET")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("found", "Trouvé"),
                            ("unknown", "Inconnu de l'annuaire"),
                            ("unavailable", "L'annuaire n'a pas répondu"),
                            ("too_many", "Trop de recherches"),
                        ],
                        max_length=12,
                        verbose_name="résultat",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nom")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("postal_code", models.CharField(blank=True, max_length=200, verbose_name="code postal")),
                ("city", models.CharField(blank=True, max_length=200, verbose_name="ville")),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=200, verbose_name="code de la commune"),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="forme juridique (catégorie INSEE)"
                    ),
                ),
                (
                    "activity",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="activité principale (code NAF)"
                    ),
                ),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NN", "Pas de salarié"),
                            ("00", "0 salarié au 31 décembre"),
                            ("01", "1 ou 2 salariés"),
                            ("02", "3 à 5 salariés"),
                            ("03", "6 à 9 salariés"),
                            ("11", "10 à 19 salariés"),
                            ("12", "20 à 49 salariés"),
                            ("21", "50 à 99 salariés"),
                            ("22", "100 à 199 salariés"),
                            ("31", "200 à 249 salariés"),
                            ("32", "250 à 499 salariés"),
                            ("41", "500 à 999 salariés"),
                            ("42", "1 000 à 1 999 salariés"),
                            ("51", "2 000 à 4 999 salariés"),
                            ("52", "5 000 à 9 999 salariés"),
                            ("53", "10 000 salariés et plus"),
                        ],
                        max_length=200,
                        verbose_name="effectif",
                    ),
                ),
                ("created_on", models.DateField(blank=True, null=True, verbose_name="établissement créé le")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="établissement fermé le")),
                ("is_closed", models.BooleanField(default=False, verbose_name="établissement fermé")),
                (
                    "withheld",
                    models.BooleanField(default=False, verbose_name="diffusion refusée par la personne"),
                ),
                (
                    "fetched_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="réponse reçue le"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="directory_record",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse de l'annuaire",
                "verbose_name_plural": "réponses de l'annuaire",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["found", "unknown"])),
                        name="accounts_directoryrecord_outcome",
                    )
                ],
            },
        ),
    ]
