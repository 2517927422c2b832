import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_address_changes"),
        ("follow", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FavouriteList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom de la liste")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favourite_lists",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste de favoris",
                "verbose_name_plural": "listes de favoris",
            },
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="numéro")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ajouté le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favourites",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="note écrite par",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="favourites",
                        to="follow.favouritelist",
                        verbose_name="liste",
                    ),
                ),
            ],
            options={
                "verbose_name": "favori",
                "verbose_name_plural": "favoris",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="type")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("query", models.CharField(blank=True, max_length=1000, verbose_name="recherche")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("none", "Jamais : je reviens voir quand je veux"),
                            ("instant", "Dans les minutes qui suivent une publication"),
                            ("daily", "Une fois par jour, le matin"),
                            ("weekly", "Une fois par semaine, le lundi matin"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="alerte",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="alertes depuis"),
                ),
                (
                    "last_run_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="dernier envoi examiné le"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="résultats vus le"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="enregistrée le")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "recherche enregistrée",
                "verbose_name_plural": "recherches enregistrées",
            },
        ),
        migrations.CreateModel(
            name="ToldThing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="numéro")),
                ("told_at", models.DateTimeField(verbose_name="annoncé le")),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="follow.savedsearch",
                        verbose_name="recherche enregistrée",
                    ),
                ),
            ],
            options={
                "verbose_name": "résultat annoncé",
                "verbose_name_plural": "résultats annoncés",
            },
        ),
        migrations.AddConstraint(
            model_name="favouritelist",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                models.F("organisation"),
                name="follow_favouritelist_name",
                violation_error_message="Une liste de votre organisation porte déjà ce nom.",
            ),
        ),
        migrations.AddIndex(
            model_name="favourite",
            index=models.Index(fields=["organisation", "-created_at", "-id"], name="follow_favourite_list"),
        ),
        migrations.AddConstraint(
            model_name="favourite",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "object_id"),
                name="follow_favourite_once",
                violation_error_message="Cette page est déjà dans les favoris de votre organisation.",
            ),
        ),
        migrations.AddIndex(
            model_name="savedsearch",
            index=models.Index(
                condition=models.Q(("frequency", "none"), _negated=True),
                fields=["kind", "frequency", "last_run_at"],
                name="follow_savedsearch_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "query"),
                name="follow_savedsearch_once",
                violation_error_message="Cette recherche est déjà enregistrée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("frequency__in", ["none", "instant", "daily", "weekly"])),
                name="follow_savedsearch_frequency",
                violation_error_message="Choisissez une fréquence de la liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="toldthing",
            constraint=models.UniqueConstraint(
                fields=("search", "object_id"),
                name="follow_toldthing_once",
                violation_error_message="Ce résultat a déjà été annoncé.",
            ),
        ),
    ]
