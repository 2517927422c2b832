"""Where people meet: a link, an address or a number, according to the kind of place."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.text import clean_line
from grandest_portal.core.web_addresses import WebAddressValidator, why_refused
from meetings.enums import PlaceKind

LONGEST_PLACE = 300
PHONE = re.compile(r"\+?[0-9][0-9 .()/-]{5,29}")
is_https = WebAddressValidator(schemes=["https"])


def checked_place(kind, place):
    """The cleaned place; DomainError (field `place`) unless it is one of that kind."""
    place = clean_line(place)
    if kind not in PlaceKind.values:
        raise DomainError(_("Choisissez la forme du rendez-vous."), field="place_kind")
    if len(place) > LONGEST_PLACE:
        raise DomainError(_("Raccourcissez à %(most)d caractères.") % {"most": LONGEST_PLACE}, field="place")
    if kind == PlaceKind.VIDEO:
        check_link(place)
    if kind == PlaceKind.PHONE and not PHONE.fullmatch(place):
        raise DomainError(
            _("Écrivez le numéro à appeler, par exemple 03 00 00 00 00 ou +49 681 0000."), field="place"
        )
    if not place:
        raise DomainError(_("Écrivez l'adresse du rendez-vous, avec la salle."), field="place")
    return place


def check_link(place):
    try:
        is_https(place)
    except ValidationError as error:
        incomplete = _("Écrivez le lien complet de la visioconférence ; il commence par https://.")
        raise DomainError(why_refused(error, incomplete), field="place") from None
