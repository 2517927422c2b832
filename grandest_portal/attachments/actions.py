"""Adding and removing a document, and what a scan or a moderator decides about it."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.permissions import read_again
from grandest_portal.attachments.enums import (
    ATTACHMENT_TRANSITIONS,
    AttachmentStatus,
    Audience,
    Confidentiality,
    Purpose,
    TextStatus,
)
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.limits import COUNT, limits_on, number
from grandest_portal.attachments.messages import AttachmentSetAside
from grandest_portal.attachments.models import Attachment, private_files
from grandest_portal.attachments.permissions import can_moderate_attachment
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.kinds import WITH_TEXT
from grandest_portal.core.files.safety import examine
from grandest_portal.core.files.storage import random_name
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition

DESCRIPTION = (
    "is_accessible",
    "accessible_contact",
    "received_from",
    "received_on",
    "confidentiality",
    "audience",
    "alternative",
)


def lock_attachment(attachment, target=None):
    """The live row, locked; refused when it was removed, or may not become `target` any more."""
    locked = Attachment.objects.select_for_update(of=("self",)).live().filter(pk=attachment.pk).first()
    if locked is None:
        raise DomainError(_("Ce document a été retiré entre-temps."))
    if target is not None:
        check_transition(locked, target, ATTACHMENT_TRANSITIONS)
    return locked


def lock_thing(kind, pk, *, purpose, by):
    """The thing, locked, when its documents may change and `by` may change those of this purpose."""
    thing = KINDS[kind].lock(pk)
    KINDS[kind].check_open(thing)
    if by is not None:
        read_again(by)
    if by is not None and not KINDS[kind].writes(by, thing, purpose):
        raise DomainError(
            _("Vous n'avez pas le droit de changer ces documents. Demandez-le à vos collègues.")
        )
    KINDS[kind].changing(thing)
    return thing


def described(purpose, values):
    """The answers that go with a purpose, checked; those of the other purposes are left out."""
    unknown = set(values) - set(DESCRIPTION)
    if unknown:
        raise TypeError(f"not a word about a document: {sorted(unknown)}")
    kept = {"is_accessible": bool(values.get("is_accessible"))}
    if purpose == Purpose.PUBLIC:
        kept |= shown_to(values)
        # A picture is accessible by its words.
        kept["is_accessible"] = kept["is_accessible"] or bool(kept["alternative"])
    kept["accessible_contact"] = "" if kept["is_accessible"] else values.get("accessible_contact", "").strip()
    if purpose == Purpose.PUBLIC and not (kept["is_accessible"] or kept["accessible_contact"]):
        raise DomainError(
            _("Dites si ce document est accessible ; sinon, à qui demander une version accessible."),
            field="accessible_contact",
        )
    if purpose != Purpose.RECEIVED:
        return kept
    company = values.get("received_from", "").strip()
    if not company:
        raise DomainError(_("Écrivez le nom de l'entreprise qui a remis ce document."), field="received_from")
    day = values.get("received_on")
    if day is None or day > timezone.localdate():
        raise DomainError(
            _("Donnez le jour où vous avez reçu ce document : aujourd'hui ou avant."), field="received_on"
        )
    asked = Confidentiality(values.get("confidentiality") or Confidentiality.ORDINARY)
    return kept | {"received_from": company, "received_on": day, "confidentiality": asked}


def shown_to(values):
    """Who reads a document of a thing that is public, and the words that stand for a picture."""
    return {
        "audience": Audience(values.get("audience") or Audience.EVERYONE),
        "alternative": values.get("alternative", "").strip(),
    }


def check_picture(examined, values):
    """Words in the place of a picture stand beside a picture."""
    if values.get("alternative") and not examined.kind.is_picture:
        raise DomainError(_("Ce fichier n'est pas une image PNG, JPEG ou WebP."), field="file")


def add_attachment(kind, pk, *, purpose, upload, by, **values):
    """Join `upload` (an open file with a name) to the thing `pk` of a kind; `values` are some of DESCRIPTION.

    The file is judged before anything is locked. It is written first, and taken back when the row is refused;
    a process that dies in between leaves a file that `tidy` removes.
    """
    purpose = Purpose(purpose)
    values = described(purpose, values)
    examined = examine(upload, upload.name, limits_on(timezone.localdate()))
    check_picture(examined, values)
    stored = private_files().save(random_name(), ContentFile(examined.content))
    try:
        return _write(kind, pk, purpose=purpose, examined=examined, stored=stored, by=by, values=values)
    except BaseException:
        private_files().delete(stored)
        raise


@transaction.atomic
def _write(kind, pk, *, purpose, examined, stored, by, values):
    thing = lock_thing(kind, pk, purpose=purpose, by=by)
    digest = hashlib.sha256(examined.content).hexdigest()
    known = Attachment.objects.of_thing(kind, pk).filter(purpose=purpose, sha256=digest).first()
    if known is not None:
        return same_again(known, by, stored, {"name": examined.name, **values})
    check_not_aside(kind, pk, digest)
    check_room(kind, pk)
    with_text = examined.kind.key in WITH_TEXT
    attachment = Attachment.objects.create(
        kind=kind,
        object_id=pk,
        purpose=purpose,
        name=examined.name,
        file=stored,
        file_kind=examined.kind.key,
        size=len(examined.content),
        sha256=digest,
        uploader=by,
        text_status=TextStatus.WAITING if with_text else TextStatus.NONE,
        **values,
    )
    told = {"thing": f"{kind} {pk}", "purpose": purpose, "sha256": digest, **name_for_trail(attachment)}
    record(attachment, "attachment.added", by=by, after=told)
    enqueue_next(attachment)
    KINDS[kind].changed(thing, purpose, by=by)
    return attachment


def name_for_trail(attachment):
    """Moderators read the trail: the names of private documents stay out of it, their number says which it is."""
    shown = attachment.purpose == Purpose.PUBLIC and attachment.audience == Audience.EVERYONE
    return {"name": attachment.name} if shown else {}


def same_again(known, by, stored, sent):
    """The page was sent twice: its document is there, the second file goes; a colleague's is said to be there.

    With another name, other readers or other words it is no second sending, and nothing of what stands changes.
    """
    if by is None or known.uploader_id != by.pk:
        raise DomainError(_("Ce fichier est déjà joint ici : rien n'a été ajouté."), field="file")
    if any(getattr(known, name) != value for name, value in sent.items()):
        raise DomainError(joined_otherwise(known), field="file")
    private_files().delete(stored)
    return known


def joined_otherwise(known):
    about = {"name": known.name, "readers": known.get_audience_display()}
    if known.purpose != Purpose.PUBLIC:
        return (
            _(
                "Ce fichier est déjà joint ici, avec d'autres réponses : « %(name)s ». Rien n'a été changé : "
                "retirez-le d'abord pour le joindre autrement."
            )
            % about
        )
    return (
        _(
            "Ce fichier est déjà joint ici, avec d'autres réponses : « %(name)s », lecteurs : %(readers)s. "
            "Rien n'a été changé : retirez-le d'abord pour le joindre autrement."
        )
        % about
    )


def check_not_aside(kind, pk, digest):
    """What was set aside here does not come back under another number, removed in between or not."""
    aside = Attachment.objects.filter(kind=kind, object_id=pk, sha256=digest)
    if aside.filter(status=AttachmentStatus.QUARANTINED).exists():
        raise DomainError(
            _("La modération a mis ce fichier à l'écart : corrigez-le, ou écrivez-nous si c'est une erreur."),
            field="file",
        )


def check_room(kind, pk):
    rows, most = Attachment.objects.of_thing(kind, pk), number(COUNT, timezone.localdate())
    if rows.count() >= most:
        raise DomainError(
            ngettext(
                "%(most)d document au plus : retirez-le avant d'en ajouter un autre.",
                "%(most)d documents au plus : retirez-en un avant d'en ajouter un autre.",
                most,
            )
            % {"most": most}
        )


def enqueue_next(attachment):
    """What must be done next for a document: its scan; where there is none, or once it is over, its reading."""
    if settings.CLAMD_ADDRESS and attachment.status == AttachmentStatus.PENDING:
        enqueue("attachments.scan", attachment.pk, key=f"scan:{attachment.pk}")
    elif attachment.is_served and attachment.text_status == TextStatus.WAITING:
        enqueue("attachments.extract", attachment.pk, key=f"extract:{attachment.pk}")


@transaction.atomic
def remove_attachment(attachment, *, by):
    """Take a document away; its row and its fingerprint stay.

    Its file is deleted after the commit, or with the review of its removal where its thing is reviewed.
    """
    kind = KINDS[attachment.kind]
    thing = lock_thing(attachment.kind, attachment.object_id, purpose=attachment.purpose, by=by)
    attachment = lock_attachment(attachment)
    public = attachment.purpose == Purpose.PUBLIC
    take_away(attachment, by=by, keep_file=public)
    kind.changed(thing, attachment.purpose, by=by)
    if public and not keeping(kind).filter(pk=thing.pk).exists():
        erase_file(attachment)
    return attachment


def keeping(kind):
    return kind.keeping() if kind.keeping else kind.things.none()


def take_away(attachment, *, by, keep_file=False):
    attachment.removed_at, attachment.text = timezone.now(), ""
    columns = ["removed_at", "text"]
    if keep_file:
        attachment.save(update_fields=columns)
    else:
        erase_file(attachment, *columns)
    record(attachment, "attachment.removed", by=by, before=name_for_trail(attachment))
    return attachment


def erase_file(attachment, *columns):
    """Forget the file of a removed document, and write these columns; the file is deleted after the commit."""
    stored, files = attachment.file.name, private_files()
    attachment.file = ""
    attachment.save(update_fields=["file", *columns])
    transaction.on_commit(lambda: files.delete(stored), robust=True)


def set_public_documents(kind, pk, numbers, *, by):
    """Make the public documents of a thing, locked, those of these `numbers` again; returns how many changed.

    Others are taken away; those that were removed come back as long as their file is kept.
    """
    rows = Attachment.objects.filter(kind=kind, object_id=pk, purpose=Purpose.PUBLIC)
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    added = list(rows.live().exclude(pk__in=numbers))
    for attachment in added:
        take_away(attachment, by=by)
    removed = list(rows.kept().filter(pk__in=numbers))
    for attachment in removed:
        bring_back(attachment, by=by)
    return len(added) + len(removed)


def bring_back(attachment, *, by):
    attachment.removed_at = None
    if attachment.text_status != TextStatus.NONE:
        attachment.text_status = TextStatus.WAITING
    attachment.save(update_fields=["removed_at", "text_status"])
    record(attachment, "attachment.brought_back", by=by, after=name_for_trail(attachment))
    enqueue_next(attachment)


@transaction.atomic
def erase_reviewed(kind):
    """Erase the files of removed documents that nobody can bring back any more; returns how many."""
    gone = (
        Attachment.objects.kept().filter(kind=kind).exclude(object_id__in=keeping(KINDS[kind]).values("pk"))
    )
    rows = list(gone.select_for_update(of=("self",)).order_by("pk")[:500])
    for attachment in rows:
        erase_file(attachment)
    return len(rows)


@transaction.atomic
def remove_gone(kind):
    """Take away the documents of things that exist no more; returns how many."""
    live = Attachment.objects.live().filter(kind=kind)
    gone = live.exclude(object_id__in=KINDS[kind].things.values("pk"))
    rows = list(gone.select_for_update(of=("self",)).order_by("pk")[:500])
    for attachment in rows:
        take_away(attachment, by=None)
    return len(rows)


def check_moderator(attachment, by):
    if by is not None and not can_moderate_attachment(by, attachment):
        raise DomainError(_("Vous ne pouvez pas décider d'un document de votre propre organisation."))


def set_status(attachment, status, verb, *, by, reason="", **values):
    before = {"status": attachment.status}
    attachment.status = status
    for name, value in values.items():
        setattr(attachment, name, value)
    attachment.save(update_fields=["status", *values])
    record(attachment, verb, by=by, before=before, after={"status": status}, reason=reason)
    return attachment


@transaction.atomic
def record_verdict(attachment, verdict):
    """Write what the scanner says of a waiting document; None when it is no longer waiting."""
    rows = Attachment.objects.select_for_update(of=("self",)).waiting()
    attachment = rows.filter(pk=attachment.pk).first()
    if attachment is None:
        return None
    said = {"scan_detail": verdict.detail, "scanned_at": timezone.now()}
    if verdict.clean:
        set_status(attachment, AttachmentStatus.CLEAN, "attachment.cleared", by=None, **said)
        enqueue_next(attachment)
        return attachment
    status, verb = AttachmentStatus.QUARANTINED, "attachment.quarantined"
    if verdict.refused:
        status, verb = AttachmentStatus.REFUSED, "attachment.refused"
    set_status(attachment, status, verb, by=None, reason=verdict.detail, **said)
    AttachmentSetAside(attachment).send_to([attachment.uploader])
    return attachment


@transaction.atomic
def quarantine_attachment(attachment, *, by, reason):
    """A moderator sets a document aside: nobody downloads it, and who added it reads `reason`."""
    check_moderator(attachment, by)
    attachment = lock_attachment(attachment, AttachmentStatus.QUARANTINED)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Écrivez la raison : la personne qui a ajouté ce document la lira."))
    waiting = TextStatus.NONE if attachment.text_status == TextStatus.NONE else TextStatus.WAITING
    aside = {"quarantine_reason": reason, "text": "", "text_status": waiting}
    status = AttachmentStatus.QUARANTINED
    set_status(attachment, status, "attachment.quarantined", by=by, reason=reason, **aside)
    AttachmentSetAside(attachment).send_to([attachment.uploader])
    return attachment


@transaction.atomic
def rescan_attachment(attachment, *, by):
    """A document set aside waits for a new scan; without a scanner, only what a person had set aside comes back."""
    check_moderator(attachment, by)
    attachment = lock_attachment(attachment, AttachmentStatus.PENDING)
    if not settings.CLAMD_ADDRESS and not attachment.quarantine_reason:
        raise DomainError(
            _("Aucun antivirus n'est configuré : ce que l'antivirus avait écarté ne peut pas être rendu.")
        )
    forgotten = {"quarantine_reason": "", "scan_detail": "", "scanned_at": None}
    set_status(attachment, AttachmentStatus.PENDING, "attachment.rescanned", by=by, **forgotten)
    enqueue_next(attachment)
    return attachment


@transaction.atomic
def store_text(attachment, text):
    """Keep the text that was read (a core.files.extraction.Text) of a document that may still be given."""
    rows = Attachment.objects.select_for_update(of=("self",)).served()
    rows.filter(pk=attachment.pk).update(text=text.text, text_status=TextStatus(text.outcome))
