"""Tasks of the accounts room: what ends when its time has come, accounts nobody uses,
and questions to the public directory."""

from datetime import datetime

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from grandest_portal.accounts import directory
from grandest_portal.accounts.actions import (
    end_due_delegations,
    expire_due_invitations,
    follow_inactive_accounts,
    forget_unanswered_invitations,
    store_finding,
)
from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind
from grandest_portal.accounts.models import Organisation


@shared_task(name="accounts.end_due")
def end_due(at=None):
    """End delegations and invitations whose time is over at `at` (ISO 8601 with its offset; now by default).

    Invitations that nobody answered are forgotten long after. Returns how many delegations and invitations ended.
    """
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    ended = end_due_delegations(timezone.localdate(moment)), expire_due_invitations(moment)
    forget_unanswered_invitations(moment)
    return ended


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


@shared_task(name="accounts.follow_inactive")
def follow_inactive(at=None):
    """Warn about, and erase, accounts unused at `at` (ISO 8601 with its offset; now by default)."""
    return follow_inactive_accounts(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="accounts.purge_sessions")
def purge_sessions(at=None):
    """Forget the sessions that are over: nobody can use them, and they name people."""
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    return Session.objects.filter(expire_date__lt=moment).delete()[0]
