"""What lists filter and count, kept on the row itself: the keys of the places and of the subjects that it is linked to.

`place_keys` holds « r » for the whole region, « d57 », « e200039865 » (the kind of a territory, then its code);
`subject_keys` holds the CPV divisions, « 45 », and the sectors, « s-eau » (by their key). PostgreSQL writes both,
whoever writes the links: a list then walks one index in its order, and reads there all that it counts.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from grandest_portal.reference.enums import TerritoryKind

KIND_OF_LETTER = {kind.value[0]: kind for kind in TerritoryKind}
SECTOR = "s-"

# EXCEPT, not a join: PostgreSQL knows no sizes of what a statement changed, and would compare each row with each.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION {table}_keep_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT coalesce(array_agg(DISTINCT
    CASE place.kind WHEN 'region' THEN 'r' ELSE left(place.kind, 1) || place.code END), '{{}}')
  INTO NEW.place_keys
  FROM {place_links} AS link JOIN reference_territory AS place ON place.id = link.territory_id
  WHERE link.{owner} = NEW.id;
  SELECT coalesce(array_agg(DISTINCT each.key), '{{}}')
  INTO NEW.subject_keys
  FROM {code_links} AS link JOIN reference_cpvcode AS code ON code.code = link.cpvcode_id
    LEFT JOIN reference_sector AS sector ON sector.id = code.sector_id,
    LATERAL (VALUES (left(code.code, 2)), ('s-' || sector.key)) AS each(key)
  WHERE link.{owner} = NEW.id AND each.key IS NOT NULL;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION {table}_links_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owners bigint[] := ARRAY(SELECT DISTINCT {owner} FROM changed);
  codes text[] := ARRAY(SELECT DISTINCT cpvcode_id FROM {code_links} WHERE {owner} = ANY(owners));
BEGIN
  -- A code that changes sector at the same time waits for these links, or these links for it.
  PERFORM FROM reference_cpvcode WHERE code = ANY(codes) ORDER BY code FOR SHARE;
  -- So does a sector that changes its key.
  PERFORM FROM reference_sector WHERE id IN (SELECT sector_id FROM reference_cpvcode WHERE code = ANY(codes))
    ORDER BY id FOR SHARE;
  PERFORM FROM {table} WHERE id = ANY(owners) ORDER BY id FOR UPDATE;
  UPDATE {table} SET place_keys = DEFAULT WHERE id = ANY(owners);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION {table}_codes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owners bigint[] := ARRAY(
    SELECT DISTINCT link.{owner} FROM {code_links} AS link WHERE link.cpvcode_id IN (
      SELECT code FROM (SELECT code, sector_id FROM changed EXCEPT SELECT code, sector_id FROM earlier) AS moved
    )
  );
BEGIN
  PERFORM FROM reference_sector WHERE id IN (SELECT sector_id FROM changed) ORDER BY id FOR SHARE;
  PERFORM FROM {table} WHERE id = ANY(owners) ORDER BY id FOR UPDATE;
  UPDATE {table} SET subject_keys = DEFAULT WHERE id = ANY(owners);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION {table}_sectors_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owners bigint[] := ARRAY(
    SELECT DISTINCT link.{owner} FROM {code_links} AS link
    JOIN reference_cpvcode AS code ON code.code = link.cpvcode_id WHERE code.sector_id IN (
      SELECT id FROM (SELECT id, key FROM changed EXCEPT SELECT id, key FROM earlier) AS renamed
    )
  );
BEGIN
  PERFORM FROM {table} WHERE id = ANY(owners) ORDER BY id FOR UPDATE;
  UPDATE {table} SET subject_keys = DEFAULT WHERE id = ANY(owners);
  RETURN NULL;
END $$;
"""
# Whatever an UPDATE would write there, the links decide.
KEEP = """
CREATE TRIGGER {table}_keep_keys BEFORE UPDATE OF place_keys, subject_keys ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_keep_keys();
CREATE TRIGGER {table}_codes_changed AFTER UPDATE ON reference_cpvcode
  REFERENCING OLD TABLE AS earlier NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_codes_changed();
CREATE TRIGGER {table}_sectors_changed AFTER UPDATE ON reference_sector
  REFERENCING OLD TABLE AS earlier NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_sectors_changed();
"""
FOLLOW = """
CREATE TRIGGER {links}_added AFTER INSERT ON {links}
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_links_changed();
CREATE TRIGGER {links}_removed AFTER DELETE ON {links}
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_links_changed();
"""
FILL = "UPDATE {table} SET place_keys = DEFAULT;"
UNDO = """
DROP TRIGGER {place_links}_added ON {place_links};
DROP TRIGGER {place_links}_removed ON {place_links};
DROP TRIGGER {code_links}_added ON {code_links};
DROP TRIGGER {code_links}_removed ON {code_links};
DROP TRIGGER {table}_codes_changed ON reference_cpvcode;
DROP TRIGGER {table}_sectors_changed ON reference_sector;
DROP TRIGGER {table}_keep_keys ON {table};
DROP FUNCTION {table}_codes_changed;
DROP FUNCTION {table}_sectors_changed;
DROP FUNCTION {table}_links_changed;
DROP FUNCTION {table}_keep_keys;
"""


def keys_field(name):
    return ArrayField(
        models.CharField(max_length=42), verbose_name=name, default=list, db_default=[], editable=False
    )


def place_key(kind, code):
    return kind[0] if kind == TerritoryKind.REGION else f"{kind[0]}{code}"


def list_key_sql(table, owner, place_links, code_links):
    """(SQL, SQL to undo it) that keeps both keys of `table`; `owner` is its column in both links."""
    names = {"table": table, "owner": owner, "place_links": place_links, "code_links": code_links}
    follow = [FOLLOW.format(table=table, links=links) for links in (place_links, code_links)]
    return "".join([FUNCTIONS, KEEP, FILL]).format(**names) + "".join(follow), UNDO.format(**names)


def replace_functions_sql(table, owner, place_links, code_links):
    """SQL that puts these functions in the place of older ones, then writes every key again."""
    names = {"table": table, "owner": owner, "place_links": place_links, "code_links": code_links}
    return (FUNCTIONS + FILL).format(**names)
