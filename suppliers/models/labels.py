"""Labels that companies bear, and the evidence for them: each a clue, none a proof that something is innovative."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from grandest_portal.core.fields import WebAddressField
from grandest_portal.reference.models.dated import (
    KEY_HELP,
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)
from suppliers.enums import LABEL_TONES, LabelStatus
from suppliers.models.companies import Company


class LabelQuerySet(DatedQuerySet):
    def for_list(self):
        return self.order_by("position", "name", "-starts_on")


class Label(models.Model):
    """A distinction that somebody else gives: what it says of a company, and what it does not."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    name = models.CharField(_("nom"), max_length=120)
    issuer = models.CharField(_("délivré par"), max_length=200)
    url = WebAddressField(_("page de l'organisme"), blank=True)
    proves = models.TextField(_("ce qu'il établit"))
    proves_not = models.TextField(_("ce qu'il n'établit pas"))
    proof = models.CharField(_("preuve attendue"), max_length=300)
    number_label = models.CharField(
        _("nom du numéro"),
        max_length=60,
        blank=True,
        help_text=_("Par exemple « Numéro de publication ». Vide : le label n'a pas de numéro."),
    )
    position = models.PositiveSmallIntegerField(_("rang"), help_text=_("Le plus petit vient en premier."))
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(
        _("note"), blank=True, help_text=_("Pour l'administration seule : aucune page ne la montre.")
    )
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("sorte de label")
        verbose_name_plural = _("sortes de labels")
        constraints = [
            one_per_start("suppliers_label_start"),
            ends_after_start("suppliers_label_period"),
            no_overlap("suppliers_label_no_overlap"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        check_period(self)


class CompanyLabelQuerySet(models.QuerySet):
    def shown(self):
        """Those that everybody reads: what a moderator refused is not."""
        return self.exclude(status=LabelStatus.REFUSED)

    def visible_to(self, user):
        """To manage, with its evidence: the company's approved people, and moderators."""
        if is_moderator(user):
            return self.all()
        organisation = approved_organisation_of(user)
        return self.filter(company__organisation=organisation) if organisation else self.none()

    def for_list(self):
        return self.select_related("label").order_by("label__position", "label__name", "-starts_on", "pk")


class CompanyLabel(models.Model):
    """A company says that it bears a label, from one day to another; a moderator says whether the evidence shows it."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="labels", verbose_name=_("entreprise"))
    label = models.ForeignKey(Label, models.PROTECT, related_name="+", verbose_name=_("label"))
    detail = models.CharField(_("intitulé exact"), max_length=200, blank=True)
    number = models.CharField(_("numéro"), max_length=60, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    link = WebAddressField(_("lien vers la preuve"), blank=True)
    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=LabelStatus, default=LabelStatus.STATED, editable=False
    )
    stated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("déclaré par")
    )
    stated_at = models.DateTimeField(_("déclaré le"), default=timezone.now, editable=False)
    checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    checked_at = models.DateTimeField(_("décidé le"), null=True, blank=True, editable=False)
    reason = models.TextField(_("raison du refus"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CompanyLabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label d'entreprise")
        verbose_name_plural = _("labels d'entreprises")
        indexes = [
            models.Index(
                fields=["stated_at", "id"],
                name="suppliers_label_waiting",
                condition=Q(status=LabelStatus.STATED),
            )
        ]
        constraints = [
            ends_after_start("suppliers_companylabel_period"),
            models.CheckConstraint(
                condition=Q(status__in=LabelStatus.values), name="suppliers_companylabel_status"
            ),
            models.CheckConstraint(
                condition=Q(status=LabelStatus.STATED, checked_at=None, checked_by=None)
                | (~Q(status=LabelStatus.STATED) & Q(checked_at__isnull=False)),
                name="suppliers_companylabel_checked_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(status=LabelStatus.REFUSED) & ~Q(reason=""))
                | (~Q(status=LabelStatus.REFUSED) & Q(reason="")),
                name="suppliers_companylabel_refusal_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.label} – {self.detail}" if self.detail else str(self.label)

    @property
    def tone(self):
        return LABEL_TONES[self.status]

    @property
    def reference(self):
        """« L-7 »: what a person quotes."""
        return f"L-{self.pk}"

    def is_expired(self, on):
        return self.ends_on is not None and self.ends_on < on
