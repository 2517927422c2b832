"""What the public directory says of an organisation is fetched after the fact, and stored for moderators.

Never from the form: a person could write there what no directory said.
"""

from django.conf import settings
from django.db import transaction

from grandest_portal.accounts import directory
from grandest_portal.accounts.directory import SOLE_TRADER
from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind
from grandest_portal.accounts.models import DirectoryRecord, Organisation
from grandest_portal.core.audit import record
from grandest_portal.core.jobs import enqueue

KEPT = [
    "name",
    "street",
    "postal_code",
    "city",
    "commune_code",
    "legal_form",
    "activity",
    "size_class",
    "created_on",
    "closed_on",
    "is_closed",
    "withheld",
]
PLACE_OF_A_PERSON = {"street": ""}


def ask_directory(organisation):
    """Have the directory asked about an organisation that has a SIRET, when one is configured."""
    if directory.is_configured() and organisation.identifier_kind == IdentifierKind.SIRET:
        enqueue("accounts.look_up_organisation", organisation.pk, key=str(organisation.pk))


@transaction.atomic
def store_finding(organisation, finding, *, by=None):
    """Keep a Finding (outcome FOUND or UNKNOWN) as the organisation's one DirectoryRecord; returns it.

    The audit trail is told the outcome alone: the words of the directory can then be erased with the record.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    values = {"outcome": finding.outcome, "siret": organisation.identifier}
    values |= {"fetched_at": finding.fetched_at, "source": settings.DIRECTORY_URL}
    values |= {name: DirectoryRecord._meta.get_field(name).get_default() for name in KEPT}
    said = finding.establishment
    if said is not None:
        values |= {name: getattr(said, name) for name in KEPT}
        values |= PLACE_OF_A_PERSON if said.legal_form == SOLE_TRADER else {}
    stored, _created = DirectoryRecord.objects.update_or_create(organisation=organisation, defaults=values)
    verb = "organisation.found" if finding.outcome == DirectoryOutcome.FOUND else "organisation.not_found"
    record(organisation, verb, by=by)
    return stored
