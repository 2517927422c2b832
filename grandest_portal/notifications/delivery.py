"""Giving one stored mail to the SMTP server."""

import logging
import smtplib
from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import sanitize_address
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import OutgoingEmail

logger = logging.getLogger(__name__)

# The row stays locked while the server thinks: longer than the database lets a page's transaction sleep.
PATIENCE = "120s"


class Postponed(Exception):
    """The server asks to come back later. Holds its code only: the answer itself may quote an address."""


def code_of(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _text in error.recipients.values()), default=0)
    return error.smtp_code


def refused_for_good(error):
    """True when the server said « never » (5xx, RFC 5321) of this message or of all its recipients."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return 500 <= error.smtp_code < 600


@transaction.atomic
def deliver(pk):
    """Send the mail once it is locked and still pending. A refusal for good marks it failed; any other error
    is raised, so that the job is tried again later with the same Message-ID."""
    with database.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{PATIENCE}'")
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
        # As Django's own backend does: domains with accents travel in their ASCII form (IDNA).
        recipients = [sanitize_address(address, "utf-8") for address in email.recipients]
        connection.connection.sendmail(parseaddr(email.sender)[1], recipients, bytes(email.mime))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        if not refused_for_good(error):
            raise Postponed(f"SMTP {code_of(error)}") from None
        email.status, email.last_error = EmailStatus.FAILED, "refusé par le serveur de messagerie"
        logger.warning("mail %s refused for good", pk)
    else:
        # What was sent is not kept: it holds names and, in some mails, links that open an account.
        email.status, email.sent_at, email.last_error, email.mime = EmailStatus.SENT, timezone.now(), "", b""
    finally:
        # The server's answer to DATA is what counts: a quarrel over QUIT must not send the mail twice.
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    if email.forgotten_after:
        email.mime, email.recipients = b"", []
    email.save(update_fields=["status", "sent_at", "last_error", "mime", "recipients"])
