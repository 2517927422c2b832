"""Solution: one row of the census."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import is_moderator, membership_of, wrote_while_waiting
from grandest_portal.core.fields import WebAddressField
from grandest_portal.core.search import CONFIG, plain
from grandest_portal.reference.list_keys import keys_field
from grandest_portal.reference.models import CPVCode, Territory
from suppliers.enums import EDITABLE_SOLUTION, SOLUTION_TONES, TRL, PriceModel, SolutionStatus
from suppliers.models.companies import Company

# Since when a published sheet is known to hold.
HOLDS_SINCE = Coalesce("confirmed_at", "published_at")
# The beginning of its texts, without case nor accents: what is compared with other sheets.
BEGINNING = plain(
    Func(
        F("title"),
        F("problem_solved"),
        F("description"),
        template="left(%(expressions)s, 1200)",
        arg_joiner=" || ' ' || ",
        output_field=models.TextField(),
    )
)


def prepared_by(user):
    """All of the company's rows once one speaks for it; while the request waits, one's own texts only.

    Anybody may ask to join a company: the request alone opens nothing that was there before.
    """
    membership = membership_of(user)
    if membership is None:
        return Q(pk__in=[])
    rows = Q(company__organisation=membership.organisation_id)
    return rows if membership.is_approved else rows & wrote_while_waiting(membership)


def reference_of(pk):
    return f"S-{pk}"


class SolutionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=SolutionStatus.PUBLISHED)

    def awaiting_moderation(self):
        return self.filter(status=SolutionStatus.SUBMITTED)

    def awaiting_review(self):
        """Published ones whose text changed since a moderator read it."""
        return self.published().filter(approved_version__lt=F("version"))

    def of(self, organisation):
        return self.filter(company__organisation=organisation)

    def prepared_by(self, user):
        """The rows that `user` may prepare, whatever their state."""
        return self.filter(prepared_by(user))

    def visible_to(self, user):
        """Published ones for everybody; those that one may prepare; all but others' drafts for moderators."""
        rows = Q(status=SolutionStatus.PUBLISHED) | prepared_by(user)
        if is_moderator(user):
            rows |= ~Q(status=SolutionStatus.DRAFT)
        return self.filter(rows)

    def for_list(self):
        return self.select_related("company", "company__organisation").order_by("-published_at", "-pk")


class Solution(models.Model):
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="solutions", verbose_name=_("entreprise")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rédigée par")
    )
    title = models.CharField(_("titre"), max_length=120)
    problem_solved = models.TextField(_("problème résolu"), blank=True)
    description = models.TextField(_("description"), blank=True)
    novelty = models.TextField(_("ce qui est nouveau"), blank=True)
    trl = models.PositiveSmallIntegerField(
        _("maturité (TRL)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    deployment = models.TextField(_("conditions de déploiement"), blank=True, default="", db_default="")
    interfaces = models.TextField(
        _("interfaces et formats de données"), blank=True, default="", db_default=""
    )
    price_models = ArrayField(
        models.CharField(max_length=12, choices=PriceModel),
        verbose_name=_("modèle de prix"),
        default=list,
        db_default=[],
        blank=True,
    )
    security = models.TextField(_("sécurité et données personnelles"), blank=True, default="", db_default="")
    accessibility = models.TextField(_("accessibilité"), blank=True, default="", db_default="")
    environment = models.TextField(_("effet sur l'environnement"), blank=True, default="", db_default="")
    references = models.TextField(_("références"), blank=True)
    first_reference = models.BooleanField(
        _("cherche sa première référence publique"), default=False, db_default=False
    )
    cpv = models.ManyToManyField(CPVCode, blank=True, related_name="solutions", verbose_name=_("codes CPV"))
    served = models.ManyToManyField(
        Territory,
        blank=True,
        related_name="+",
        verbose_name=_("peut être fournie dans"),
        help_text=_("La région ou des départements. Rien : partout."),
    )
    keywords = models.CharField(_("mots clés"), max_length=200, blank=True)
    link = WebAddressField(_("lien"), blank=True)
    video = WebAddressField(_("lien vers une vidéo"), blank=True, default="", db_default="")
    audiences = models.JSONField(
        _("qui lit chaque réponse"),
        default=dict,
        db_default=Value({}, models.JSONField()),
        blank=True,
        help_text=_("{réponse: public}, pour celles que tout le monde ne lit pas."),
    )
    status = models.CharField(
        _("état"), max_length=20, choices=SolutionStatus, default=SolutionStatus.DRAFT, editable=False
    )
    moderation_reason = models.TextField(_("motif de la modération"), blank=True, editable=False)
    moderation_reason_key = models.CharField(
        _("raison de la liste"), max_length=60, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    approved_version = models.PositiveIntegerField(_("version relue"), null=True, blank=True, editable=False)
    # Names the page of a new draft: sent twice, it makes one.
    form_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    submitted_at = models.DateTimeField(_("soumise le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archivée le"), null=True, blank=True, editable=False)
    amended_at = models.DateTimeField(
        _("modifiée après publication le"), null=True, blank=True, editable=False
    )
    # The yearly « toujours valable ? »: without an answer the sheet is marked, then archived.
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True, editable=False)
    confirmation_asked_at = models.DateTimeField(
        _("confirmation demandée le"), null=True, blank=True, editable=False
    )
    to_confirm_since = models.DateTimeField(_("à confirmer depuis"), null=True, blank=True, editable=False)

    search_plain = models.GeneratedField(
        expression=plain("title"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("keywords", weight="A", config=CONFIG)
        + SearchVector("problem_solved", weight="B", config=CONFIG)
        + SearchVector("description", weight="C", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # A few of the runs of three words of its texts, by which near-same sheets are found (suppliers/duplicates.py).
    shingles = models.GeneratedField(
        verbose_name=_("suites de mots comparées"),
        expression=Func(BEGINNING, function="suppliers_shingles"),
        output_field=ArrayField(models.IntegerField()),
        db_persist=True,
    )

    # Written by PostgreSQL (reference/list_keys.py).
    place_keys = keys_field(_("lieux, pour les listes"))
    subject_keys = keys_field(_("sujets, pour les listes"))

    objects = SolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="suppliers_solution_list"),
            GinIndex(fields=["search"], name="suppliers_solution_search"),
            GinIndex(OpClass("search_plain", "gin_trgm_ops"), name="suppliers_solution_trigram"),
            GinIndex(fields=["shingles"], name="suppliers_solution_shingles"),
            models.Index(
                HOLDS_SINCE, condition=Q(status=SolutionStatus.PUBLISHED), name="suppliers_solution_holds"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SolutionStatus.values), name="suppliers_solution_status"
            ),
            models.CheckConstraint(
                condition=~Q(status=SolutionStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="suppliers_solution_published_has_date",
            ),
            models.CheckConstraint(
                condition=Q(trl__isnull=True) | Q(trl__range=(1, 9)),
                name="suppliers_solution_trl",
                violation_error_message=_("Le TRL va de 1 à 9."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("Sans titre"))

    @property
    def reference(self):
        """« S-42 »: what a person quotes when writing about this solution."""
        return reference_of(self.pk)

    @property
    def tone(self):
        return SOLUTION_TONES[self.status]

    @property
    def trl_label(self):
        """« TRL 8 – un produit : … », or "" when not answered."""
        return str(TRL(self.trl).label) if self.trl else ""

    @property
    def is_editable(self):
        return self.status in EDITABLE_SOLUTION

    @property
    def is_published(self):
        return self.status == SolutionStatus.PUBLISHED

    @property
    def awaits_review(self):
        """True when a published text changed since a moderator read it."""
        return (
            self.is_published and self.approved_version is not None and self.approved_version < self.version
        )

    @property
    def holds_since(self):
        """When somebody last said that it is true: its publication at least."""
        return self.confirmed_at or self.published_at

    @property
    def is_to_confirm(self):
        """True when its company did not say in time that it still holds."""
        return self.is_published and self.to_confirm_since is not None

    @property
    def keyword_list(self):
        return [word.strip() for word in self.keywords.split(",") if word.strip()]
