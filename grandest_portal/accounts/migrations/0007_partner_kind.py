from django.db import migrations, models

KINDS = [
    ("agency", "Agence d'innovation ou de développement"),
    ("chamber", "Chambre consulaire"),
    ("central_purchasing", "Centrale d'achat"),
    ("cluster", "Pôle de compétitivité ou grappe d'entreprises"),
    ("other", "Autre structure d'accompagnement"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_privacy")]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="kind",
            field=models.CharField(
                choices=KINDS, default="other", max_length=20, verbose_name="type de structure"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [key for key, _label in KINDS])), name="accounts_partner_kind"
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="side",
            field=models.CharField(
                blank=True,
                choices=[
                    ("buyer", "Acheteur public"),
                    ("company", "Entreprise"),
                    ("partner", "Structure d'accompagnement"),
                ],
                max_length=10,
                verbose_name="vous êtes",
            ),
        ),
    ]
