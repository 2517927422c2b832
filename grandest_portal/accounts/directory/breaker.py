"""After some failures in a row nobody waits for the directory any more: one trial at a time, until it answers.

The state stands in the cache, so that every process knows it. Without a cache the breaker stays closed, and each
search waits for the time limit of one exchange at most.
"""

import logging

from django.core.cache import cache

logger = logging.getLogger(__name__)

FAILURES = "directory:failures"
OPEN = "directory:open"
TRIPPED = "directory:tripped"
TRIAL = "directory:trial"
# A trial whose process was killed must not close the door for ever.
TRIAL_SECONDS = 10
TRIPPED_SECONDS = 24 * 3600
LONGEST_REST = 3600


def allows():
    """Whether one call may leave now. True once per trial while the directory has not answered again."""
    if cache.get(OPEN):
        return False
    return not cache.get(TRIPPED) or cache.add(TRIAL, 1, timeout=TRIAL_SECONDS)


def succeeded():
    known = cache.get_many([FAILURES, TRIPPED])
    if known:
        cache.delete_many([FAILURES, OPEN, TRIPPED, TRIAL])
    if TRIPPED in known:
        logger.warning("the directory answers again")


def failed(*, limit, rest):
    """Count a failure; the `limit`th in a row opens the breaker for `rest` seconds, said once in the log."""
    if cache.get(TRIPPED):
        pause(rest)
        cache.delete(TRIAL)
        return
    cache.add(FAILURES, 0, timeout=TRIPPED_SECONDS)
    if count(FAILURES) >= limit:
        pause(rest)
        if cache.add(TRIPPED, 1, timeout=TRIPPED_SECONDS):
            logger.warning("the directory does not answer: left alone for %s s", rest)


def pause(seconds):
    """Leave the directory alone for `seconds`, because it failed or because it asks so."""
    cache.set(OPEN, 1, timeout=max(1, min(seconds, LONGEST_REST)))


def count(key):
    try:
        return cache.incr(key)
    except ValueError:
        # The key ended between the two calls.
        return 1
