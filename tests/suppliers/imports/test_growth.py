"""A file ten times longer takes the same memory; `./run bench --imports 1000 10000` measures it at full size."""

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import reset_queries

from grandest_portal.development.bench.lines import csv_of, xlsx_of
from suppliers.actions import start_import
from suppliers.actions.importing import run_import
from suppliers.actions.receiving import read_import, receive_import
from suppliers.enums import ImportStatus
from suppliers.models import Solution
from tests.suppliers.imports.conftest import structure_of

pytestmark = pytest.mark.slow


def peak(work):
    tracemalloc.start()
    work()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reset_queries()
    return used


def to_the_end(batch, job, status):
    while batch.status == status:
        job(batch.pk)
        batch.refresh_from_db()


def measured(partner, content, name):
    """(peak of the dry run, peak of the run) in bytes."""
    upload = SimpleUploadedFile(name, content)
    batch = receive_import(structure_of(partner), upload=upload, by=partner)
    del upload, content
    read = peak(lambda: to_the_end(batch, read_import, ImportStatus.READING))
    assert batch.status == ImportStatus.CHECKED and not batch.refused_count, batch.problem
    start_import(batch, by=partner)
    batch.refresh_from_db()
    return read, peak(lambda: to_the_end(batch, run_import, ImportStatus.RUNNING))


@pytest.mark.parametrize("make", [csv_of, xlsx_of], ids=["csv", "xlsx"])
def test_memory_does_not_grow_with_the_lines(partner, make):
    name = "a.csv" if make is csv_of else "a.xlsx"
    measured(partner, make(20, "Chauffe"), name)
    few = measured(partner, make(200, "Peu"), name)
    many = measured(partner, make(2000, "Beaucoup"), name)
    assert Solution.objects.count() == 2220
    assert many[0] <= 1.1 * few[0] + 65_536, (few, many)
    assert many[1] <= 1.1 * few[1] + 65_536, (few, many)
