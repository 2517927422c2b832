"""The clock by which a person reads the hours of meetings."""

from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError


@transaction.atomic
def choose_zone(user, zone):
    """The person lives by the clock of an IANA zone from now on; returns the User."""
    if zone not in available_timezones():
        raise DomainError(_("Choisissez un fuseau horaire dans la liste."), field="zone")
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    before = user.zone
    if before != zone:
        user.zone = zone
        user.save(update_fields=["zone"])
        record(user, "user.zone_chosen", by=user, before={"zone": before}, after={"zone": zone})
    return user
