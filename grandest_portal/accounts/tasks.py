"""Tasks of the accounts room; ids only."""

from celery import shared_task

from grandest_portal.accounts import directory
from grandest_portal.accounts.actions import store_finding
from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind
from grandest_portal.accounts.models import Organisation


@shared_task(name="accounts.look_up_organisation")
def look_up_organisation(pk):
    """Ask the directory about an organisation; fails, to be tried again, as long as it does not answer."""
    organisation = Organisation.objects.filter(pk=pk, identifier_kind=IdentifierKind.SIRET).first()
    if organisation is None or not directory.is_configured():
        return
    finding = directory.look_up(organisation.identifier)
    if finding.outcome == DirectoryOutcome.UNAVAILABLE:
        raise directory.Unavailable("the directory did not answer")
    store_finding(organisation, finding)
