"""A file of ten times the rows takes the same memory."""

import tracemalloc
from datetime import date

import pytest

from grandest_portal.core.exports import Column, csv_lines, write_spreadsheet

COLUMNS = [Column(f"Colonne {number}", lambda row: row["text"]) for number in range(6)]
COLUMNS += [Column("Jour", lambda row: row["day"], date)]


def rows(number):
    for place in range(number):
        yield {"text": f"Un texte de la ligne {place}", "day": date(2026, 1, 1)}


def peak(work):
    tracemalloc.start()
    work()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return used


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path, kind):
    def write(number):
        if kind == "csv":
            for _line in csv_lines(COLUMNS, rows(number)):
                pass
        else:
            write_spreadsheet(str(tmp_path / f"{number}.xlsx"), "Essai", COLUMNS, rows(number))

    write(10)
    small, large = peak(lambda: write(1_000)), peak(lambda: write(10_000))
    assert large <= 1.1 * small + 16_384
