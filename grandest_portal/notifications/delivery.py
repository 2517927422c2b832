"""Giving one stored mail to the SMTP server."""

import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import OutgoingEmail

logger = logging.getLogger(__name__)


@transaction.atomic
def deliver(pk):
    """Send the mail once it is locked and still pending. A refusal for good marks it failed; any other error
    is raised, so that the job is tried again later with the same Message-ID."""
    email = (
        OutgoingEmail.objects.select_for_update(of=("self",))
        .filter(pk=pk, status=EmailStatus.PENDING)
        .first()
    )
    if email is None:
        return
    connection = get_connection(settings.OUTBOX_DELIVERY_BACKEND)
    try:
        connection.open()
        connection.connection.sendmail(parseaddr(email.sender)[1], email.recipients, bytes(email.mime))
    except smtplib.SMTPRecipientsRefused as error:
        if not all(500 <= code < 600 for code, _text in error.recipients.values()):
            raise
        email.status, email.last_error = EmailStatus.FAILED, "adresse refusée par le serveur"
        logger.warning("mail %s refused for good", pk)
    else:
        email.status, email.sent_at, email.last_error = EmailStatus.SENT, timezone.now(), ""
    finally:
        connection.close()
    email.save(update_fields=["status", "sent_at", "last_error"])
