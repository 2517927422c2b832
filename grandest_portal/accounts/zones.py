"""The time zones that a person may live in, with their French names where somebody wrote one (`zone_names`)."""

from zoneinfo import available_timezones

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.reference.models import Parameter

HOME = "Europe/Paris"
NAMES = "zone_names"
AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def french_names(on):
    """{IANA name: French name} on the date `on`, in the order in which people wrote them."""
    try:
        value = Parameter.objects.value(NAMES, on)
    except LookupError:
        return {}
    pairs = [each.partition("=") for each in value.split(",")] if isinstance(value, str) else []
    return {
        zone.strip(): name.strip() for zone, _equals, name in pairs if zone.strip() in available_timezones()
    }


def zone_name(zone):
    """« Londres »; the last part of the IANA name where no French one is written."""
    return french_names(timezone.localdate()).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def zone_choices(on):
    """The choices of a form: those with a French name, then all by their IANA names."""
    named = french_names(on)
    others = sorted(
        zone for zone in available_timezones() if zone.partition("/")[0] in AREAS and zone not in named
    )
    usual = [(HOME, named.pop(HOME, "Paris")), *named.items()]
    return [
        (_("Fuseaux courants"), usual),
        (_("Tous les autres"), [(zone, zone.replace("_", " ")) for zone in others if zone != HOME]),
    ]
