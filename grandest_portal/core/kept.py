"""Answers that cost: computed once, kept in the cache, then renewed by the task queue and not by a visitor.

Whoever asks reads the kept answer, however old; one older than a minute is also noted as wanted, in the cache: a
reading writes nothing to the database. The clock then has it counted again. Only the very first question, or the
first one after a day without any, or after the cache was lost, is computed in a request.
"""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

FRESH = timedelta(minutes=1)
KEPT_SECONDS = 24 * 3600
WANTED, MOST_WANTED = "kept:wanted", 50


def kept(key, compute, *, task, args=()):
    """{answer, at}: the answer of `compute()` kept under `key`, and when it was computed.

    The task `task`, called with `args`, renews the same key.
    """
    held = cache.get(key)
    if held is None:
        return renew(key, compute)
    if held["at"] < timezone.now() - FRESH:
        want(key, task, args)
    return held


def want(key, task, args):
    """Note that `key` is to be renewed. Two notes at once may lose one: the next reader writes it again."""
    wanted = cache.get(WANTED) or {}
    if key not in wanted and len(wanted) < MOST_WANTED:
        cache.set(WANTED, {**wanted, key: [task, list(args)]}, KEPT_SECONDS)


def take_wanted():
    """[(task, args)] noted since the last time."""
    wanted = cache.get(WANTED) or {}
    cache.delete(WANTED)
    return [(task, args) for task, args in wanted.values()]


def renew(key, compute):
    """Compute the answer and keep it."""
    held = {"at": timezone.now(), "answer": compute()}
    cache.set(key, held, KEPT_SECONDS)
    return held
