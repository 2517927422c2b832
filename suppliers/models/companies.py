"""Company: the role of an organisation that offers."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation
from grandest_portal.accounts.permissions import is_moderator, membership_of
from grandest_portal.reference.models import Sector
from suppliers.enums import Headcount, Language, OriginStatus, SolutionStatus, Turnover


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
    activity = models.CharField(_("code d'activité"), max_length=10, blank=True, default="", db_default="")
    activity_nomenclature = models.CharField(
        _("nomenclature de ce code"), max_length=20, blank=True, default="", db_default="", editable=False
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="+", verbose_name=_("secteurs servis"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language),
        verbose_name=_("langues des échanges"),
        default=list,
        db_default=[],
        blank=True,
    )
    team = models.TextField(_("équipe"), blank=True, default="", db_default="")
    turnover = models.CharField(
        _("tranche de chiffre d'affaires"),
        max_length=10,
        choices=Turnover,
        blank=True,
        default="",
        db_default="",
    )
    accessibility = models.TextField(_("engagements d'accessibilité"), blank=True, default="", db_default="")
    environment = models.TextField(_("engagements environnementaux"), blank=True, default="", db_default="")
    stated_on = models.JSONField(
        _("jour de chaque fait déclaré"),
        default=dict,
        db_default=Value({}, models.JSONField()),
        blank=True,
        editable=False,
        help_text=_("{fait: jour}, pour ceux que l'annuaire public dit aussi."),
    )
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
        return full_name_of(self.organisation.name, self.legal_form)


def full_name_of(name, form):
    return f"{name}, {form}" if form and form.casefold() not in name.casefold() else name
