"""The scan, against a clamd on a real socket; the reading of texts; the order of the folder."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from grandest_portal.attachments import scanning
from grandest_portal.attachments.actions import quarantine_attachment
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.reading import texts_of
from grandest_portal.core.models import Job
from grandest_portal.reference.models import Parameter
from needs.documents import KIND
from tests.core.files import corpus
from tests.core.files.fake_clamd import FakeClamd, closed_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(settings):
    """Start a scanner in a mode and configure it; stopped at the end of the test."""
    started = []

    def run(mode="honest"):
        scanner = FakeClamd(mode)
        started.append(scanner)
        scanner.__enter__()
        settings.CLAMD_ADDRESS = scanner.address
        settings.CLAMD_SECONDS = 1
        return scanner

    yield run
    for scanner in started:
        scanner.__exit__(None, None, None)


@pytest.fixture
def down(settings):
    settings.CLAMD_ADDRESS = closed_port()
    settings.CLAMD_SECONDS = 1


def infected(add):
    """A file that is an honest PDF to us and holds the virus of tests for the scanner."""
    return add("source", data=corpus.pdf("x", extra=b"<< /Note (%s) >>" % corpus.EICAR), name="notice.pdf")


def test_clean_document_is_served_and_read_after_its_scan(add, clamd, need, run_jobs, audited):
    scanner = clamd()
    attachment = add("source", data=corpus.word("Les fuites d'eau"), name="besoin.docx")
    assert not attachment.is_served
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, attachment.is_served, attachment.scan_detail) == ("clean", True, "")
    assert scanner.received == [corpus_bytes(attachment)]
    assert texts_of(KIND, need.pk, "source") == [("besoin.docx", "Les fuites d'eau")]
    assert audited(attachment) == ["attachment.added", "attachment.cleared"]


def corpus_bytes(attachment):
    with attachment.file.open("rb") as content:
        return content.read()


def test_infected_document_is_set_aside_and_who_added_it_is_told(add, clamd, need, people, run_jobs, audited):
    clamd()
    attachment = infected(add)
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, attachment.is_served) == ("quarantined", False)
    assert attachment.scan_detail == "Eicar-Test-Signature"
    (notice,) = people["author"].notifications.all()
    assert "Eicar-Test-Signature" in notice.body
    assert texts_of(KIND, need.pk, "source") == []
    assert audited(attachment) == ["attachment.added", "attachment.quarantined"]


def test_document_that_the_scanner_will_not_read_is_refused(add, clamd, run_jobs):
    clamd("limit")
    attachment = add()
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, attachment.is_served) == ("refused", False)


@pytest.mark.parametrize("mode", ["garbage", "silent", "hangs_up"])
def test_sick_scanner_leaves_the_document_waiting(add, clamd, run_jobs, mode):
    scanner = clamd(mode)
    attachment = add()
    run_jobs()
    scanner.over.set()
    attachment.refresh_from_db()
    assert (attachment.status, attachment.is_served) == ("pending", False)
    assert Job.objects.get(name="attachments.scan").status == "done"


def test_document_waits_for_a_scanner_that_is_down_and_is_scanned_when_it_comes_back(
    add, down, clamd, run_jobs
):
    attachment = add()
    run_jobs()
    assert scanning.scan_waiting() == 0
    clamd()
    assert scanning.scan_waiting() == 1
    assert scanning.scan_waiting() == 1, "the same job is kept"
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, scanning.scan_waiting()) == ("clean", 0)
    assert Job.objects.filter(name="attachments.scan").count() == 2


def test_without_a_scanner_nothing_is_asked(add, run_jobs):
    attachment = add()
    assert (scanning.scan_attachment(attachment.pk), scanning.scan_waiting()) == (None, 0)
    attachment.refresh_from_db()
    assert (attachment.status, attachment.is_served) == ("pending", True)


def test_file_that_changed_on_the_disk_is_refused_unread(add, clamd, files_dir, run_jobs):
    scanner = clamd()
    attachment = add()
    Path(files_dir, attachment.file.name).write_bytes(corpus.pdf("autre chose"))
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, scanner.received) == ("refused", [])


def test_file_that_is_lost_is_refused(add, clamd, files_dir, run_jobs):
    clamd()
    attachment = add()
    Path(files_dir, attachment.file.name).unlink()
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.status, attachment.scan_detail) == ("refused", "le fichier conservé est introuvable")


def test_verdict_of_a_document_that_no_longer_waits_changes_nothing(add, clamd, people, run_jobs):
    clamd()
    attachment = add()
    quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")
    run_jobs()
    attachment.refresh_from_db()
    assert attachment.status == "quarantined"


@pytest.mark.parametrize(
    ("data", "name", "status", "text"),
    [
        (corpus.pdf("Les fuites"), "a.pdf", "read", "Les fuites"),
        (corpus.odf("odt"), "a.odt", "read", "Bonjour"),
        (corpus.written_pdf(lambda writer: None), "a.pdf", "empty", ""),
        (corpus.ooxml("docx"), "a.docx", "failed", ""),
    ],
)
def test_text_is_read_by_the_worker(add, run_jobs, data, name, status, text):
    attachment = add("source", data=data, name=name)
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.text_status, attachment.text) == (status, text)


def test_text_is_cut_at_the_dated_limit(add, run_jobs):
    Parameter.objects.filter(key="attachment_text_characters_max").update(value=10)
    attachment = add("source", data=corpus.word("abcd" * 100), name="a.docx")
    run_jobs()
    attachment.refresh_from_db()
    assert attachment.text == "abcdabcdab"


def test_lost_file_is_said_unreadable_once(add, files_dir, run_jobs):
    attachment = add("source")
    Path(files_dir, attachment.file.name).unlink()
    run_jobs()
    attachment.refresh_from_db()
    assert (attachment.text_status, Job.objects.filter(status="pending").count()) == ("failed", 0)


def test_text_of_a_document_set_aside_meanwhile_is_not_kept(add, people, monkeypatch):
    attachment = add("source", data=corpus.word("secret"), name="a.docx")
    read = scanning.read_text

    def slow(*args, **options):
        quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")
        return read(*args, **options)

    monkeypatch.setattr(scanning, "read_text", slow)
    scanning.extract_text(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.text == ""


def test_documents_of_a_need_that_is_gone_are_taken_away(
    add, make_need, stored, django_capture_on_commit_callbacks
):
    draft = make_need()
    kept, lost = add(data=corpus.pdf("a")), add(to=draft, data=corpus.pdf("b"))
    draft.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.tidy(timezone.now()) == (1, 0)
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.removed_at is None, lost.removed_at is None, stored()) == (True, False, 1)


def test_file_that_no_row_names_is_deleted_after_an_hour(add, files_dir, stored):
    attachment = add()
    Attachment.objects.filter(pk=attachment.pk).delete()
    assert (scanning.delete_orphans(timezone.now()), stored()) == (0, 1)
    path = Path(files_dir, attachment.file.name)
    old = (timezone.now() - timedelta(hours=2)).timestamp()
    os.utime(path, (old, old))
    assert (scanning.delete_orphans(timezone.now()), stored()) == (1, 0)


def test_file_of_a_row_stays_however_old(add, files_dir, stored):
    """The control of the sweep above."""
    attachment = add()
    os.utime(Path(files_dir, attachment.file.name), (0, 0))
    assert (scanning.delete_orphans(timezone.now()), stored()) == (0, 1)


def test_sweeps_are_in_the_clock():
    names = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"attachments.scan_waiting", "attachments.tidy"} <= names
