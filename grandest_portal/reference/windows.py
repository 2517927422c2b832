"""How long what is to be told waits, so that one mail tells it all: dated parameters, in minutes."""

import logging
from datetime import timedelta

from django.utils import timezone

from grandest_portal.reference.models import Parameter

logger = logging.getLogger(__name__)


def window(key, at):
    """The length of a window at the moment `at`; nothing waits while no row is loaded."""
    try:
        return timedelta(minutes=int(Parameter.objects.value(key, timezone.localdate(at))))
    except LookupError:
        logger.warning("parameter not loaded: %s", key)
        return timedelta(0)
