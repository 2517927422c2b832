import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

COLUMNS = ["subject_keys", "place_keys", "trl", "first_reference", "published_at"]

# A solution stands in the days while it is published, with what lists filter and count of it.
FOLLOW = """
DROP TRIGGER suppliers_solution_drawn ON suppliers_solution;
CREATE OR REPLACE FUNCTION suppliers_solution_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'published' THEN
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' THEN
      DELETE FROM suppliers_solutiondraw WHERE solution_id = NEW.id;
    END IF;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status = 'published' THEN
    IF (NEW.subject_keys, NEW.place_keys, NEW.trl, NEW.first_reference, NEW.published_at)
      IS DISTINCT FROM (OLD.subject_keys, OLD.place_keys, OLD.trl, OLD.first_reference, OLD.published_at) THEN
      UPDATE suppliers_solutiondraw SET
        (subject_keys, place_keys, trl, first_reference, published_at) =
        (NEW.subject_keys, NEW.place_keys, NEW.trl, NEW.first_reference, NEW.published_at)
      WHERE solution_id = NEW.id;
    END IF;
    RETURN NULL;
  END IF;
  INSERT INTO suppliers_solutiondraw
    (solution_id, day, draw, subject_keys, place_keys, trl, first_reference, published_at)
  SELECT NEW.id, current_date + days, md5(to_char(current_date + days, 'YYYY-MM-DD') || NEW.id)::uuid,
    NEW.subject_keys, NEW.place_keys, NEW.trl, NEW.first_reference, NEW.published_at
  FROM generate_series(-2, 3) AS days
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER suppliers_solution_drawn AFTER INSERT OR
  UPDATE OF status, subject_keys, place_keys, trl, first_reference, published_at ON suppliers_solution
  FOR EACH ROW EXECUTE FUNCTION suppliers_solution_draw();
"""
UNDO_FOLLOW = """
DROP TRIGGER suppliers_solution_drawn ON suppliers_solution;
CREATE OR REPLACE FUNCTION suppliers_solution_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO suppliers_solutiondraw (solution_id, day, draw)
  SELECT NEW.id, current_date + days, md5(to_char(current_date + days, 'YYYY-MM-DD') || NEW.id)::uuid
  FROM generate_series(-2, 3) AS days
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER suppliers_solution_drawn AFTER INSERT OR UPDATE OF status ON suppliers_solution
  FOR EACH ROW WHEN (NEW.status = 'published') EXECUTE FUNCTION suppliers_solution_draw();
"""
# Nobody writes a solution between the filling and the trigger.
FILL = """
LOCK TABLE suppliers_solution IN SHARE ROW EXCLUSIVE MODE;
DELETE FROM suppliers_solutiondraw USING suppliers_solution
WHERE suppliers_solution.id = solution_id AND status <> 'published';
UPDATE suppliers_solutiondraw SET
  (subject_keys, place_keys, trl, first_reference, published_at) =
  (s.subject_keys, s.place_keys, s.trl, s.first_reference, s.published_at)
FROM suppliers_solution AS s WHERE s.id = solution_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
# A day comes and a day goes: a sixth of the table, which the usual share would leave to wait.
SWEEP = """
ALTER TABLE suppliers_solutiondraw SET (
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05
);
"""
UNDO_SWEEP = """
ALTER TABLE suppliers_solutiondraw
  RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
"""


def keys(name):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=42),
        db_default=[],
        default=list,
        editable=False,
        size=None,
        verbose_name=name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0012_assessments_and_routes"),
    ]

    operations = [
        migrations.AddField("solutiondraw", "subject_keys", keys("sujets, pour les listes")),
        migrations.AddField("solutiondraw", "place_keys", keys("lieux, pour les listes")),
        migrations.AddField(
            "solutiondraw",
            "trl",
            models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="maturité (TRL)"
            ),
        ),
        migrations.AddField(
            "solutiondraw",
            "first_reference",
            models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                verbose_name="cherche sa première référence publique",
            ),
        ),
        migrations.AddField(
            "solutiondraw",
            "published_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, UNDO_FOLLOW),
        migrations.RemoveIndex("solutiondraw", "suppliers_draw_order"),
        migrations.AddIndex(
            "solutiondraw",
            models.Index(
                fields=["day", "draw", "solution"], include=tuple(COLUMNS), name="suppliers_draw_list"
            ),
        ),
        migrations.AddIndex(
            "solutiondraw",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["subject_keys"], name="suppliers_draw_subjects"
            ),
        ),
        migrations.RemoveConstraint("solutiondraw", "suppliers_draw_once"),
        migrations.AddConstraint(
            "solutiondraw",
            models.UniqueConstraint(
                fields=("solution", "day"), include=("draw",), name="suppliers_draw_of_day"
            ),
        ),
        migrations.RunSQL(SWEEP, UNDO_SWEEP),
    ]
