"""A document in words, for lists and pages."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.enums import AttachmentStatus, Audience, Confidentiality, Purpose
from grandest_portal.core.dates import date_words

# In the address of a file that nothing scanned: its reader was warned.
KNOWING = "avertissement-lu"
TONES = {
    AttachmentStatus.PENDING: "mirabelle",
    AttachmentStatus.CLEAN: "fir",
    AttachmentStatus.QUARANTINED: "sandstone",
    AttachmentStatus.REFUSED: "sandstone",
}


def state_of(attachment):
    """(words, tone) of the state, as a visitor understands it."""
    if attachment.is_unscanned:
        return _("Non analysé"), "grey"
    return attachment.get_status_display(), TONES[AttachmentStatus(attachment.status)]


def state_note(attachment):
    """One sentence on what the state means for who wants the file; "" when there is nothing to say."""
    if attachment.is_unscanned:
        return _("Ce fichier n'a pas été analysé par un antivirus.")
    if attachment.status == AttachmentStatus.PENDING:
        return _("Ce fichier attend son analyse par l'antivirus ; il pourra ensuite être téléchargé.")
    if attachment.status == AttachmentStatus.QUARANTINED:
        return _("Ce fichier est mis à l'écart : il ne peut pas être téléchargé.")
    if attachment.status == AttachmentStatus.REFUSED:
        return _("L'antivirus n'a pas pu lire ce fichier : il ne peut pas être téléchargé.")
    return ""


def size_words(size):
    """« 350 ko », « 1,2 Mo »: at least one ko, so that nothing seems empty."""
    if size < 1_000_000:
        return _("%(size)s ko") % {"size": max(1, round(size / 1000))}
    return _("%(size)s Mo") % {"size": number_format(size / 1_000_000, 1)}


def accessible_note(attachment):
    if attachment.purpose != Purpose.PUBLIC:
        return ""
    if attachment.is_picture:
        return _("Texte de remplacement : %(words)s") % {"words": attachment.alternative}
    if attachment.is_accessible:
        return _("Version accessible, d'après l'organisation qui le publie.")
    return _("Version accessible sur demande : %(contact)s") % {"contact": attachment.accessible_contact}


AUDIENCE_NOTES = {
    Audience.BUYERS: gettext_lazy("Réservé aux acheteurs publics connectés."),
    Audience.REQUEST: gettext_lazy("Donné sur demande."),
}


def audience_note(attachment):
    return str(AUDIENCE_NOTES.get(attachment.audience, ""))


def picture_url(attachment):
    """Where the page of the thing finds its picture: drawn again when it arrived, it needs no warning."""
    return f"{reverse('attachments:download', args=[attachment.pk])}?{KNOWING}"


def origin_note(attachment):
    if attachment.purpose != Purpose.RECEIVED:
        return ""
    words = {"company": attachment.received_from, "day": date_words(attachment.received_on)}
    note = _("Remis par %(company)s le %(day)s.") % words
    if attachment.confidentiality == Confidentiality.SECRET:
        return _("%(note)s Secret des affaires demandé.") % {"note": note}
    return note


def row_of(attachment):
    """What lists show of a document."""
    label, tone = state_of(attachment)
    words = {
        "format": attachment.format.label,
        "size": size_words(attachment.size),
        "day": date_words(timezone.localtime(attachment.created_at)),
    }
    return {
        "attachment": attachment,
        "name": attachment.name,
        "label": label,
        "tone": tone,
        "facts": _("%(format)s, %(size)s, ajouté le %(day)s") % words,
        "state_note": state_note(attachment),
        "accessible_note": accessible_note(attachment),
        "origin_note": origin_note(attachment),
        "audience_note": audience_note(attachment),
        "url": reverse("attachments:download", args=[attachment.pk]) if attachment.is_served else "",
    }


def desk_row_of(attachment):
    """`row_of` for who decides about the thing: with who reads the document, and its picture."""
    shown = attachment.is_picture and attachment.is_served
    return row_of(attachment) | {
        "readers": attachment.get_audience_display(),
        "picture": picture_url(attachment) if shown else "",
    }


def scanner_sentence():
    """What people who add a file are told of its analysis."""
    if settings.CLAMD_ADDRESS:
        return _("Chaque fichier est analysé par un antivirus avant de pouvoir être téléchargé.")
    return _(
        "Aucun antivirus n'est branché à ce portail : les personnes qui téléchargent un fichier en sont averties."
    )
