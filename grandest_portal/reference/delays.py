"""The delays that the service promises, read from its dated parameters."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.reference.models import Parameter


def moderation_delay(on):
    """« 2 jours ouvrés », the promised time of a moderator's answer on the date `on`; "" when none is set."""
    try:
        days = Parameter.objects.value("moderation_delay_working_days", on)
    except LookupError:
        return ""
    return ngettext("%(days)s jour ouvré", "%(days)s jours ouvrés", days) % {"days": days}


def moderation_promise(on):
    """A sentence: when the answer comes, as far as the service promises it."""
    delay = moderation_delay(on)
    if not delay:
        return _("Une personne de la modération vous répond par courriel.")
    return _("Une personne de la modération vous répond par courriel, au plus tard dans %(delay)s.") % {
        "delay": delay
    }
