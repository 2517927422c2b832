"""What the free texts of a project mean for our choices, when they are clear: pure functions."""

import re
from decimal import Decimal

from grandest_portal.reference.text import plain
from needs.enums import BudgetBand, Procedure

# Bands of needs.enums, in euros: lower bound included, upper bound excluded.
BANDS = (
    (BudgetBand.LT_40K, 0, 40_000),
    (BudgetBand.FROM_40K, 40_000, 100_000),
    (BudgetBand.FROM_100K, 100_000, 250_000),
    (BudgetBand.FROM_250K, 250_000, 1_000_000),
    (BudgetBand.GT_1M, 1_000_000, float("inf")),
)
AMOUNT = re.compile(
    r"(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?\s*(millions?|m(?:d|rd|illiards?)?|k)?(?![a-z0-9])"
)
UNITS = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "millions": 1_000_000}
BELOW = re.compile(r"<|≤|moins de|inferieur|jusqu|au plus|maximum")
ABOVE = re.compile(r">|≥|plus de|superieur|a partir de|au moins|dela|minimum")
LONGEST = 200

PROCEDURES = (
    ("partenariat d innovation", Procedure.INNOVATION_PARTNERSHIP),
    ("centrale d achat", Procedure.CENTRAL_PURCHASING),
    ("adaptee", Procedure.ADAPTED),
    ("mapa", Procedure.ADAPTED),
    ("appel d offres", Procedure.FORMALISED),
    ("procedure avec negociation", Procedure.FORMALISED),
    ("dialogue competitif", Procedure.FORMALISED),
    ("procedure formalisee", Procedure.FORMALISED),
)


def amounts(text):
    """[(value, unit)] of each amount written in a lower-case text; unit "" when none follows it."""
    found = []
    for whole, decimals, unit in AMOUNT.findall(text):
        value = Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")
        found.append((value, unit))
    return found


def in_euros(found):
    """The amounts in euros, or [] when one is unclear; in « 1 - 5 M€ » the unit counts for both."""
    last = found[-1][1] if found else ""
    values = []
    for value, unit in found:
        unit = unit or (last if value < 1000 else "")
        if unit and unit not in UNITS:
            return []
        values.append(value * UNITS.get(unit, 1))
    return values


def bounds(text):
    """(lowest, highest) amount in euros that a text names, or None when it is not clear."""
    plain_text = text.lower().replace("é", "e").replace("à", "a")
    values = in_euros(amounts(plain_text))
    below, above = BELOW.search(plain_text), ABOVE.search(plain_text)
    if len(values) == 2 and values[0] < values[1]:
        return values[0], values[1]
    if len(values) != 1 or (below and above):
        return None
    if below:
        return 0, values[0]
    return (values[0], float("inf")) if above else (values[0], values[0])


def budget_band(text):
    """The BudgetBand that holds the whole range named by `text`; UNKNOWN when it spans two or is unclear.

    « 1M - 5M€ » → more than 1 million; « 90K - 221K€ » → unknown, because two of our bands share it.
    """
    found = bounds(text) if len(text) <= LONGEST else None
    if found is None:
        return BudgetBand.UNKNOWN
    low, high = found
    for band, start, end in BANDS:
        if start <= low < end and high <= end:
            return band
    return BudgetBand.UNKNOWN


def procedure(text):
    """The Procedure that `text` names; UNDECIDED when it names none of ours."""
    words = f" {plain(text[:LONGEST])} "
    return next((ours for words_of, ours in PROCEDURES if f" {words_of} " in words), Procedure.UNDECIDED)
