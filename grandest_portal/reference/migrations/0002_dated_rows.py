import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="Nom que le programme emploie : minuscules, chiffres et tirets bas.",
                        max_length=60,
                        verbose_name="clé",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "value",
                    models.JSONField(
                        help_text="Un nombre (15 ou 0.8), ou un texte entre guillemets droits.",
                        verbose_name="valeur",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="unité")),
                ("starts_on", models.DateField(verbose_name="en vigueur du")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Vide : sans fin connue.",
                        null=True,
                        verbose_name="en vigueur au",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note, source")),
            ],
            options={
                "verbose_name": "paramètre",
                "verbose_name_plural": "paramètres",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "starts_on"),
                        name="reference_parameter_start",
                        violation_error_message="Une ligne de cette clé commence déjà à cette date : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="reference_parameter_period",
                        violation_error_message="La date de fin doit suivre la date de début.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("key"), "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="reference_parameter_no_overlap",
                        violation_error_message="Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="Nom que le programme emploie : minuscules, chiffres et tirets bas.",
                        max_length=60,
                        verbose_name="clé",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="valeur")),
                ("unit", models.CharField(max_length=40, verbose_name="unité")),
                ("starts_on", models.DateField(verbose_name="en vigueur du")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Vide : sans fin connue.",
                        null=True,
                        verbose_name="en vigueur au",
                    ),
                ),
                ("legal_text", models.CharField(max_length=300, verbose_name="texte")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("high", "haute"), ("medium", "moyenne"), ("low", "basse")],
                        default="medium",
                        max_length=6,
                        verbose_name="confiance",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "seuil",
                "verbose_name_plural": "seuils",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "starts_on"),
                        name="reference_threshold_start",
                        violation_error_message="Une ligne de cette clé commence déjà à cette date : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="reference_threshold_period",
                        violation_error_message="La date de fin doit suivre la date de début.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("key"), "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="reference_threshold_no_overlap",
                        violation_error_message="Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="Nom que le programme emploie : minuscules, chiffres et tirets bas.",
                        max_length=60,
                        verbose_name="clé",
                    ),
                ),
                ("text", models.TextField(verbose_name="texte")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("starts_on", models.DateField(verbose_name="affiché à partir du")),
            ],
            options={
                "verbose_name": "formulation",
                "verbose_name_plural": "formulations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "starts_on"),
                        name="reference_wording_start",
                        violation_error_message="Une ligne de cette clé commence déjà à cette date : modifiez-la.",
                    )
                ],
            },
        ),
    ]
