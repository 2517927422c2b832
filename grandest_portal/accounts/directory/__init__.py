"""The public directory of companies (« Recherche d'entreprises »): what it says of a SIRET, if it answers at all.

`lookup.py` is the door; below it, `transport.py` speaks HTTPS, `reading.py` reads the answers, `breaker.py` and
`budget.py` hold the calls back. Registration never depends on it: every failure means « type it yourself ».
"""

from grandest_portal.accounts.directory.lookup import (
    Finding,
    is_configured,
    look_up,
    look_up_for,
    remembered,
)
from grandest_portal.accounts.directory.reading import SOLE_TRADER, Establishment
from grandest_portal.accounts.directory.transport import Unavailable

__all__ = [
    "SOLE_TRADER",
    "Establishment",
    "Finding",
    "Unavailable",
    "is_configured",
    "look_up",
    "look_up_for",
    "remembered",
]
