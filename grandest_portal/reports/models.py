"""Case (all reports about one thing until a decision), Report, Appeal against a rejection, SecondLook.

All speak of a thing by kind and number: the kinds are registered by the rooms that hold the things (`kinds`).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.reports.enums import AppealStatus, CaseStatus, Opinion
from grandest_portal.reports.kinds import KINDS


class ThingQuerySet(models.QuerySet):
    def about(self, kind, pk):
        return self.filter(kind=kind, object_pk=pk)

    def open(self):
        return self.filter(status="open")

    def for_list(self):
        return self.order_by("-created_at", "-pk")


class AboutThing(models.Model):
    """What speaks of a thing of any room."""

    kind = models.CharField(_("type de contenu"), max_length=20)
    object_pk = models.PositiveBigIntegerField(_("numéro"))
    title = models.CharField(_("contenu"), max_length=200)

    class Meta:
        abstract = True

    @property
    def thing(self):
        """The thing as it is now, or None when it is gone or its room is."""
        kind = KINDS.get(self.kind)
        return kind.find(self.object_pk) if kind else None

    @property
    def kind_label(self):
        return KINDS[self.kind].label if self.kind in KINDS else self.kind


class Case(AboutThing):
    """The reports about one thing that await one decision."""

    status = models.CharField(
        _("état"), max_length=10, choices=CaseStatus, default=CaseStatus.OPEN, editable=False
    )
    created_at = models.DateTimeField(_("signalé depuis"), auto_now_add=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    reason_key = models.CharField(_("raison de la liste"), max_length=60, blank=True)
    reason = models.TextField(_("réponse"), blank=True)

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("contenu signalé")
        verbose_name_plural = _("contenus signalés")
        indexes = [models.Index(fields=["kind", "object_pk"], name="reports_case_thing")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="reports_case_status"),
            models.UniqueConstraint(
                fields=["kind", "object_pk"],
                condition=Q(status=CaseStatus.OPEN),
                name="reports_case_one_open",
                violation_error_message=_("Des signalements sur ce contenu attendent déjà une réponse."),
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.OPEN) | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="reports_case_decided_says_why",
                violation_error_message=_("Une réponse à un signalement dit pourquoi."),
            ),
        ]

    def __str__(self):
        return f"{self.kind_label} : {self.title}"


class ReportQuerySet(models.QuerySet):
    def for_list(self):
        return self.order_by("created_at", "pk")


class Report(models.Model):
    """What one person says of a thing. The author of the thing never learns who it is."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("contenu signalé"))
    reporter = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signalé par")
    )
    reason_key = models.CharField(_("raison de la liste"), max_length=60)
    reason_label = models.CharField(_("raison"), max_length=120)
    text = models.TextField(_("explication"), blank=True)
    created_at = models.DateTimeField(_("reçu le"), auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reporter"],
                name="reports_report_once_each",
                violation_error_message=_(
                    "Vous avez déjà signalé ce contenu : votre signalement attend une réponse."
                ),
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« SIG-42 »: what a person quotes when writing about this report."""
        return f"SIG-{self.pk}"


class Appeal(AboutThing):
    """The one contestation of a rejection, decided by another moderator."""

    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contesté par")
    )
    text = models.TextField(_("contestation"))
    rejected_at = models.DateTimeField(_("refusé le"))
    rejected_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("refusé par")
    )
    rejection_reason = models.TextField(_("raison du refus"))
    status = models.CharField(
        _("état"), max_length=10, choices=AppealStatus, default=AppealStatus.OPEN, editable=False
    )
    created_at = models.DateTimeField(_("contesté le"), auto_now_add=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    reason = models.TextField(_("réponse"), blank=True)

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("contestation d'un refus")
        verbose_name_plural = _("contestations de refus")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=AppealStatus.values), name="reports_appeal_status"),
            models.UniqueConstraint(
                fields=["kind", "object_pk", "rejected_at"],
                name="reports_appeal_once",
                violation_error_message=_("Ce refus a déjà été contesté : il ne se conteste qu'une fois."),
            ),
            models.CheckConstraint(
                condition=Q(status=AppealStatus.OPEN) | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="reports_appeal_decided_says_why",
                violation_error_message=_("La réponse à une contestation dit pourquoi."),
            ),
        ]

    def __str__(self):
        return f"{self.kind_label} : {self.title}"


class SecondLookQuerySet(models.QuerySet):
    def of_version(self, kind, pk, version):
        return self.filter(kind=kind, object_pk=pk, version=version)

    def for_list(self):
        return self.order_by("-created_at", "-pk")


class SecondLook(AboutThing):
    """The opinion of a first moderator about one version of a sensitive thing; a second one decides."""

    version = models.PositiveIntegerField(_("version"))
    opinion = models.CharField(_("avis"), max_length=10, choices=Opinion)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    created_at = models.DateTimeField(_("donné le"), auto_now_add=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("premier avis")
        verbose_name_plural = _("premiers avis")
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__in=Opinion.values), name="reports_secondlook_opinion"
            ),
            models.UniqueConstraint(
                fields=["kind", "object_pk", "version"],
                name="reports_secondlook_once",
                violation_error_message=_("Un premier avis est déjà donné sur cette version."),
            ),
        ]

    def __str__(self):
        return f"{self.kind_label} : {self.title}"
