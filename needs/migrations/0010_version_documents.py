from django.db import migrations


def count_documents(apps, schema_editor):
    """What is published now says its public documents from here on: its next change is compared with them."""
    Need, TextVersion = apps.get_model("needs", "Need"), apps.get_model("core", "TextVersion")
    Attachment = apps.get_model("attachments", "Attachment")
    published = Need.objects.filter(status="published").values("pk")
    for row in TextVersion.objects.filter(kind="needs.need", object_pk__in=published).order_by("pk"):
        if "documents" not in row.content:
            rows = Attachment.objects.filter(
                kind="need", object_id=row.object_pk, purpose="public", removed_at=None
            ).order_by("created_at", "pk")
            row.content["documents"] = list(rows.values("id", "name", "sha256"))
            row.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0009_finding"),
        ("attachments", "0002_reviewed_removals"),
        ("core", "0004_text_versions"),
    ]

    operations = [migrations.RunPython(count_documents, migrations.RunPython.noop)]
