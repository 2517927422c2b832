"""Correcting the name and address of an organisation, and reading a changed name again."""

from django.db import transaction
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.organisations import commune_of
from grandest_portal.accounts.models import Organisation
from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE


@transaction.atomic
def describe_organisation(organisation, *, data, by, version):
    """Store the Organisation fields of `data` (name, street, postal_code, city, website).

    Refuses when somebody stored others since `version`. The new name of a verified organisation waits for a
    moderator to read it: the name that was verified is kept beside it until then.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    after = {name: value for name, value in data.items() if getattr(organisation, name) != value}
    if not after:
        return organisation
    if version != organisation.version:
        raise Conflict(SAVED_MEANWHILE, current=organisation)
    before = {name: getattr(organisation, name) for name in after}
    for name, value in after.items():
        setattr(organisation, name, value)
    organisation.commune = commune_of(organisation.country, organisation.postal_code, organisation.city)
    if "name" in after:
        organisation.name_when_verified = verified_name(organisation, before["name"])
    organisation.version += 1
    organisation.save(update_fields=[*after, "commune", "name_when_verified", "version", "updated_at"])
    record(organisation, "organisation.described", by=by, before=before, after=after)
    return organisation


def verified_name(organisation, before):
    """The name that a moderator knew, when it is not the present one; "" otherwise."""
    known = organisation.name_when_verified or (before if organisation.verified_at else "")
    return "" if known == organisation.name else known


@transaction.atomic
def confirm_name(organisation, *, by):
    """A moderator has read the new name of a verified organisation."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if by is not None and not can_moderate(by, organisation):
        raise DomainError(_("Vous ne pouvez pas décider pour votre propre organisation."))
    if not organisation.name_when_verified:
        raise DomainError(_("Ce nom n'a pas changé depuis la vérification : il n'y a rien à confirmer."))
    before = {"name_when_verified": organisation.name_when_verified}
    organisation.name_when_verified = ""
    organisation.save(update_fields=["name_when_verified", "updated_at"])
    record(organisation, "organisation.name_confirmed", by=by, before=before, after={})
    return organisation
