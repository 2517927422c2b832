from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="attachment", name="attachments_attachment_has_file"),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__gt", ""), ("removed_at", None)),
                    models.Q(
                        ("removed_at__isnull", False),
                        ("text", ""),
                        models.Q(("file", ""), ("purpose", "public"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="attachments_attachment_has_file",
                violation_error_message=(
                    "Un document a son fichier, jusqu'à son retrait ; un document public, jusqu'à la relecture."
                ),
            ),
        ),
    ]
