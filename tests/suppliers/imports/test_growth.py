"""A file ten times longer takes the same memory; `./run bench --imports 1000 10000` measures it at full size."""

import gc
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import reset_queries

from grandest_portal.development.bench.lines import csv_of, xlsx_of
from suppliers.actions import importing, receiving, start_import
from suppliers.enums import ImportStatus
from suppliers.models import Solution
from tests.suppliers.imports.conftest import structure_of

# Each line in a transaction of its own, as in a worker: one around the test would keep what waits for its end.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def peak(work):
    """Bytes held at most during `work`: what is reachable, hardly any garbage that waits for its collection.

    Cycles are collected often, and what the tests before left behind is set aside: it would make collections rare.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200, 2, 1)
    gc.collect()  # the count of what lives long, a quarter of which must be new, starts again without it
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.set_threshold(*usual)
        gc.unfreeze()
        reset_queries()


def to_the_end(batch, job, status):
    while batch.status == status:
        job(batch.pk)
        batch.refresh_from_db()


def measured(partner, content, name):
    """(peak of the dry run, peak of the run) in bytes."""
    upload = SimpleUploadedFile(name, content)
    batch = receiving.receive_import(structure_of(partner), upload=upload, by=partner)
    del upload, content
    read = peak(lambda: to_the_end(batch, receiving.read_import, ImportStatus.READING))
    assert batch.status == ImportStatus.CHECKED and not batch.refused_count, batch.problem
    start_import(batch, by=partner)
    batch.refresh_from_db()
    return read, peak(lambda: to_the_end(batch, importing.run_import, ImportStatus.RUNNING))


@pytest.mark.parametrize("make", [csv_of, xlsx_of], ids=["csv", "xlsx"])
def test_memory_does_not_grow_with_the_lines(partner, make, monkeypatch):
    """Both files take several pieces and several jobs, so that what each of these holds counts in both."""
    monkeypatch.setattr(receiving, "PIECE", 50)
    monkeypatch.setattr(receiving, "LINES_PER_JOB", 100)
    monkeypatch.setattr(importing, "LINES_PER_JOB", 100)
    name = "a.csv" if make is csv_of else "a.xlsx"
    measured(partner, make(20, "Chauffe"), name)
    few = measured(partner, make(200, "Peu"), name)
    many = measured(partner, make(1000, "Beaucoup"), name)
    assert Solution.objects.count() == 1220
    assert many[0] <= 1.1 * few[0] + 65_536, (few, many)
    assert many[1] <= 1.1 * few[1] + 65_536, (few, many)
