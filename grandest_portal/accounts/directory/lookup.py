"""The door of the directory: a SIRET in, a Finding out; never an error that would stop a person."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import stdnum.fr.siret
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from grandest_portal.accounts.directory import breaker, budget, transport
from grandest_portal.accounts.directory.reading import SOLE_TRADER, Establishment, read_establishment
from grandest_portal.accounts.directory.transport import Unavailable
from grandest_portal.accounts.enums import DirectoryOutcome
from grandest_portal.reference.models import Parameter

logger = logging.getLogger(__name__)

KEYS = [
    "directory_breaker_failures",
    "directory_breaker_rest_seconds",
    "directory_known_hours",
    "directory_unknown_minutes",
    "directory_calls_per_second",
    "directory_searches_per_hour",
]


@dataclass(frozen=True)
class Finding:
    """`establishment` is there when `outcome` is FOUND; `fetched_at` when the directory answered."""

    outcome: str
    establishment: Establishment | None = None
    fetched_at: datetime | None = None


def is_configured():
    return bool(settings.DIRECTORY_URL)


def limits():
    """{key without « directory_ »: number} in force today; LookupError when one is missing."""
    rows = Parameter.objects.in_force(timezone.localdate()).filter(key__in=KEYS)
    found = {row.key.removeprefix("directory_"): row.value for row in rows}
    if len(found) < len(KEYS):
        raise LookupError("a parameter of the directory is missing")
    return found


def remembered(siret):
    """The Finding of an earlier search, or None. Calls nobody."""
    stored = cache.get(f"directory:siret:{siret}")
    if stored is None:
        return None
    try:
        found, fetched_at = stored
        establishment = None if found is None else Establishment(**found)
    except (TypeError, ValueError):
        # Another version of the program wrote it.
        return None
    outcome = DirectoryOutcome.FOUND if establishment else DirectoryOutcome.UNKNOWN
    return Finding(outcome, establishment, fetched_at)


def look_up(siret):
    """What the directory says of `siret` (14 digits, both keys right; ValueError otherwise). Three seconds at most."""
    if not stdnum.fr.siret.is_valid(siret) or not siret.isascii():
        raise ValueError("not a SIRET")
    if not is_configured():
        return Finding(DirectoryOutcome.UNAVAILABLE)
    try:
        return remembered(siret) or ask(siret, limits())
    except LookupError:
        logger.exception("the directory is not asked")
    except Unavailable as error:
        logger.info("no answer of the directory: %s", error)
    return Finding(DirectoryOutcome.UNAVAILABLE)


def look_up_for(user, siret):
    """As `look_up`, for a person in front of a form: outcome TOO_MANY beyond the person's share of the hour."""
    try:
        share = limits()["searches_per_hour"]
    except LookupError:
        return look_up(siret)
    if not budget.take_search(user, share):
        return Finding(DirectoryOutcome.TOO_MANY)
    return look_up(siret)


def ask(siret, limit):
    if not breaker.allows():
        raise Unavailable("left alone for now")
    if not budget.take_call(limit["calls_per_second"]):
        raise Unavailable("too many calls in this second")
    try:
        answer = transport.get("/search", query_of(siret))
        establishment = None if answer.status == 429 else read_establishment(answer, siret)
    except Unavailable:
        breaker.failed(limit=limit["breaker_failures"], rest=limit["breaker_rest_seconds"])
        raise
    if answer.status == 429:
        breaker.pause(seconds_of(answer.retry_after, limit["breaker_rest_seconds"]))
        raise Unavailable("HTTP 429")
    breaker.succeeded()
    return remember(siret, establishment, limit)


def query_of(siret):
    """Only what is used is asked for: without `minimal`, the answer would name the people who lead the company."""
    return {
        "q": siret,
        "minimal": "true",
        "include": "siege,matching_etablissements",
        "page": 1,
        "per_page": 1,
    }


def remember(siret, establishment, limit):
    now = timezone.now()
    short = limit["unknown_minutes"] * 60
    # A sole trader is a person: kept as long as the form is being filled, no longer.
    kept_long = establishment is not None and establishment.legal_form != SOLE_TRADER
    cache.set(
        f"directory:siret:{siret}",
        (asdict(establishment) if establishment else None, now),
        timeout=limit["known_hours"] * 3600 if kept_long else short,
    )
    outcome = DirectoryOutcome.FOUND if establishment else DirectoryOutcome.UNKNOWN
    return Finding(outcome, establishment, now)


def seconds_of(header, otherwise):
    """The delay of a Retry-After header, in seconds: a number or a date (RFC 9110, 10.2.3)."""
    if header.isascii() and header.isdigit():
        return int(header[:6])
    try:
        return int((parsedate_to_datetime(header) - timezone.now()).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return otherwise
