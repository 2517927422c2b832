"""Every division of the vocabulary has a short name, and only those."""

import csv

from grandest_portal.reference.actions import DATA
from grandest_portal.reference.divisions import SHORT_NAMES, short_name


def test_short_names_are_those_of_the_divisions():
    with (DATA / "cpv.csv").open(encoding="utf-8", newline="") as file:
        divisions = {row["code"][:2] for row in csv.DictReader(file) if row["code"].endswith("000000")}
    assert set(SHORT_NAMES) == divisions
    assert len({str(name) for name in SHORT_NAMES.values()}) == len(divisions)


def test_unknown_division_keeps_its_digits():
    assert (short_name("48"), short_name("99")) == ("Logiciels", "99")
