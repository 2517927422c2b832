"""Tasks of the suppliers room: each makes one domain call."""

from celery import shared_task
from django.utils import timezone

from suppliers.draws import draw_days
from suppliers.map_counts import renew_numbers


@shared_task(name="suppliers.count_map")
def count_map():
    """Count again what the map of solutions shows."""
    renew_numbers()


@shared_task(name="suppliers.draw_days")
def draw_coming_days():
    """Draw the neutral order of the coming days before they begin."""
    draw_days(timezone.localdate())
