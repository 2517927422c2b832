import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_partner_kind"),
        ("needs", "0001_initial"),
        ("suppliers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("to_buyer", "Solution proposée pour un besoin"),
                            ("to_company", "Besoin proposé à une entreprise"),
                        ],
                        max_length=10,
                        verbose_name="sens",
                    ),
                ),
                ("reason", models.TextField(verbose_name="raison")),
                (
                    "declared_interest",
                    models.CharField(
                        choices=[
                            ("none", "Aucun lien d'intérêt"),
                            ("link", "Un lien d'intérêt, que je décris"),
                        ],
                        max_length=10,
                        verbose_name="lien d'intérêt déclaré",
                    ),
                ),
                ("interest_text", models.TextField(blank=True, verbose_name="description du lien d'intérêt")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="faite le")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée le"),
                ),
                (
                    "withdrawal_reason",
                    models.TextField(blank=True, editable=False, verbose_name="raison du retrait"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rédigée par",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="needs.need",
                        verbose_name="besoin",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="accounts.partner",
                        verbose_name="partenaire",
                    ),
                ),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="suppliers.solution",
                        verbose_name="solution",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
                "indexes": [
                    models.Index(fields=["partner", "-created_at", "-id"], name="needs_suggestion_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("partner", "need", "solution"),
                        name="needs_suggestion_one_live",
                        violation_error_message="Votre structure a déjà suggéré ce rapprochement.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["to_buyer", "to_company"])),
                        name="needs_suggestion_direction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared_interest", "none"), ("interest_text", "")),
                            models.Q(
                                ("declared_interest", "link"), models.Q(("interest_text", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="needs_suggestion_interest",
                        violation_error_message="Un lien d'intérêt déclaré se décrit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_reason", ""), ("withdrawn_at", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="needs_suggestion_withdrawal",
                        violation_error_message="Une suggestion retirée a une raison.",
                    ),
                ],
            },
        ),
    ]
