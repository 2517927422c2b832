"""The cache may be lost at any moment: every page must still answer."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failure this process leaves the server alone for a moment: a hanging one would cost a wait per call.
REST_SECONDS = 5.0
rest = {"until": 0.0}


def fail_open(name, missing):
    def method(self, *args, **kwargs):
        if time.monotonic() < rest["until"]:
            return missing(args, kwargs)
        try:
            return getattr(super(FailOpenRedisCache, self), name)(*args, **kwargs)
        except (RedisError, OSError) as error:
            rest["until"] = time.monotonic() + REST_SECONDS
            logger.warning("cache unavailable: %s (%s)", name, type(error).__name__)
            return missing(args, kwargs)

    method.__name__ = name
    return method


def default_of(position):
    return lambda args, kwargs: kwargs.get("default", args[position] if len(args) > position else None)


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, which answers « not cached » when the server cannot be reached."""

    get = fail_open("get", default_of(1))
    add = fail_open("add", lambda args, kwargs: True)
    set = fail_open("set", lambda args, kwargs: None)
    touch = fail_open("touch", lambda args, kwargs: False)
    delete = fail_open("delete", lambda args, kwargs: False)
    get_many = fail_open("get_many", lambda args, kwargs: {})
    set_many = fail_open("set_many", lambda args, kwargs: [])
    delete_many = fail_open("delete_many", lambda args, kwargs: None)
    has_key = fail_open("has_key", lambda args, kwargs: False)
    incr = fail_open("incr", lambda args, kwargs: 1)
    clear = fail_open("clear", lambda args, kwargs: False)
