"""Tasks of the suppliers room: each makes one domain call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from grandest_portal.core.jobs import GIVEN_UP
from suppliers import actions
from suppliers.actions import (
    forget_contacts,
    give_up_reading,
    give_up_running,
    invite_companies,
    read_import,
    release_mistaken,
    run_import,
    tidy_imports,
)
from suppliers.draws import draw_days
from suppliers.figures import renew_figures
from suppliers.map_counts import renew_numbers

GIVEN_UP |= {"suppliers.read_import": give_up_reading, "suppliers.run_import": give_up_running}


@shared_task(name="suppliers.count_map")
def count_map():
    """Count again what the map of solutions shows."""
    renew_numbers()


@shared_task(name="suppliers.tell_amended")
def tell_amended(pk):
    """The end of the window in which a published sheet was changed."""
    actions.tell_amended(pk)


@shared_task(name="suppliers.follow_confirmations")
def follow_confirmations(at=None):
    """Ask, mark and archive what is due at `at` (ISO 8601 with its offset; now by default)."""
    return actions.follow_confirmations(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="suppliers.count_census")
def count_census():
    """Count again what the page of the census's figures shows."""
    renew_figures()


@shared_task(name="suppliers.read_import")
def read_a_file(pk):
    """Read some lines more of a file that a partner sent."""
    read_import(pk)


@shared_task(name="suppliers.run_import")
def import_lines(pk):
    """Import some lines more of such a file."""
    run_import(pk)


@shared_task(name="suppliers.invite_companies")
def invite(pk):
    """Write to the companies of an import that nobody speaks for."""
    invite_companies(pk)


@shared_task(name="suppliers.tidy_imports")
def tidy():
    """Forget what imports do not need any more: addresses, files, companies that are none."""
    at = timezone.now()
    forget_contacts(at)
    release_mistaken()
    return tidy_imports(at)


@shared_task(name="suppliers.draw_days")
def draw_coming_days():
    """Draw the neutral order of the coming days before they begin."""
    draw_days(timezone.localdate())
