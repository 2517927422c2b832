"""Attachment: one file joined to one thing."""

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.attachments.enums import AttachmentStatus, Audience, Confidentiality, Purpose, TextStatus
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.core.files.kinds import BY_KEY
from grandest_portal.core.files.names import LONGEST_NAME
from grandest_portal.core.files.storage import random_name


def private_files():
    return storages["attachments"]


class AttachmentQuerySet(models.QuerySet):
    def live(self):
        return self.filter(removed_at=None)

    def of_thing(self, kind, pk):
        return self.live().filter(kind=kind, object_id=pk)

    def served(self):
        """Those that may be given: scanned, or waiting where there is no scanner to wait for."""
        statuses = [AttachmentStatus.CLEAN]
        if not settings.CLAMD_ADDRESS:
            statuses.append(AttachmentStatus.PENDING)
        return self.live().filter(status__in=statuses)

    def kept(self):
        """Removed ones whose file is still there: a moderator may bring them back."""
        return self.filter(removed_at__isnull=False).exclude(file="")

    def waiting(self):
        return self.live().filter(status=AttachmentStatus.PENDING)

    def for_list(self):
        return self.order_by("created_at", "pk")


class Attachment(models.Model):
    kind = models.CharField(_("type d'objet"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("numéro d'objet"))
    purpose = models.CharField(_("usage"), max_length=10, choices=Purpose)
    name = models.CharField(_("nom du fichier"), max_length=LONGEST_NAME)
    file = models.FileField(
        _("fichier"), storage=private_files, upload_to=random_name, max_length=120, blank=True
    )
    file_kind = models.CharField(_("format"), max_length=10)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    uploader = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ajouté par")
    )
    status = models.CharField(
        _("état"), max_length=12, choices=AttachmentStatus, default=AttachmentStatus.PENDING, editable=False
    )
    scan_detail = models.CharField(_("résultat de l'analyse"), max_length=200, blank=True, editable=False)
    scanned_at = models.DateTimeField(_("analysé le"), null=True, blank=True, editable=False)
    quarantine_reason = models.TextField(_("motif de la mise à l'écart"), blank=True, editable=False)
    text = models.TextField(_("texte lu"), blank=True, editable=False)
    text_status = models.CharField(
        _("lecture du texte"), max_length=8, choices=TextStatus, default=TextStatus.NONE, editable=False
    )
    is_accessible = models.BooleanField(_("version accessible"), default=False)
    accessible_contact = models.CharField(
        _("à qui demander une version accessible"), max_length=200, blank=True
    )
    received_from = models.CharField(_("entreprise qui l'a remis"), max_length=200, blank=True)
    received_on = models.DateField(_("reçu le"), null=True, blank=True)
    confidentiality = models.CharField(
        _("confidentialité demandée"),
        max_length=10,
        choices=Confidentiality,
        default=Confidentiality.ORDINARY,
    )
    audience = models.CharField(
        _("qui le lit"),
        max_length=10,
        choices=Audience,
        default=Audience.EVERYONE,
        db_default=Audience.EVERYONE,
    )
    alternative = models.CharField(
        _("texte de remplacement"), max_length=300, blank=True, default="", db_default=""
    )
    created_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document joint")
        verbose_name_plural = _("documents joints")
        indexes = [
            models.Index(
                fields=["kind", "object_id", "created_at", "id"],
                name="attachments_of_thing",
                condition=Q(removed_at=None),
            ),
            models.Index(
                fields=["id"],
                name="attachments_waiting",
                condition=Q(removed_at=None, status=AttachmentStatus.PENDING),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AttachmentStatus.values), name="attachments_attachment_status"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="attachments_attachment_purpose"
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.PUBLIC) | Q(is_accessible=True) | ~Q(accessible_contact=""),
                name="attachments_attachment_accessible",
                violation_error_message=_(
                    "Un document public est accessible, ou dit à qui demander une version accessible."
                ),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values)
                & (Q(purpose=Purpose.PUBLIC) | Q(audience=Audience.EVERYONE, alternative="")),
                name="attachments_attachment_audience",
            ),
            models.CheckConstraint(
                condition=(Q(purpose=Purpose.RECEIVED) & ~Q(received_from="") & Q(received_on__isnull=False))
                | (~Q(purpose=Purpose.RECEIVED) & Q(received_from="", received_on=None)),
                name="attachments_attachment_received",
                violation_error_message=_("Un document reçu dit de quelle entreprise, et quand."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, file__gt="")
                | (Q(removed_at__isnull=False, text="") & (Q(file="") | Q(purpose=Purpose.PUBLIC))),
                name="attachments_attachment_has_file",
                violation_error_message=_(
                    "Un document a son fichier, jusqu'à son retrait ; un document public, jusqu'à la relecture."
                ),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« D-7 »: what a person quotes; the name may say what others must not read."""
        return f"D-{self.pk}"

    @property
    def format(self):
        return BY_KEY[self.file_kind]

    @property
    def is_picture(self):
        """Shown on the page of its thing, beside its text alternative."""
        return self.alternative != ""

    @property
    def is_unscanned(self):
        """Waits for nobody: no scanner is configured."""
        return self.status == AttachmentStatus.PENDING and not settings.CLAMD_ADDRESS

    @property
    def is_served(self):
        return self.removed_at is None and (self.status == AttachmentStatus.CLEAN or self.is_unscanned)

    @property
    def file_to_give(self):
        """The open file under its name, for the archive of who added it while they may still read it; else None."""
        kind = KINDS[self.kind]
        thing = kind.visible(self.uploader).filter(pk=self.object_id).first() if self.is_served else None
        if thing is None or not kind.gives(self.uploader, thing, self):
            return None
        try:
            return File(self.file.open("rb"), name=self.name)
        except FileNotFoundError:
            return None
