"""How often one may ask for what costs much: searches by address, exports by person.

Counts stand in the cache, per window of time. Without a cache nobody is counted (core.cache logs that it is
lost): a limit that shuts everybody out would be the worse fault. The rates are RATE_LIMITS of the settings.
"""

import logging
import math
import time
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render

logger = logging.getLogger(__name__)


def by_address(request):
    """The visitor's own address, read as for the limits of sign-in: TRUSTED_PROXY_COUNT proxies are believed."""
    return f"address:{get_adapter().get_client_ip(request)}"


def by_person(request):
    """The signed-in person wherever they are; the address of others."""
    return f"person:{request.user.pk}" if request.user.is_authenticated else by_address(request)


def seconds_to_wait(name, who, now, rate=None):
    """Count one request; 0 while there is room, else the seconds until the window ends."""
    number, seconds = rate or settings.RATE_LIMITS[name]
    window, passed = divmod(now, seconds)
    key = f"limits:{name}:{who}:{int(window)}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the window ended in between
        return 0
    return math.ceil(seconds - passed) if count > number else 0


def limited(name, key=by_address, when=lambda request: True, rate=lambda: None):
    """Answer 429 with Retry-After beyond the rate `name`. `when(request)` says which requests count.

    `rate()` gives (requests, seconds) where they are no setting.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            wait = seconds_to_wait(name, key(request), time.time(), rate()) if when(request) else 0
            if wait:
                logger.warning("limit reached: %s", name)
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(wait)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def asks(request):
    """A search, a filter or a further page: what is not already the plain list."""
    return bool(request.META.get("QUERY_STRING"))
