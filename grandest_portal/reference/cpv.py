"""The CPV code as a number in a tree: pure functions, on codes alone.

Source: CPV 2008, annex I of Regulation (EC) 213/2008. A code is eight digits, trailing zeros are padding, and
a ninth digit checks the others. No published formula gives that ninth digit: it is read from the vocabulary.
"""

import re
from typing import NamedTuple

from grandest_portal.reference.enums import CPVLevel

DIGITS = 8
# Absent from the vocabulary although codes below them exist: those hang from the ancestor above.
ABSENT_ANCESTORS = frozenset(
    {
        "30192120",
        "34511000",
        "35611000",
        "35612000",
        "35811000",
        "38527000",
        "39250000",
        "42924000",
        "44115300",
        "44613100",
        "60110000",
    }
)
WRITTEN_CODE = re.compile(r"([0-9]{8})(?:\s*-\s*([0-9])|([0-9]))?")


class SharedCPV(NamedTuple):
    """The deepest ancestor that two codes share: its level and its eight digits, or (None, "")."""

    level: CPVLevel | None
    code: str


def significant(code: str) -> str:
    """« 446 » for « 44600000 »: the digits that carry meaning, never fewer than the two of the division."""
    return code[:2] + code[2:].rstrip("0")


def level_of(code: str) -> CPVLevel:
    return CPVLevel(min(len(significant(code)), CPVLevel.DETAIL))


def split_code(text: str) -> tuple[str, str] | None:
    """(eight digits, check digit or "") of « 44613500-5 », « 44613500 », « 446135005 »; None otherwise."""
    match = WRITTEN_CODE.fullmatch(text.strip())
    return (match[1], match[2] or match[3] or "") if match else None


def ancestors(code: str) -> list[str]:
    """The codes above `code` that the vocabulary holds, from the closest to the division."""
    digits = significant(code)
    padded = (digits[:size].ljust(DIGITS, "0") for size in range(len(digits) - 1, 1, -1))
    return [above for above in dict.fromkeys(padded) if above not in ABSENT_ANCESTORS and above != code]


def sector_of(code: str, prefixes: dict[str, int]) -> int | None:
    """What `prefixes` says of `code`: its longest known beginning wins; None when it has none."""
    beginnings = (code[:size] for size in range(DIGITS, 1, -1))
    return next((prefixes[start] for start in beginnings if start in prefixes), None)


def common_level(a: str, b: str) -> SharedCPV:
    """The deepest code of the vocabulary that is `a` and `b` or an ancestor of both.

    Codes may carry their check digit; anything else raises ValueError. Two equal codes share themselves.
    """
    first, second = (split_code(code) for code in (a, b))
    if first is None or second is None:
        raise ValueError(f"codes CPV mal formés : {a!r}, {b!r}")
    lines = [[code, *ancestors(code)] for code, _check in (first, second)]
    shared = next((code for code in lines[0] if code in lines[1]), "")
    return SharedCPV(level_of(shared), shared) if shared else SharedCPV(None, "")
