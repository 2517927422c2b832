"""What other rooms may read of the documents of a thing."""

from datetime import timedelta

from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.attachments.enums import AttachmentStatus, TextStatus
from grandest_portal.attachments.limits import READING, number
from grandest_portal.attachments.models import Attachment

ASIDE = (AttachmentStatus.QUARANTINED, AttachmentStatus.REFUSED)


def texts_of(kind, pk, purpose):
    """[(name, text)] of the documents whose text was read, the oldest first; none that is set aside."""
    rows = Attachment.objects.served().of_thing(kind, pk).filter(purpose=purpose)
    return list(rows.filter(text_status=TextStatus.READ).for_list().values_list("name", "text"))


def documents_of(kind, pk, purpose=None):
    """The live documents of a thing, the oldest first; the long texts stay in the database."""
    rows = Attachment.objects.of_thing(kind, pk).for_list().defer("text")
    return rows if purpose is None else rows.filter(purpose=purpose)


def unread_of(kind, pk, purpose):
    """[(document, whether its text is still awaited)] of the documents, none set aside, whose text was not read.

    A reading that waits longer than it may is awaited no more: nobody knows when the scanner or the worker is back.
    """
    rows = documents_of(kind, pk, purpose).exclude(text_status=TextStatus.READ).exclude(status__in=ASIDE)
    rows = list(rows.annotate(waits_since=Greatest("created_at", "scanned_at")))
    now = timezone.now()
    late = now
    if any(row.text_status == TextStatus.WAITING for row in rows):
        late = now - timedelta(minutes=number(READING, timezone.localdate(now)))
    return [(row, row.text_status == TextStatus.WAITING and row.waits_since > late) for row in rows]


def why_unread(document, awaited):
    """Why the text of one of `unread_of` is not read, for who decides about its thing."""
    if awaited:
        return _("lecture du texte en cours ; la décision est possible dès qu'elle est finie.")
    if document.text_status == TextStatus.WAITING:
        return _("la lecture du texte n'est pas venue à temps ; vous pouvez décider sans elle.")
    return {
        TextStatus.NONE: _("le texte de ce format n'est pas lu."),
        TextStatus.EMPTY: _("aucun texte n'est lisible dans ce document (pages numérisées, par exemple)."),
        TextStatus.FAILED: _("le texte n'a pas pu être lu."),
    }[TextStatus(document.text_status)]
