"""How often a person may do what writes to others: a dated parameter, counted by core.limits."""

import logging

from django.utils import timezone

from grandest_portal.core.limits import by_person, limited
from grandest_portal.reference.models import Parameter

logger = logging.getLogger(__name__)
HOUR = 3600
# While no row is loaded.
UNLIMITED = 10**9


def per_hour(key):
    try:
        return int(Parameter.objects.value(key, timezone.localdate())), HOUR
    except LookupError:
        logger.warning("parameter not loaded: %s", key)
        return UNLIMITED, HOUR


def paced(key):
    """Answer 429 to the sendings of a person beyond the parameter `key` in an hour, all such views together."""
    return limited(
        key, key=by_person, when=lambda request: request.method == "POST", rate=lambda: per_hour(key)
    )
