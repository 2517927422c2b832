from django.db import migrations


def rename(apps, old, new):
    apps.get_model("accounts", "Membership").objects.filter(role=old).update(role=new)


def forwards(apps, schema_editor):
    rename(apps, "member", "editor")


def backwards(apps, schema_editor):
    rename(apps, "editor", "member")


class Migration(migrations.Migration):
    """What was called a member could write: an editor."""

    dependencies = [("accounts", "0002_membership_roles")]

    operations = [migrations.RunPython(forwards, backwards)]
