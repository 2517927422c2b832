"""The mail backend of the whole portal: « sending » writes to the outbox; a worker speaks SMTP later."""

from django.core.mail.backends.base import BaseEmailBackend

from grandest_portal.notifications.outbox import post


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        for message in email_messages:
            post(message)
        return len(email_messages)
