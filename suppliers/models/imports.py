"""Solutions that partners prepare for companies: the files, their lines, where each solution comes from."""

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Partner, User
from grandest_portal.accounts.permissions import approved_partner_of
from grandest_portal.core.files.storage import random_name
from suppliers.enums import IMPORT_TONES, LINE_TONES, ORIGIN_TONES, ImportStatus, LineResult, OriginStatus
from suppliers.models.companies import Company
from suppliers.models.solutions import Solution


def import_files():
    return storages["imports"]


class SolutionImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The files of one's own structure, once one speaks for it."""
        partner = approved_partner_of(user)
        return self.filter(partner=partner) if partner is not None else self.none()

    def for_list(self):
        return self.select_related("author").order_by("-created_at", "-pk")


class SolutionImport(models.Model):
    """One file that a partner sent: read, shown line by line, then imported when the partner says so."""

    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="imports", verbose_name=_("structure d'accompagnement")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("envoyé par")
    )
    file_name = models.CharField(_("nom du fichier"), max_length=120)
    file_kind = models.CharField(_("format"), max_length=5)
    # Kept until it is read: its lines say all that it held.
    file = models.FileField(storage=import_files, upload_to=random_name, blank=True, max_length=100)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    updates = models.BooleanField(_("met à jour les fiches déjà importées"), default=False)
    invites = models.BooleanField(_("invite les entreprises par courriel"), default=False)
    status = models.CharField(
        _("état"), max_length=10, choices=ImportStatus, default=ImportStatus.READING, editable=False
    )
    problem = models.TextField(_("pourquoi le fichier n'est pas lu"), blank=True)
    read_to = models.PositiveIntegerField(_("lu jusqu'à la ligne"), default=0)
    line_count = models.PositiveIntegerField(_("lignes"), default=0)
    refused_count = models.PositiveIntegerField(_("lignes refusées"), default=0)
    done_count = models.PositiveIntegerField(_("lignes importées"), default=0)
    created_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    checked_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    finished_at = models.DateTimeField(_("importé le"), null=True, blank=True)

    objects = SolutionImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import de solutions")
        verbose_name_plural = _("imports de solutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="suppliers_solutionimport_status"
            ),
            models.UniqueConstraint(
                fields=["partner", "sha256"],
                condition=Q(status__in=["reading", "checked", "running"]),
                name="suppliers_solutionimport_once",
                violation_error_message=_("Ce fichier est déjà en cours d'importation."),
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def tone(self):
        return IMPORT_TONES[self.status]

    @property
    def is_working(self):
        return self.status in {ImportStatus.READING, ImportStatus.RUNNING}

    @property
    def valid_count(self):
        """Lines that are to be imported still."""
        return self.line_count - self.refused_count - self.done_count


class ImportLineQuerySet(models.QuerySet):
    def for_list(self):
        return self.order_by("number", "pk")


class ImportLine(models.Model):
    """One line as it was sent, what was found of it, and the solution that it became.

    The address of a contact stands in its own column alone, so that it can be forgotten.
    """

    batch = models.ForeignKey(SolutionImport, models.CASCADE, related_name="lines", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("ligne"))
    values = models.JSONField(_("valeurs reçues"), default=dict)
    contact = models.EmailField(_("courriel de contact"), max_length=254, blank=True)
    # Of the company's number and the title: the same line sent again is the same solution.
    key = models.CharField(_("clé"), max_length=64, blank=True)
    result = models.CharField(_("résultat"), max_length=10, choices=LineResult)
    problems = models.JSONField(_("raisons du refus"), default=list, blank=True)
    solution = models.ForeignKey(
        Solution, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("solution")
    )

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d'un import")
        verbose_name_plural = _("lignes des imports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="suppliers_importline_number"),
            models.CheckConstraint(
                condition=Q(result__in=LineResult.values), name="suppliers_importline_result"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "result", "number"], name="suppliers_importline_left"),
            models.Index(fields=["batch", "key"], name="suppliers_importline_key"),
        ]

    def __str__(self):
        return f"{self.batch_id}, {self.number}"

    @property
    def tone(self):
        return LINE_TONES[self.result]


class OriginQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=OriginStatus.WAITING)

    def for_list(self):
        return self.select_related("partner__organisation", "solution").order_by("imported_at", "pk")


class Origin(models.Model):
    """Where a solution comes from that its company did not write: which partner prepared it, and who confirmed it."""

    solution = models.OneToOneField(
        Solution, models.SET_NULL, null=True, blank=True, related_name="origin", verbose_name=_("solution")
    )
    company = models.ForeignKey(Company, models.CASCADE, related_name="origins", verbose_name=_("entreprise"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="origins", verbose_name=_("préparée par")
    )
    importer = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("importée par")
    )
    key = models.CharField(_("clé"), max_length=64)
    source = models.CharField(_("d'où vient l'information"), max_length=200)
    contact = models.EmailField(_("courriel de contact"), max_length=254, blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=OriginStatus, default=OriginStatus.WAITING, editable=False
    )
    imported_at = models.DateTimeField(_("importée le"))
    # The version of the sheet as the last import left it: another one is somebody else's writing.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    reason = models.TextField(_("raison du refus"), blank=True)
    proof = models.TextField(_("preuve de l'accord de l'entreprise"), blank=True)

    objects = OriginQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche préparée par un partenaire")
        verbose_name_plural = _("fiches préparées par des partenaires")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "key"],
                name="suppliers_origin_once",
                violation_error_message=_("Cette fiche est déjà importée."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=OriginStatus.values), name="suppliers_origin_status"
            ),
        ]
        indexes = [models.Index(fields=["company", "status"], name="suppliers_origin_company")]

    def __str__(self):
        return str(self.solution or self.company)

    @property
    def tone(self):
        return ORIGIN_TONES[self.status]

    @property
    def is_waiting(self):
        return self.status == OriginStatus.WAITING

    @property
    def is_changed(self):
        """True when somebody changed the answers since they were imported: an import replaces them no more."""
        return self.solution is not None and self.solution.version != self.version


class ClaimInvitation(models.Model):
    """That a company was written to once, or that an address wants no such mail: digests, no address."""

    digest = models.CharField(_("empreinte de l'adresse"), max_length=64)
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("entreprise")
    )
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("pour")
    )
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refusées depuis le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation à retrouver ses fiches")
        verbose_name_plural = _("invitations à retrouver ses fiches")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "company"],
                nulls_distinct=False,
                name="suppliers_claiminvitation_once",
            )
        ]

    def __str__(self):
        return self.digest[:8]
