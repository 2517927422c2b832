"""Requests of buyers to read what a company gives on request alone, and what was read under them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from suppliers.enums import ACCESS_TONES, LIVE_ACCESS, AccessStatus
from suppliers.models.solutions import Solution


class AccessRequestQuerySet(models.QuerySet):
    def granted(self):
        return self.filter(status=AccessStatus.GRANTED)

    def live(self):
        """Those that wait, and those that open something."""
        return self.filter(status__in=LIVE_ACCESS)

    def for_list(self):
        return self.select_related("organisation", "person", "decided_by").order_by("-created_at", "-pk")


class AccessRequest(models.Model):
    """An organisation asks, through one of its people, for what a solution keeps for those whom it knows."""

    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="access_requests", verbose_name=_("solution")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("demandée par")
    )
    reason = models.TextField(_("motif de la demande"))
    status = models.CharField(
        _("état"), max_length=10, choices=AccessStatus, default=AccessStatus.ASKED, editable=False
    )
    answer = models.TextField(_("réponse de l'entreprise"), blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidée par")
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("demandée le"), auto_now_add=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d'accès")
        verbose_name_plural = _("demandes d'accès")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AccessStatus.values), name="suppliers_accessrequest_status"
            ),
            models.CheckConstraint(
                condition=Q(status=AccessStatus.ASKED) | Q(decided_at__isnull=False),
                name="suppliers_accessrequest_decided",
            ),
            models.UniqueConstraint(
                fields=["solution", "organisation"],
                condition=Q(status__in=sorted(LIVE_ACCESS)),
                name="suppliers_accessrequest_one_live",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} : {self.solution}"

    @property
    def is_live(self):
        return self.status in LIVE_ACCESS

    @property
    def tone(self):
        return ACCESS_TONES[self.status]


class AccessReading(models.Model):
    """Somebody of a granted organisation opened answers that are given on request, or one document."""

    request = models.ForeignKey(
        AccessRequest, models.CASCADE, related_name="readings", verbose_name=_("demande")
    )
    reader = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lecteur")
    )
    # « par délégation de Valbrune (Cabinet Exemple) », as it was on that day; "" for the organisation's own people.
    acting = models.CharField(_("à quel titre"), max_length=400, blank=True)
    names = ArrayField(
        models.CharField(max_length=40), verbose_name=_("réponses lues"), default=list, blank=True
    )
    document = models.PositiveBigIntegerField(_("document téléchargé"), null=True, blank=True)
    at = models.DateTimeField(_("lu le"), auto_now_add=True)

    class Meta:
        verbose_name = _("lecture accordée")
        verbose_name_plural = _("lectures accordées")
        indexes = [models.Index(fields=["request", "-at"], name="suppliers_reading_list")]

    def __str__(self):
        return f"{self.request_id} ({self.at})"
