"""How many calls may leave: the directory's own limit per second, and a person's share per hour.

Counted in windows of the clock, in the cache; where there is no cache, each process still counts its own calls.
"""

import threading
import time

from django.core.cache import cache

from grandest_portal.accounts.directory.breaker import count

lock = threading.Lock()
own_calls = {"second": 0, "count": 0}


def take_call(limit):
    """Whether one more call may leave in this second."""
    second = int(time.time())
    with lock:
        if own_calls["second"] != second:
            own_calls.update(second=second, count=0)
        own_calls["count"] += 1
        if own_calls["count"] > limit:
            return False
    return take(f"directory:second:{second}", limit, 2)


def take_search(user, limit):
    """Whether the person may search once more in this hour."""
    return take(f"directory:person:{user.pk}:{int(time.time() // 3600)}", limit, 3600)


def take(key, limit, seconds):
    cache.add(key, 0, timeout=seconds)
    return count(key) <= limit
