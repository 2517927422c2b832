"""Tasks of the suppliers room: each makes one domain call."""

from celery import shared_task

from suppliers.map_counts import renew_numbers


@shared_task(name="suppliers.count_map")
def count_map():
    """Count again what the map of solutions shows."""
    renew_numbers()
