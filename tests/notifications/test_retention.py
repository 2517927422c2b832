"""The trace of a sent mail is forgotten after the time that the parameters say."""

from datetime import timedelta

from django.utils import timezone

from grandest_portal.notifications.models import OutgoingEmail
from grandest_portal.notifications.tasks import forget_sent


def mail(number, status, days):
    return OutgoingEmail.objects.create(
        message_id=f"<{number}@test.example>",
        sender="a@test.example",
        recipients=["b@test.example"],
        mime=b"",
        status=status,
        sent_at=timezone.now() - timedelta(days=days) if status == "sent" else None,
    )


def test_old_sent_mails_are_forgotten_and_the_others_kept(dated_data):
    old, recent, failed = mail(1, "sent", 91), mail(2, "sent", 89), mail(3, "failed", 200)
    assert (forget_sent(), forget_sent()) == (1, 0)
    assert set(OutgoingEmail.objects.all()) == {recent, failed}
    assert old not in OutgoingEmail.objects.all()
