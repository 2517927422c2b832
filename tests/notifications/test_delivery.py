"""From the business transaction to the SMTP server: nothing lost, nothing sent twice without need."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from grandest_portal.core import jobs
from grandest_portal.core.models import Job, JobStatus
from grandest_portal.notifications.delivery import deliver
from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import OutgoingEmail
from grandest_portal.notifications.outbox import post


def mail(to="zoe@test.example", subject="Objet", body="Texte"):
    return EmailMultiAlternatives(subject=subject, body=body, to=[to])


def test_post_stores_the_whole_mail_and_its_job(db):
    email = post(mail(subject="Été"))
    assert (email.recipients, email.subject, email.status) == (
        ["zoe@test.example"],
        "Été",
        EmailStatus.PENDING,
    )
    assert f"Message-ID: {email.message_id}".encode() in bytes(email.mime)
    assert list(Job.objects.values_list("name", "args")) == [("notifications.deliver_email", [email.pk])]


def test_post_is_undone_with_the_business_change(db):
    with pytest.raises(KeyError), transaction.atomic():
        post(mail())
        raise KeyError
    assert (OutgoingEmail.objects.count(), Job.objects.count()) == (0, 0)


def test_sent_mail_reaches_the_server_as_written(db, smtp, run_jobs):
    email = post(mail(subject="Besoin publié : été", body="Première ligne\n.seule\nDernière ligne"))
    run_jobs()
    received = smtp.to("zoe@test.example")
    email.refresh_from_db()
    assert [message["Subject"] for message in received] == ["Besoin publié : été"]
    assert received[0].get_content().splitlines() == ["Première ligne", ".seule", "Dernière ligne"]
    assert (email.status, email.sent_at is not None, received[0]["Message-ID"]) == (
        EmailStatus.SENT,
        True,
        email.message_id,
    )


def test_text_of_a_mail_is_erased_once_sent(db, smtp, run_jobs):
    email = post(mail(body="https://portail.example/compte/mot-de-passe/nouveau/secret/"))
    run_jobs()
    email.refresh_from_db()
    assert (email.status, bytes(email.mime)) == (EmailStatus.SENT, b"")
    assert "secret" in smtp.to("zoe@test.example")[0].get_content()


def test_mail_already_sent_is_not_sent_again(db, smtp, run_jobs):
    email = post(mail())
    run_jobs()
    deliver(email.pk)
    assert len(smtp.messages) == 1


def test_retry_backs_off_and_keeps_the_message_id(db, smtp):
    email = post(mail())
    smtp.answer = "451 plus tard"
    now, delays = timezone.now() + timedelta(seconds=1), []
    for _attempt in range(9):
        job = jobs.run_one(now)
        job.refresh_from_db()
        delays.append((job.run_at - now).total_seconds())
        assert jobs.run_one(job.run_at - timedelta(seconds=1)) is None
        now = job.run_at
    smtp.answer = "250 OK"
    jobs.run_one(now)
    job.refresh_from_db()
    email.refresh_from_db()
    assert delays == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert {message["Message-ID"] for message in smtp.offered} == {email.message_id}
    assert (len(smtp.offered), len(smtp.messages), email.status, job.status) == (
        10,
        1,
        EmailStatus.SENT,
        JobStatus.DONE,
    )


def test_absent_server_leaves_the_mail_pending(db, outbox, settings, run_jobs):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
    email = post(mail())
    run_jobs()
    email.refresh_from_db()
    job = Job.objects.get()
    assert (email.status, job.status, job.attempts) == (EmailStatus.PENDING, JobStatus.PENDING, 1)
    assert job.last_error.startswith("ConnectionRefusedError")


@pytest.mark.parametrize("answer", ["550 inconnu", "451 plus tard"])
def test_refused_recipient_fails_for_good_only_on_5xx(db, smtp, run_jobs, answer):
    smtp.inbox.refused = {"zoe@test.example": answer}
    email, other = post(mail()), post(mail(to="ali@test.example"))
    run_jobs()
    email.refresh_from_db()
    other.refresh_from_db()
    assert other.status == EmailStatus.SENT
    assert email.status == (EmailStatus.FAILED if answer.startswith("5") else EmailStatus.PENDING)


def test_content_refused_for_good_is_not_tried_again(db, smtp, run_jobs):
    smtp.answer = "554 contenu refusé"
    email = post(mail())
    run_jobs()
    email.refresh_from_db()
    assert (email.status, Job.objects.get().status) == (EmailStatus.FAILED, JobStatus.DONE)


def test_job_given_up_stays_visible_and_can_be_asked_again(db, smtp, run_jobs):
    smtp.answer = "451 plus tard"
    email = post(mail())
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS - 1)
    run_jobs()
    assert Job.objects.get().status == JobStatus.FAILED
    smtp.answer = "250 OK"
    Job.objects.update(status=JobStatus.PENDING, attempts=0, run_at=timezone.now())
    run_jobs()
    email.refresh_from_db()
    assert email.status == EmailStatus.SENT


def both(function, pk):
    """Run `function(pk)` in two threads at once."""
    gate = threading.Barrier(2)

    def run():
        try:
            gate.wait(timeout=5)
            function(pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)


def deliver_without_lock(pk):
    """What `deliver` would be without its row lock: the control of the test below."""
    email = OutgoingEmail.objects.get(pk=pk)
    if email.status == EmailStatus.PENDING:
        server = get_connection("django.core.mail.backends.smtp.EmailBackend")
        server.open()
        server.connection.sendmail("portail@test.example", email.recipients, bytes(email.mime))
        server.close()
        OutgoingEmail.objects.filter(pk=pk).update(status=EmailStatus.SENT)


@pytest.mark.parametrize(("function", "sent"), [(deliver, 1), (deliver_without_lock, 2)])
def test_two_workers_deliver_once(transactional_db, smtp, function, sent):
    smtp.inbox.delay = 0.3
    email = post(mail())
    both(function, email.pk)
    assert len(smtp.messages) == sent


def test_slow_server_outlasts_the_limit_of_sleeping_transactions(transactional_db, smtp):
    """The control: the same wait without `deliver`'s own limit ends the connection."""
    email = post(mail())
    smtp.inbox.delay = 0.6
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '200ms'")
    deliver(email.pk)
    email.refresh_from_db()
    assert email.status == EmailStatus.SENT
    with pytest.raises(DatabaseError, match="idle-in-transaction"), transaction.atomic():
        OutgoingEmail.objects.select_for_update().get(pk=email.pk)
        time.sleep(0.6)
        email.save(update_fields=["last_error"])
    connection.close()


def test_mail_to_a_domain_with_accents_is_delivered(db, smtp, run_jobs):
    email = post(mail(to="info@wortbrücke.example"))
    run_jobs()
    email.refresh_from_db()
    assert email.status == EmailStatus.SENT
    assert [message["To"] for message in smtp.messages] == ["info@xn--wortbrcke-v9a.example"]
