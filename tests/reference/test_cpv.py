"""The CPV tree as pure functions, tried on the codes of the vocabulary itself."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandest_portal.reference.actions import DATA
from grandest_portal.reference.cpv import (
    ABSENT_ANCESTORS,
    SharedCPV,
    ancestors,
    common_level,
    level_of,
    significant,
    split_code,
)
from grandest_portal.reference.enums import CPVLevel

with (DATA / "cpv.csv").open(encoding="utf-8") as file:
    CODES = [row["code"] for row in csv.DictReader(file)]
KNOWN = set(CODES)
codes = st.sampled_from(CODES)
# Two codes drawn freely hardly ever share a category: neighbours in the sorted vocabulary do.
neighbours = st.tuples(st.integers(0, len(CODES) - 1), st.integers(-40, 40)).map(
    lambda drawn: (CODES[drawn[0]], CODES[(drawn[0] + drawn[1]) % len(CODES)])
)
pairs = st.one_of(st.tuples(codes, codes), neighbours)


def holds(above, code):
    return code.startswith(significant(above))


@given(pairs)
def test_common_level_does_not_depend_on_the_order(pair):
    a, b = pair
    assert common_level(a, b) == common_level(b, a)


@given(codes)
def test_common_level_of_a_code_with_itself_is_itself(code):
    assert common_level(code, code) == SharedCPV(level_of(code), code)


@given(pairs)
def test_common_level_is_the_deepest_code_of_the_vocabulary_above_both(pair):
    a, b = pair
    above_both = [code for code in CODES if holds(code, a) and holds(code, b)]
    deepest = max(above_both, key=lambda code: len(significant(code)), default="")
    assert common_level(a, b) == (SharedCPV(level_of(deepest), deepest) if deepest else SharedCPV(None, ""))


@given(pairs, st.integers(0, 9))
def test_common_level_ignores_check_digits(pair, digit):
    a, b = pair
    assert common_level(f"{a}-{digit}", b) == common_level(a, b)


@given(codes)
def test_ancestors_are_codes_of_the_vocabulary_each_wider_than_the_one_before(code):
    line = [code, *ancestors(code)]
    sizes = [len(significant(each)) for each in line]
    assert set(line) <= KNOWN
    assert sizes == sorted(set(sizes), reverse=True)
    assert line[-1] == code[:2] + "000000"


def test_absent_ancestors_are_exactly_those_that_the_vocabulary_lacks():
    prefixes = {significant(code)[:size].ljust(8, "0") for code in CODES for size in range(2, 9)}
    assert prefixes - KNOWN == ABSENT_ANCESTORS


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("45000000", "72000000", SharedCPV(None, "")),
        ("45210000", "45310000", SharedCPV(CPVLevel.DIVISION, "45000000")),
        ("45231000", "45232150", SharedCPV(CPVLevel.CLASS, "45230000")),
        ("44613400", "44613500-5", SharedCPV(CPVLevel.CATEGORY, "44613000")),
        ("44600000", "44613500", SharedCPV(CPVLevel.GROUP, "44600000")),
        ("30192121", "30192122", SharedCPV(CPVLevel.DETAIL, "30192100")),
        ("35611100", "35611200", SharedCPV(CPVLevel.CLASS, "35610000")),
    ],
)
def test_common_level_names_the_level(a, b, expected):
    assert common_level(a, b) == expected


@pytest.mark.parametrize("bad", ["", "446", "4461350", "44613500-", "4461350a", "٤٤٦١٣٥٠٠", "44613500-55"])
def test_common_level_refuses_what_is_no_code(bad):
    with pytest.raises(ValueError, match="mal formés"):
        common_level(bad, "44613500")


@given(st.text(max_size=40))
def test_split_code_never_fails_and_gives_digits(text):
    parts = split_code(text)
    assert parts is None or (len(parts[0]) == 8 and "".join(parts).isdigit())
