import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import grandest_portal.core.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0001_database_tools")]

    operations = [
        migrations.CreateModel(
            name="LoadedFile",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=100, primary_key=True, serialize=False, verbose_name="fichier"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("loaded_at", models.DateTimeField(verbose_name="chargé le")),
            ],
            options={
                "verbose_name": "fichier chargé",
                "verbose_name_plural": "fichiers chargés",
            },
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("region", "région"),
                            ("department", "département"),
                            ("epci", "intercommunalité"),
                            ("commune", "commune"),
                            ("nuts", "unité NUTS"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Code INSEE, SIREN de l'EPCI ou code NUTS.",
                        max_length=9,
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="population municipale"),
                ),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="codes postaux",
                    ),
                ),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("nuts_code", models.CharField(blank=True, max_length=5, verbose_name="code NUTS")),
                (
                    "search_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "name",
                            function="f_unaccent",
                            output_field=models.TextField(),
                            template="' ' || regexp_replace(%(function)s(lower(%(expressions)s)), '[^a-z0-9]+', ' ', 'g')",
                        ),
                        output_field=models.TextField(),
                        verbose_name="nom pour la recherche",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="reference.territory",
                        verbose_name="intercommunalité",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.territory",
                        verbose_name="fait partie de",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire",
                "verbose_name_plural": "territoires",
            },
        ),
        migrations.CreateModel(
            name="FormerCommune",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="code INSEE"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "search_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "name",
                            function="f_unaccent",
                            output_field=models.TextField(),
                            template="' ' || regexp_replace(%(function)s(lower(%(expressions)s)), '[^a-z0-9]+', ' ', 'g')",
                        ),
                        output_field=models.TextField(),
                        verbose_name="nom pour la recherche",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_communes",
                        to="reference.territory",
                        verbose_name="commune actuelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "ancienne commune",
                "verbose_name_plural": "anciennes communes",
            },
        ),
        migrations.CreateModel(
            name="CPVCode",
            fields=[
                (
                    "code",
                    models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("check_digit", models.CharField(max_length=1, verbose_name="chiffre de contrôle")),
                ("label", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (2, "division"),
                            (3, "groupe"),
                            (4, "classe"),
                            (5, "catégorie"),
                            (6, "code précis"),
                        ],
                        verbose_name="niveau",
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "label", config="french_unaccent"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                        verbose_name="mots pour la recherche",
                    ),
                ),
                (
                    "search_plain",
                    models.GeneratedField(
                        db_persist=True,
                        expression=grandest_portal.core.search.Unaccent(
                            django.db.models.functions.text.Lower("label")
                        ),
                        output_field=models.TextField(),
                        verbose_name="libellé sans accent",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.cpvcode",
                        verbose_name="code au-dessus",
                    ),
                ),
            ],
            options={
                "verbose_name": "code CPV",
                "verbose_name_plural": "codes CPV",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="reference_cpv_search")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{8}$"), ("check_digit__regex", "^[0-9]$")),
                        name="reference_cpv_digits",
                        violation_error_message="Un code CPV compte huit chiffres et un chiffre de contrôle.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [2, 3, 4, 5, 6])),
                        name="reference_cpv_level",
                        violation_error_message="Ce niveau de code CPV n'existe pas.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="territory",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_name"], name="reference_territory_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(
                fields=("kind", "code"),
                name="reference_territory_code",
                violation_error_message="Un territoire de cette nature porte déjà ce code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["region", "department", "epci", "commune", "nuts"])),
                name="reference_territory_kind",
                violation_error_message="Cette nature de territoire n'existe pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(("epci", None), ("kind", "commune"), _connector="OR"),
                name="reference_territory_epci_of_commune",
                violation_error_message="Seule une commune fait partie d'une intercommunalité.",
            ),
        ),
    ]
