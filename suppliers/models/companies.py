"""Company: the role of an organisation that offers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation
from grandest_portal.accounts.permissions import is_moderator, membership_of
from suppliers.enums import Headcount, OriginStatus, SolutionStatus


class CompanyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those with a published solution for everybody; their own for a company's people; all for moderators."""
        if is_moderator(user):
            return self.all()
        published = self.model.objects.filter(solutions__status=SolutionStatus.PUBLISHED)
        rows = Q(pk__in=published.values("pk"))
        membership = membership_of(user)
        if membership is not None:
            rows |= Q(organisation=membership.organisation_id)
        return self.filter(rows)

    def for_list(self):
        return self.select_related("organisation").order_by("organisation__name", "pk")


class Company(models.Model):
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="company", verbose_name=_("organisation")
    )
    legal_form = models.CharField(_("forme juridique"), max_length=60, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    founded = models.PositiveSmallIntegerField(
        _("année de création"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2100)],
    )
    headcount = models.CharField(_("effectif"), max_length=10, choices=Headcount, blank=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("entreprise")
        verbose_name_plural = _("entreprises")

    def __str__(self):
        return str(self.organisation)

    @property
    def is_unclaimed(self):
        """Noted down for what a partner prepared, which waits; nothing of its own."""
        return (
            self.origins.exists() and not self.solutions.exclude(origin__status=OriginStatus.WAITING).exists()
        )

    @property
    def full_name(self):
        """« Ondine Capteurs, SAS »; the form is not said twice."""
        name, form = self.organisation.name, self.legal_form
        return f"{name}, {form}" if form and form.casefold() not in name.casefold() else name
