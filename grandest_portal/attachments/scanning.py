"""What the worker does with files: scan them, read their text, put the folder in order. No lock is held meanwhile."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.attachments.actions import erase_reviewed, record_verdict, remove_gone, store_text
from grandest_portal.attachments.enums import TextStatus
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.limits import CHARACTERS, number
from grandest_portal.attachments.models import Attachment, private_files
from grandest_portal.core.files.extraction import Reading, Text, read_text
from grandest_portal.core.files.scanner import ScannerDown, Verdict, is_up, scan
from grandest_portal.core.files.storage import stored_names
from grandest_portal.core.jobs import enqueue

logger = logging.getLogger(__name__)

PING_SECONDS = 3
BATCH = 200
# A file whose row is being written is younger than this.
SPARED = timedelta(hours=1)


def scan_attachment(pk):
    """Ask the scanner about a waiting document; while it is down the document goes on waiting."""
    attachment = Attachment.objects.waiting().filter(pk=pk).first()
    if attachment is None or not settings.CLAMD_ADDRESS:
        return None
    try:
        return record_verdict(attachment, verdict_on(attachment))
    except ScannerDown as error:
        logger.warning("scanner down, document %s waits: %s", pk, error)
        return None


def verdict_on(attachment):
    """The Verdict on the stored file; one that is no longer what was received is refused unread."""
    try:
        with attachment.file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != attachment.sha256:
                return Verdict(
                    clean=False, refused=True, detail=_("le fichier conservé n'est plus celui reçu")
                )
            content.seek(0)
            return scan(content, settings.CLAMD_ADDRESS, seconds=settings.CLAMD_SECONDS)
    except FileNotFoundError:
        return Verdict(clean=False, refused=True, detail=_("le fichier conservé est introuvable"))


def scan_waiting():
    """Ask again for every document that waits, once the scanner answers; returns how many were asked for."""
    if not settings.CLAMD_ADDRESS or not Attachment.objects.waiting().exists():
        return 0
    if not is_up(settings.CLAMD_ADDRESS, seconds=PING_SECONDS):
        return 0
    pks = list(Attachment.objects.waiting().order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        enqueue("attachments.scan", pk, key=f"scan:{pk}")
    return len(pks)


def extract_text(pk):
    """Read the text of a document that may be given, and keep it."""
    rows = Attachment.objects.served().filter(text_status=TextStatus.WAITING)
    attachment = rows.filter(pk=pk).first()
    if attachment is None:
        return None
    characters = number(CHARACTERS, timezone.localdate())
    try:
        with attachment.file.open("rb") as content:
            text = read_text(content.read(), attachment.file_kind, characters=characters)
    except FileNotFoundError:
        text = Text(Reading.FAILED)
    store_text(attachment, text)
    return text.outcome


def tidy(at):
    """Take away the documents of things that are gone, and files that no row names; returns both numbers.

    The first counts those too that were removed and that no moderator can bring back any more.
    """
    removed = sum(remove_gone(kind) + erase_reviewed(kind) for kind in KINDS)
    return removed, delete_orphans(at)


def delete_orphans(at):
    """Delete the files of the folder that no row names, the very young ones spared; returns how many."""
    storage, deleted = private_files(), 0
    known = set(Attachment.objects.exclude(file="").values_list("file", flat=True))
    for name in stored_names(storage):
        if name not in known and storage.get_modified_time(name) < at - SPARED:
            storage.delete(name)
            deleted += 1
    return deleted
