from django.db import migrations

from grandest_portal.reference.list_keys import replace_functions_sql

LINKS = {
    "table": "suppliers_solution",
    "owner": "solution_id",
    "place_links": "suppliers_solution_served",
    "code_links": "suppliers_solution_cpv",
}


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0005_sheet"),
    ]

    operations = [
        migrations.RunSQL(replace_functions_sql(**LINKS), migrations.RunSQL.noop),
    ]
