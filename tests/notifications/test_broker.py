"""The broker may be gone or silent: a page hardly waits, and no work is lost."""

import socket
import time

import pytest
from celery import current_app
from kombu.exceptions import OperationalError as BrokerError

from grandest_portal.core import jobs
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import OutgoingEmail
from grandest_portal.notifications.tasks import deliver_email
from tests.factories import UserFactory
from tests.notifications.test_messages import Told


@pytest.fixture(params=["closed", "silent"])
def broken_broker(request):
    """The application's broker is a port where nobody listens, or one that accepts and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        if request.param == "silent":
            listener.listen(50)
        before = current_app.conf.broker_write_url
        current_app.conf.broker_write_url = url
        jobs.broker["rest_until"] = 0.0
        yield url
        current_app.conf.broker_write_url = before
        jobs.broker["rest_until"] = 0.0


def test_message_is_quick_and_not_lost_without_broker(transactional_db, broken_broker, smtp):
    users = [UserFactory() for _each in range(3)]
    started = time.monotonic()
    for user in users:
        Told().send_to([user])
    assert time.monotonic() - started < 0.6  # two socket limits of 0.25 s at most, then the broker rests
    assert jobs.run_due_jobs() == 3
    assert sorted(message["To"] for message in smtp.messages) == sorted(user.email for user in users)


@pytest.mark.slow
def test_plain_delay_loses_the_mail_without_broker(transactional_db, broken_broker, smtp):
    """The control: the usual way, a task published after the row, tells nobody once the broker is back."""
    email = OutgoingEmail.objects.create(
        message_id="<controle@test.example>", sender="a@test.example", recipients=["b@test.example"], mime=b""
    )
    with pytest.raises((BrokerError, OSError)):
        deliver_email.apply_async([email.pk], connection=current_app.connection_for_write(), retry=False)
    assert (Job.objects.count(), jobs.run_due_jobs(), smtp.messages) == (0, 0, [])


def test_broker_rests_after_a_failure(transactional_db, broken_broker):
    Told().send_to([UserFactory()])
    assert jobs.broker["rest_until"] > time.monotonic()
    started = time.monotonic()
    for _each in range(20):
        jobs.nudge()
    assert time.monotonic() - started < 0.02
