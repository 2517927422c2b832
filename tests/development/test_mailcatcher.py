import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from grandest_portal.development import mailcatcher
from grandest_portal.development.mailcatcher import Mailcatcher


@pytest.fixture
def send(tmp_path):
    catcher = Mailcatcher(tmp_path / "mails")
    port = catcher.start()

    def send(subject):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@demo.example", "b@demo.example", subject
        message.set_content("Bonjour à tous")
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(message)

    yield send
    catcher.stop()


def subjects(folder):
    files = sorted(folder.iterdir())
    return [message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] for file in files]


def test_mailcatcher_writes_each_mail_as_a_file_in_order(send, tmp_path):
    for subject in ("première", "deuxième"):
        send(subject)
    assert subjects(tmp_path / "mails") == ["première", "deuxième"]
    assert {file.suffix for file in (tmp_path / "mails").iterdir()} == {".eml"}


def test_mailcatcher_forgets_the_oldest(send, tmp_path, monkeypatch):
    monkeypatch.setattr(mailcatcher, "KEPT", 2)
    for subject in ("un", "deux", "trois"):
        send(subject)
    assert subjects(tmp_path / "mails") == ["deux", "trois"]
