"""The caught mails: read from their folder only, shown without ever being able to act."""

import os
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.urls import reverse

from grandest_portal.demo import mailbox


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO_MAIL_DIR = tmp_path / "mails"
    settings.DEMO_MAIL_DIR.mkdir()
    return settings.DEMO_MAIL_DIR


def drop(
    folder, *, at=1, to="zoe@test.example", subject="Objet", html="", text="Bonjour", attached=(), raw=None
):
    """Write a mail as the catcher does; returns its name."""
    name = f"{at:020d}-{at:08x}"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Portail <portail@test.example>", to, subject
    message["Message-ID"] = f"<{at}@test.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for filename, content, kind in attached:
        message.add_attachment(content, *kind.split("/"), filename=filename)
    (folder / f"{name}.eml").write_bytes(raw if raw is not None else bytes(message))
    return name


def text(response):
    return response.content.decode()


def test_list_is_empty_and_says_what_to_do(client, db, folder):
    assert "Aucun courriel pour l&#x27;instant" in text(
        client.get(reverse("demo:mails"))
    ) or "Aucun courriel pour l'instant" in text(client.get(reverse("demo:mails")))


def test_absent_folder_is_an_empty_list(client, db, folder):
    folder.rmdir()
    assert client.get(reverse("demo:mails")).status_code == 200


def test_list_shows_the_newest_first_to_anybody(client, db, folder):
    for at in [3, 1, 2]:
        drop(folder, at=at, subject=f"Numéro {at}")
    response = client.get(reverse("demo:mails"))
    assert [mail.subject for mail in response.context["page_obj"]] == ["Numéro 3", "Numéro 2", "Numéro 1"]


def test_list_of_one_recipient(client, db, folder):
    drop(folder, at=1, to="Zoé <zoe@test.example>")
    drop(folder, at=2, to="ali@test.example, zoe@test.example")
    drop(folder, at=3, to="ali@test.example")
    response = client.get(reverse("demo:mails"), {"destinataire": "ZOE@test.example"})
    assert [mail.name[:20] for mail in response.context["page_obj"]] == [f"{2:020d}", f"{1:020d}"]


@pytest.mark.parametrize("asked", ["personne@test.example", "\x00", "<script>", "x" * 10000])
def test_unknown_recipient_shows_all(client, db, folder, asked):
    drop(folder)
    response = client.get(reverse("demo:mails"), {"destinataire": asked})
    assert (len(response.context["page_obj"]), response.context["recipient"]) == (1, "")


def test_list_is_bounded(client, db, folder):
    for at in range(1, mailbox.KEPT + 40):
        (folder / f"{at:020d}-{at:08x}.eml").write_bytes(b"Subject: x\r\nTo: a@test.example\r\n\r\n")
    started = time.monotonic()
    response = client.get(reverse("demo:mails"), {"page": "1000000000"})
    assert (response.context["count"], time.monotonic() - started < 5) == (mailbox.KEPT, True)


def test_detail_shows_headers_text_and_frame(client, db, folder):
    name = drop(
        folder, subject="Été", text="Ouvrez https://portail.example/lien/ <b>vite</b>", html="<p>Été</p>"
    )
    page = text(client.get(reverse("demo:mail", args=[name])))
    assert "<h1>Été</h1>" in page and "&lt;b&gt;vite&lt;/b&gt;" in page
    assert '<a href="https://portail.example/lien/" rel="nofollow">' in page
    assert f'sandbox src="{reverse("demo:mail_html", args=[name])}"' in page


def test_html_part_can_do_nothing(client, db, folder):
    name = drop(folder, html="<p style='color:red' onclick='x()'>Bonjour</p><script>alert(1)</script>")
    response = client.get(reverse("demo:mail_html", args=[name]))
    policy = response["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "img-src data:",
        "sandbox",
        "style-src 'unsafe-inline'",
    ]
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")


def test_mail_without_html_has_no_frame(client, db, folder):
    name = drop(folder)
    assert "<iframe" not in text(client.get(reverse("demo:mail", args=[name])))
    assert client.get(reverse("demo:mail_html", args=[name])).status_code == 404


def test_attachments_are_listed_and_downloaded_never_shown(client, db, folder):
    attached = [
        ("rendez-vous.ics", b"BEGIN:VCALENDAR", "text/calendar"),
        ("../../etc/passwd", b"x", "image/svg+xml"),
    ]
    name = drop(folder, attached=attached)
    mail = mailbox.open_mail(name)
    assert [(piece.name, piece.content) for piece in mail.attachments] == [
        ("rendez-vous.ics", b"BEGIN:VCALENDAR"),
        ("passwd", b"x"),
    ]
    response = client.get(reverse("demo:mail_attachment", args=[name, 1]))
    assert (response["Content-Type"], response["Content-Disposition"], response.content) == (
        "application/octet-stream",
        'attachment; filename="passwd"',
        b"x",
    )
    assert client.get(reverse("demo:mail_attachment", args=[name, 2])).status_code == 404


@pytest.mark.parametrize("filename", ["", "a\r\nb.txt", "é\u202egpj.exe", ".", "..", "x" * 300, 'a"b;c.ics'])
def test_hostile_file_names_stay_plain(folder, filename):
    message = EmailMessage()
    message.set_content("x")
    raw = bytes(message) + b""
    part = EmailMessage()
    part.set_content(b"y", "application", "pdf")
    part.add_header("Content-Disposition", "attachment", filename=filename.replace("\r\n", " "))
    name = mailbox.attachment_of(0, part).name
    assert raw and 0 < len(name) <= 100 and "/" not in name and name not in {".", ".."} and name.isprintable()


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fetc%2Fpasswd", "../secret", "1-1", "0" * 20 + "-ABCDEF12", "0" * 20 + "-" + "a" * 8 + ".eml"],
)
def test_other_names_are_no_mail(client, db, folder, name):
    assert client.get(f"/demo/courriels/{name}/").status_code == 404
    assert mailbox.file_of(name) is None


def test_links_out_of_the_folder_are_no_mail(client, db, folder, tmp_path):
    secret = tmp_path / "secret.eml"
    secret.write_text("Subject: secret\n\nsecret")
    name = f"{5:020d}-{5:08x}"
    os.symlink(secret, folder / f"{name}.eml")
    assert client.get(reverse("demo:mail", args=[name])).status_code == 404
    assert mailbox.names() == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?bad?Q?=ff?=\r\nTo: <<>>,,@\r\n\r\n\xff\xfe",
        b"Content-Type: text/plain; charset=inconnu\r\n\r\n\xe9t\xe9",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>",
        b"Subject: " + b"x" * 200_000 + b"\r\n\r\ncorps",
    ],
)
def test_broken_mail_is_shown_as_far_as_it_can_be(client, db, folder, raw):
    name = drop(folder, raw=raw)
    assert client.get(reverse("demo:mails")).status_code == 200
    assert client.get(reverse("demo:mail", args=[name])).status_code == 200


def test_huge_mail_is_not_read(client, db, folder):
    name = drop(folder)
    with (Path(folder) / f"{name}.eml").open("ab") as file:
        file.truncate(mailbox.LARGEST + 1)
    assert client.get(reverse("demo:mails")).status_code == 200
    assert client.get(reverse("demo:mail", args=[name])).status_code == 404


def test_nothing_is_written(client, db, folder):
    name = drop(folder)
    before = sorted(os.listdir(folder))
    for url in [reverse("demo:mails"), reverse("demo:mail", args=[name])]:
        assert (client.post(url).status_code, client.get(url).status_code) == (405, 200)
    assert sorted(os.listdir(folder)) == before


def test_date_is_the_local_time_in_words(client, db, folder):
    name = "01790841600000000000-00000000"
    (folder / f"{name}.eml").write_bytes(b"Subject: x\r\n\r\n")
    assert "1 octobre 2026 à 10 h 00" in text(client.get(reverse("demo:mail", args=[name])))


def test_invitation_is_told_from_the_file_to_keep(client, db, folder):
    message = EmailMessage()
    message["Subject"] = "Rendez-vous"
    message.set_content("Bonjour")
    message.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    message.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="rendez-vous.ics")
    name = drop(folder, raw=bytes(message))
    assert [piece.label for piece in mailbox.open_mail(name).attachments] == [
        "invitation (text/calendar)",
        "rendez-vous.ics",
    ]
    assert ">invitation (text/calendar)</a>" in text(client.get(reverse("demo:mail", args=[name])))
