"""Two imports at once: the second waits, reads what the first wrote, and merges into it."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from grandest_portal.awards import actions
from grandest_portal.awards.layouts import Limits, read_row
from grandest_portal.awards.models import Award
from tests.awards.conftest import TABULAR

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = Limits(Decimal(100), Decimal(1_000_000_000))


def version(amount, number):
    return read_row(TABULAR | {"montant": amount, "modification_id": number}, LIMITS, "essai")


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def import_two_versions_at_once(between):
    """The newer version is stored but not committed when the older one arrives; `between` runs in that moment."""

    def second():
        try:
            actions.store([version("50000", "0")], actions.Report())
        finally:
            connections.close_all()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        actions.store([version("70000", "2")], actions.Report())
        between()
        thread.start()
        for _try in range(400):
            if somebody_waits():
                break
            time.sleep(0.05)
        else:
            raise AssertionError("the second import did not wait")
    thread.join(30)
    assert not thread.is_alive()
    return Award.objects.get().amount


def test_the_older_version_does_not_undo_the_newer_one():
    assert import_two_versions_at_once(lambda: None) == Decimal(70000)


def test_control_without_taking_turns_the_older_version_wins(monkeypatch):
    def another_lock():
        monkeypatch.setattr(actions, "IMPORT_LOCK", actions.IMPORT_LOCK + 1)

    assert import_two_versions_at_once(another_lock) == Decimal(50000)
