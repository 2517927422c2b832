"""Asking for a mail: the complete message is stored in the current transaction, its delivery enqueued."""

from django.db import transaction

from grandest_portal.core.jobs import enqueue
from grandest_portal.notifications.models import OutgoingEmail


@transaction.atomic
def post(message, *, forgotten_after=False):
    """Store a django EmailMessage with its final Message-ID; returns the OutgoingEmail.

    With `forgotten_after`, its recipient is erased with its text once the mail is sent.
    """
    mime = message.message()
    email = OutgoingEmail.objects.create(
        message_id=mime["Message-ID"],
        sender=message.from_email,
        recipients=message.recipients(),
        subject=str(message.subject),
        mime=mime.as_bytes(linesep="\r\n"),
        forgotten_after=forgotten_after,
    )
    enqueue("notifications.deliver_email", email.pk)
    return email
