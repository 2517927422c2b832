"""The words of a document, and its life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a document is there for; only the first is ever shown outside the people who prepare the thing."""

    PUBLIC = "public", _("Document public")
    SOURCE = "source", _("Document de travail")
    RECEIVED = "received", _("Document reçu d'une entreprise")


class Audience(models.TextChoices):
    """Who reads what an organisation shows of a thing that is public, besides its own people and moderators."""

    EVERYONE = "everyone", _("Tout le monde")
    BUYERS = "buyers", _("Les acheteurs publics connectés")
    REQUEST = "request", _("Sur demande, acceptée par l'entreprise")


class AttachmentStatus(models.TextChoices):
    PENDING = "pending", _("En attente d'analyse")
    CLEAN = "clean", _("Analysé")
    QUARANTINED = "quarantined", _("Mis à l'écart")
    REFUSED = "refused", _("Refusé à l'analyse")


ATTACHMENT_TRANSITIONS = {
    AttachmentStatus.PENDING: {AttachmentStatus.QUARANTINED, AttachmentStatus.REFUSED},
    AttachmentStatus.CLEAN: {AttachmentStatus.PENDING},
    AttachmentStatus.QUARANTINED: {AttachmentStatus.PENDING, AttachmentStatus.CLEAN},
    AttachmentStatus.REFUSED: {AttachmentStatus.PENDING},
}


class TextStatus(models.TextChoices):
    """What became of reading the text of a document."""

    NONE = "none", _("Texte non lu dans ce format")
    WAITING = "waiting", _("Lecture du texte en attente")
    READ = "read", _("Texte lu")
    EMPTY = "empty", _("Aucun texte dans le document")
    FAILED = "failed", _("Texte illisible")


class Confidentiality(models.TextChoices):
    """What the company that sent a document asked."""

    ORDINARY = "ordinary", _("Sans mention")
    SECRET = "secret", _("Secret des affaires")
