"""The order of the census without words: today's draw, read from where it was kept, else computed."""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Max
from django.utils import timezone

from grandest_portal.core.listing import neutral_order
from suppliers.enums import SolutionStatus
from suppliers.models import DrawnDay, Solution, SolutionDraw

DAY = timedelta(days=1)
# Lists read the draws of yesterday and today; the days around them stand in case a clock or a task is late.
READ_BACK, KEPT_BACK, AHEAD = DAY, 3 * DAY, 2 * DAY
KNOWN_SECONDS, UNKNOWN_SECONDS = 3600, 60
# How many solutions are held at once while they are drawn: who changes one waits no longer than for these.
AT_ONCE = 2000
# The same text as core.listing.draw_of and as the trigger. A solution that changes at the same time waits until it is
# drawn, and its trigger then finds the row; or the draw waits, and reads what was written.
DRAW = """
WITH held AS MATERIALIZED (
  SELECT id, subject_keys, place_keys, trl, first_reference, published_at FROM suppliers_solution
  WHERE status = %(status)s AND id >= %(first)s AND id < %(next)s ORDER BY id FOR SHARE
)
INSERT INTO suppliers_solutiondraw
  (solution_id, day, draw, subject_keys, place_keys, trl, first_reference, published_at)
SELECT id, %(day)s, md5(to_char(%(day)s::date, 'YYYY-MM-DD') || id)::uuid,
  subject_keys, place_keys, trl, first_reference, published_at
FROM held
ON CONFLICT DO NOTHING
"""


def is_drawn(day):
    """Whether the order of this day stands ready; asked of the database once a minute at most."""
    key = f"drawn:{day.isoformat()}"
    known = cache.get(key)
    if known is None:
        known = DrawnDay.objects.filter(day=day).exists()
        cache.set(key, known, KNOWN_SECONDS if known else UNKNOWN_SECONDS)
    return known


def is_kept(day):
    """Whether lists read the order of this day from where it stands."""
    return day >= timezone.localdate() - READ_BACK and is_drawn(day)


def in_draw(rows, day):
    """Solutions in the neutral order of `day`, with their `draw`."""
    if is_kept(day):
        return rows.filter(draws__day=day).annotate(draw=F("draws__draw")).order_by("draw", "pk")
    return neutral_order(rows, day)


def draw_days(today):
    """Draw the days around `today` that are not drawn yet, and forget those that nobody reads any more."""
    day, drawn = today - READ_BACK, []
    while day <= today + AHEAD:
        if draw_day(day):
            drawn.append(day)
        day += DAY
    DrawnDay.objects.filter(day__lt=today - KEPT_BACK).delete()
    SolutionDraw.objects.filter(day__lt=today - KEPT_BACK).delete()
    return drawn


def draw_day(day):
    """Draw one day for all; False when that was done before. A solution published meanwhile adds itself.

    Piece by piece, each of them committed; lists read the day once all are there. Begun again, it goes on.
    """
    if DrawnDay.objects.filter(day=day).exists():
        return False
    last = Solution.objects.published().aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        for first in range(0, last + 1, AT_ONCE):
            piece = {"first": first, "next": first + AT_ONCE}
            cursor.execute(DRAW, {"day": day, "status": SolutionStatus.PUBLISHED, **piece})
    return DrawnDay.objects.get_or_create(day=day)[1]
