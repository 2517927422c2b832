import django.db.models.deletion
from django.db import migrations, models

# Published rows alone: a list reads nothing else. The days around today, whatever the zone of the server.
TRIGGER = """
CREATE FUNCTION suppliers_solution_draw() RETURNS trigger LANGUAGE plpgsql AS $$
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
UNDO = """
DROP TRIGGER suppliers_solution_drawn ON suppliers_solution;
DROP FUNCTION suppliers_solution_draw;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0010_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawnDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="jour")),
                ("drawn_at", models.DateTimeField(auto_now_add=True, verbose_name="tiré le")),
            ],
            options={"verbose_name": "jour tiré", "verbose_name_plural": "jours tirés"},
        ),
        migrations.CreateModel(
            name="SolutionDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                ("draw", models.UUIDField(verbose_name="tirage")),
                (
                    "solution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draws",
                        to="suppliers.solution",
                        verbose_name="solution",
                    ),
                ),
            ],
            options={
                "verbose_name": "tirage d'une solution",
                "verbose_name_plural": "tirages des solutions",
                "indexes": [models.Index(fields=["day", "draw", "solution"], name="suppliers_draw_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("solution", "day"), name="suppliers_draw_once")
                ],
            },
        ),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
