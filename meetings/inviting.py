"""Calling companies to a sourcing meeting from a frozen list: the call is noted and published, then each is told."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import history_of, record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.notifications.messages import Grouped
from meetings.actions import lock_need
from meetings.calls import check_invitation
from meetings.checks import check_open
from meetings.invitations import called_from, criterion_of
from meetings.messages import CalledToMeet
from meetings.permissions import can_invite
from needs.actions import note_invitation
from needs.models import ShortlistInvitation

TOLD = "shortlist.told"


@transaction.atomic
def invite_shortlist(shortlist, audience, *, by):
    """Call the companies of `audience` (a ShortlistAudience) once; returns the ShortlistInvitation."""
    shortlist.need = need = lock_need(shortlist.need_id)
    read_again(by)
    check_open(need)
    if not can_invite(by, need):
        raise DomainError(
            _("Les invitations partent au nom de l'acheteur, envoyées par une personne validée qui y écrit.")
        )
    check_invitation(need, timezone.now())
    called = called_from(shortlist, audience)
    if not called:
        raise DomainError(
            _(
                "Personne à inviter : aucune de ces entreprises n'a à la fois une solution encore publiée et une "
                "personne qui la représente sur le portail."
            )
        )
    companies = [each.company for each in called]
    invitation = note_invitation(shortlist, audience, criterion_of(shortlist, audience), companies, by=by)
    enqueue("meetings.tell_called", invitation.pk, key=str(invitation.pk))
    return invitation


@transaction.atomic
def tell_called(pk):
    """Write to each company that an invitation noted; one mail for a person who speaks for several.

    Once, though the job be done twice: the row is frozen, so the trail says that it went out.
    """
    rows = ShortlistInvitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.select_related("shortlist__need__buyer__organisation").filter(pk=pk).first()
    if invitation is None or history_of(invitation).filter(verb=TOLD).exists():
        return 0
    noted, parts, users = set(invitation.companies), {}, {}
    for each in called_from(invitation.shortlist, invitation.audience):
        if each.company.pk not in noted:
            continue
        message = CalledToMeet(invitation, str(each.company), tuple(map(str, each.solutions)))
        for user in each.people:
            users[user.pk] = user
            parts.setdefault(user.pk, []).append(message)
    for user_pk, messages in sorted(parts.items()):
        one_mail(invitation, messages).send_to([users[user_pk]])
    record(invitation, TOLD, by=None, after={"people": len(parts)})
    return len(parts)


def one_mail(invitation, messages):
    if len(messages) == 1:
        return messages[0]
    need = invitation.shortlist.need
    heading = _("Invitations à un rendez-vous de sourçage : %(need)s") % {"need": need}
    return Grouped(tuple(messages), heading, reverse("needs:detail", args=[need.pk]))
