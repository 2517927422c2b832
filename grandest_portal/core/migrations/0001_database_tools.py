from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() depends on a dictionary that could change, so PostgreSQL does not call it immutable; naming the
# dictionary makes it safe to index and to use in generated columns.
UNACCENT = """
CREATE FUNCTION f_unaccent(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, value) $$;
CREATE TEXT SEARCH CONFIGURATION french_unaccent (COPY = french);
ALTER TEXT SEARCH CONFIGURATION french_unaccent
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""
UNDO = "DROP TEXT SEARCH CONFIGURATION french_unaccent; DROP FUNCTION f_unaccent(text);"


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(UNACCENT, UNDO),
    ]
