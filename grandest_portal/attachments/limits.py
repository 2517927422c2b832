"""The limits in force on a day, from the dated parameters; the size is a setting, it acts before any row is read."""

from django.conf import settings

from grandest_portal.core.files.safety import Limits
from grandest_portal.reference.models import Parameter

PIXELS = "attachment_megapixels_max"
MEMBERS = "attachment_members_max"
EXPANDED = "attachment_expanded_megabytes_max"
RATIO = "attachment_ratio_max"
COUNT = "attachment_count_max"
CHARACTERS = "attachment_text_characters_max"
READING = "attachment_reading_minutes"
MILLION = 1_000_000


def number(key, on):
    return int(Parameter.objects.value(key, on))


def limits_on(on):
    """The Limits of a file received on the date `on`."""
    return Limits(
        bytes=settings.UPLOAD_MAX_BYTES,
        pixels=number(PIXELS, on) * MILLION,
        members=number(MEMBERS, on),
        expanded_bytes=number(EXPANDED, on) * MILLION,
        ratio=number(RATIO, on),
    )
