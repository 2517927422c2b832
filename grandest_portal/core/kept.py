"""Answers that cost: computed once, kept in the cache, then renewed by the task queue and not by a visitor.

Whoever asks reads the kept answer, however old; one older than a minute also asks for a newer one. Only the very
first question, or the first one after a day without any, or after the cache was lost, is computed in a request.
"""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from grandest_portal.core.jobs import enqueue

FRESH = timedelta(minutes=1)
KEPT_SECONDS = 24 * 3600


def kept(key, compute, *, task, args=()):
    """{answer, at}: the answer of `compute()` kept under `key`, and when it was computed.

    The task `task`, called with `args`, renews the same key.
    """
    held = cache.get(key)
    if held is None:
        return renew(key, compute)
    if held["at"] < timezone.now() - FRESH:
        enqueue(task, *args, key=key)
    return held


def renew(key, compute):
    """Compute the answer and keep it."""
    held = {"at": timezone.now(), "answer": compute()}
    cache.set(key, held, KEPT_SECONDS)
    return held
