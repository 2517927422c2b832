import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import needs.models.needs


class Migration(migrations.Migration):
    dependencies = [
        ("buyers", "0001_initial"),
        ("needs", "0002_suggestion"),
        ("reference", "0004_buyer_clues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="amended_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="modifié après publication le"
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="approved_version",
            field=models.PositiveIntegerField(
                blank=True, editable=False, null=True, verbose_name="version relue"
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="foreign_language",
            field=models.CharField(
                blank=True,
                choices=[("de", "Allemand"), ("en", "Anglais")],
                max_length=2,
                verbose_name="langue de ce résumé",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="foreign_summary",
            field=models.TextField(blank=True, verbose_name="résumé en allemand ou en anglais"),
        ),
        migrations.AddField(
            model_name="need",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("fr", "Français"), ("de", "Allemand"), ("en", "Anglais")], max_length=2
                ),
                blank=True,
                default=needs.models.needs.french_only,
                size=None,
                verbose_name="langues acceptées dans les échanges",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="maturity",
            field=models.CharField(
                choices=[
                    ("any", "Toute solution, même encore en recherche"),
                    ("prototype", "Au moins un prototype (TRL 4 et plus)"),
                    ("in_service", "Déjà en service (TRL 7 et plus)"),
                ],
                default="any",
                max_length=20,
                verbose_name="maturité acceptée",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="model_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="needs.need",
                verbose_name="repris du besoin",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="no_award_reason",
            field=models.TextField(blank=True, verbose_name="raisons de l'absence d'attribution"),
        ),
        migrations.AddField(
            model_name="need",
            name="outcome_asked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="issue demandée le"
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="questions_open_until",
            field=models.DateField(blank=True, null=True, verbose_name="questions reçues jusqu'au"),
        ),
        migrations.AddField(
            model_name="need",
            name="short_window_reason",
            field=models.TextField(blank=True, verbose_name="raison d'échanges plus courts"),
        ),
        migrations.AddField(
            model_name="need",
            name="sourcing_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="durée des échanges, en jours ouvrés"
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="trashed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="mis à la corbeille le"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("maturity__in", ["any", "prototype", "in_service"])),
                name="needs_need_maturity",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("foreign_language", ""), ("foreign_summary", "")),
                    models.Q(
                        models.Q(("foreign_summary", ""), _negated=True),
                        ("foreign_language__in", ["de", "en"]),
                    ),
                    _connector="OR",
                ),
                name="needs_need_foreign_summary",
                violation_error_message="Un résumé en langue étrangère dit dans quelle langue il est.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("trashed_at", None), ("status", "draft"), _connector="OR"),
                name="needs_need_trash_holds_drafts",
                violation_error_message="Seul un brouillon se met à la corbeille.",
            ),
        ),
    ]
