from django.db import migrations

from grandest_portal.reference.list_keys import replace_functions_sql

LINKS = {
    "table": "needs_need",
    "owner": "need_id",
    "place_links": "needs_need_territories",
    "code_links": "needs_need_cpv",
}


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0015_answered"),
    ]

    operations = [
        migrations.RunSQL(replace_functions_sql(**LINKS), migrations.RunSQL.noop),
    ]
