import django.contrib.postgres.constraints
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0003_sectors"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9]{4}$", "Donnez quatre chiffres.")
                        ],
                        verbose_name="code",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("public", "oui"),
                            ("possible", "cela dépend"),
                            ("private", "en principe non"),
                        ],
                        max_length=10,
                        verbose_name="acheteur public ?",
                    ),
                ),
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
                "verbose_name": "forme juridique",
                "verbose_name_plural": "formes juridiques",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "starts_on"),
                        name="reference_legalform_start",
                        violation_error_message="Une ligne de cette clé commence déjà à cette date : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="reference_legalform_period",
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
                        name="reference_legalform_no_overlap",
                        violation_error_message="Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["public", "possible", "private"])),
                        name="reference_legalform_standing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailDomain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){1,8}$",
                                "Écrivez le domaine seul, en minuscules et sans « @ » : par exemple grandest.fr.",
                            )
                        ],
                        verbose_name="domaine",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("buyer", "domaine d'un acheteur public"),
                            ("consumer", "fournisseur grand public"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("holder", models.CharField(max_length=200, verbose_name="à qui")),
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
                "verbose_name": "domaine de courriel",
                "verbose_name_plural": "domaines de courriel",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "starts_on"),
                        name="reference_maildomain_start",
                        violation_error_message="Une ligne de cette clé commence déjà à cette date : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="reference_maildomain_period",
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
                        name="reference_maildomain_no_overlap",
                        violation_error_message="Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["buyer", "consumer"])),
                        name="reference_maildomain_nature",
                    ),
                ],
            },
        ),
    ]
