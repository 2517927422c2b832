"""Notices and mails of a person, and those that name them to others."""

import re

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.notifications.privacy_messages import AccountErased, InactiveAccountHeld
from grandest_portal.notifications.team_messages import (
    InvitationAccepted,
    InvitationSent,
    MemberLeft,
    MembershipRequested,
    team_path,
)

# Notices of these kinds are about somebody else: their text is that person's, not the reader's.
ABOUT_OTHERS = {
    InactiveAccountHeld.kind,
    InvitationAccepted.kind,
    InvitationSent.kind,
    MemberLeft.kind,
    MembershipRequested.kind,
}


def mails_to(user):
    """The mails of a person: the addresses of a mail are a short list, compared whole."""
    rows = Q(pk__in=[])
    for address in user.known_addresses():
        rows |= Q(recipients__contains=[address]) | Q(recipients__contains=[address.lower()])
    return OutgoingEmail.objects.filter(rows, forgotten_after=False)


def without_others(row):
    return {**row, "title": "", "body": ""} if row["kind"] in ABOUT_OTHERS else row


def notices_naming(user):
    """What others were told of the person's account and memberships: those notices lead to their admin pages, or
    to their line in the page of a team."""
    pages = [reverse("admin:accounts_user_change", args=[user.pk])]
    for pk in user.memberships.values_list("pk", flat=True):
        pages += [reverse("admin:accounts_membership_change", args=[pk]), team_path(pk)]
    return Notification.objects.filter(path__in=pages).exclude(user=user)


def rename_in_notices(leaver):
    """Put the pseudonym in the titles of what others were told, and in the subject of the mails that told it.

    The bodies go whole: they hold the function that the person gave, as typed.
    """
    known = [text for text in [leaver.name, *leaver.addresses] if text.strip()]
    pattern = re.compile("|".join(re.escape(text) for text in known), re.IGNORECASE)
    for notice in notices_naming(leaver.user).order_by("pk").iterator(chunk_size=500):
        title = pattern.sub(leaver.pseudonym, notice.title)[:250]
        Notification.objects.filter(pk=notice.pk).update(title=title, body="")
        if title != notice.title:
            same = OutgoingEmail.objects.filter(subject=notice.title)
            same.filter(status=EmailStatus.PENDING).delete()
            same.update(subject=title, mime=b"")


def say_goodbye(leaver):
    """The last mail, to the address that is about to be erased; nothing of it outlives its delivery."""
    AccountErased().write_to(leaver.user)


def forget_address(user, address):
    """The traces of mails to an address that the person left follow them to the new one; the mails that still wait
    are forgotten once delivered, and those that were refused go."""
    rows = Q(pk__in=[])
    for written in {address, address.lower()}:
        rows |= Q(recipients__contains=[written])
    mails = OutgoingEmail.objects.filter(rows)
    mails.filter(status=EmailStatus.FAILED).delete()
    mails.filter(status=EmailStatus.PENDING).update(forgotten_after=True)
    mails.filter(status=EmailStatus.SENT).update(recipients=[user.email])


ADDRESS_LEFT = (forget_address,)
BEFORE_ERASURE = (rename_in_notices, say_goodbye)

RECORDS = (
    Personal(
        "notifications.Notification",
        "notifications",
        _("Vos notifications"),
        "user",
        Fate.DELETE,
        _("Effacées. Dans celles des autres, votre nom devient le pseudonyme."),
        exported=("kind", "title", "body", "path", "created_at", "read_at"),
        softened=without_others,
    ),
    Personal(
        "notifications.OutgoingEmail",
        "courriels",
        _("Les courriels que le portail vous a écrits"),
        mails_to,
        Fate.DELETE,
        _("Effacés, même ceux qui attendaient d'être envoyés. Un dernier courriel confirme l'effacement."),
        exported=("recipients", "created_at", "status", "sent_at"),
        withheld={
            "message_id": "numéro technique",
            "sender": "l'adresse du portail",
            "subject": "le titre de la notification du même jour, qui peut nommer une autre personne",
            "mime": "le texte est effacé dès l'envoi",
            "last_error": "détail technique",
            "forgotten_after": "détail technique",
        },
    ),
)

NOT_PERSONAL = {}
