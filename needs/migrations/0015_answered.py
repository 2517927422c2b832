from django.db import migrations

ANSWERS = (
    *("title", "summary", "current_situation", "expected_result", "constraints", "cpv", "territories"),
    *("budget_band", "procedure", "planned_on", "sourcing_days", "short_window_reason", "maturity"),
    *("languages", "foreign_summary", "foreign_language", "contact_name", "contact_role"),
)


def answered_before(apps, schema_editor):
    """Which steps of an older text somebody saw was not kept: all of them, rather than ask for them again."""
    rows = apps.get_model("needs", "Need").objects.filter(source="portal")
    for need in rows.only("changed_in").iterator():
        need.changed_in = dict.fromkeys(ANSWERS, 1) | need.changed_in
        need.save(update_fields=["changed_in"])


class Migration(migrations.Migration):
    """The steps that are answered by somebody are those whose answers stand in `changed_in`."""

    dependencies = [("needs", "0014_outcome_at")]

    operations = [migrations.RunPython(answered_before, migrations.RunPython.noop)]
