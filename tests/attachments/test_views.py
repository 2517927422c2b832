"""The one view that gives files: to whom, with which headers, and what it says while it holds one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments.actions import quarantine_attachment, remove_attachment
from grandest_portal.attachments.models import Attachment
from needs.enums import NeedStatus
from needs.models import Need
from tests.core.files import corpus

pytestmark = pytest.mark.django_db


def url_of(attachment):
    return reverse("attachments:download", args=[attachment.pk])


def finish(response):
    """Read a file to its end: closing it alone would close the connection of the test as well."""
    if response.streaming:
        response.getvalue()


@pytest.fixture
def clean(add):
    def make(purpose="public", **values):
        attachment = add(purpose, **values)
        Attachment.objects.filter(pk=attachment.pk).update(status="clean")
        attachment.refresh_from_db()
        return attachment

    return make


@pytest.fixture
def get(client, people):
    """The status of the download for a role; "nobody" has no account."""

    def run(role, attachment):
        client.logout()
        if role != "nobody":
            client.force_login(people[role])
        response = client.get(url_of(attachment))
        finish(response)
        return response.status_code

    return run


ROLES = ["nobody", "author", "reader", "waiting", "other buyer", "company", "moderator"]
PUBLIC = [200, 200, 200, 200, 200, 200, 200]
OWN = [404, 200, 200, 404, 404, 404, 404]
SEEN_BY_MODERATORS = [404, 200, 200, 404, 404, 404, 200]
DOORS = [
    (NeedStatus.PUBLISHED, "public", PUBLIC),
    (NeedStatus.CLOSED, "public", PUBLIC),
    (NeedStatus.SUBMITTED, "public", SEEN_BY_MODERATORS),
    (NeedStatus.RETURNED, "public", SEEN_BY_MODERATORS),
    (NeedStatus.DRAFT, "public", OWN),
    (NeedStatus.PUBLISHED, "source", OWN),
    (NeedStatus.DRAFT, "source", OWN),
    (NeedStatus.SUBMITTED, "received", OWN),
    (NeedStatus.CLOSED, "received", OWN),
]


@pytest.mark.parametrize(("status", "purpose", "expected"), DOORS)
def test_who_may_download(clean, need, get, status, purpose, expected):
    attachment = clean(purpose)
    Need.objects.filter(pk=need.pk).update(status=status)
    assert [get(role, attachment) for role in ROLES] == expected


def test_author_whose_request_waits_opens_what_they_joined_to_their_own_draft(clean, need, people, get):
    attachment = clean("source")
    rows = Need.objects.filter(pk=need.pk)
    rows.update(status="draft", published_at=None, author=people["waiting"], created_at=timezone.now())
    assert get("waiting", attachment) == 200


def test_file_is_given_to_be_kept_never_to_be_run(client, clean):
    attachment = clean(name="Cahier des charges – été.pdf")
    response = client.get(url_of(attachment))
    assert response.getvalue() == corpus.pdf("Bonjour")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Cahier%20des%20charges%20%E2%80%93%20%C3%A9t%C3%A9.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        (
            "a.docx",
            corpus.word("x"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.ods", corpus.odf("ods"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.jpg", corpus.picture("JPEG"), "image/jpeg"),
    ],
)
def test_type_is_that_of_the_kind_never_of_the_sender(client, clean, name, data, content_type):
    response = client.get(url_of(clean(name=name, data=data)))
    finish(response)
    assert response["Content-Type"] == content_type


def test_name_with_quotes_and_line_ends_cannot_forge_a_header(client, clean):
    attachment = clean(name='a"\r\nSet-Cookie: x=1; b.pdf')
    response = client.get(url_of(attachment))
    finish(response)
    assert response["Content-Disposition"] == 'attachment; filename="a_ Set-Cookie_ x=1; b.pdf"'
    assert "Set-Cookie" not in response


def test_unscanned_file_is_given_after_a_warning(client, add, settings):
    settings.CLAMD_ADDRESS = ""
    url = url_of(add())
    page = client.get(url)
    assert page.status_code == 200 and page["Content-Type"].startswith("text/html")
    assert "n'a pas été analysé par un antivirus" in page.text.replace("&#x27;", "'")
    assert f"{url}?avertissement-lu" in page.text
    given = client.get(f"{url}?avertissement-lu")
    assert given.getvalue() == corpus.pdf("Bonjour")


@pytest.mark.parametrize("query", ["", "?avertissement-lu"])
@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("pending", "attend son analyse"),
        ("quarantined", "mis à l'écart"),
        ("refused", "n'a pas pu lire ce fichier"),
    ],
)
def test_file_that_is_held_is_not_given_and_the_page_says_why(client, add, settings, status, sentence, query):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    attachment = add()
    Attachment.objects.filter(pk=attachment.pk).update(status=status)
    page = client.get(f"{url_of(attachment)}{query}")
    assert page.status_code == 409 and "Content-Disposition" not in page
    text = page.text.replace("&#x27;", "'")
    assert sentence in text and "avertissement-lu" not in text


def test_file_set_aside_is_not_given_without_a_scanner_either(client, clean, people):
    attachment = clean()
    quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")
    assert client.get(f"{url_of(attachment)}?avertissement-lu").status_code == 409


def test_removed_file_is_gone(client, clean, people):
    attachment = clean()
    remove_attachment(attachment, by=people["author"])
    assert client.get(url_of(attachment)).status_code == 404


def test_file_lost_on_the_disk_is_not_found(client, clean, files_dir):
    attachment = clean()
    (files_dir / attachment.file.name).unlink()
    assert client.get(url_of(attachment)).status_code == 404


def test_number_of_nothing_is_not_found(client):
    assert client.get("/documents/999999/").status_code == 404
    assert client.get("/documents/99999999999999999999999999/").status_code == 404
