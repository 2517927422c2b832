"""Need: what a public buyer wants to reach."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buyers.models import PublicBuyer
from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import is_moderator, membership_of, wrote_while_waiting
from grandest_portal.core.fields import WebAddressField
from grandest_portal.core.search import CONFIG, plain
from grandest_portal.reference.list_keys import keys_field
from grandest_portal.reference.models import CPVCode, Territory
from needs.enums import (
    AWAITING_EXIT,
    EDITABLE_NEED,
    FINISHED_NEED,
    PUBLIC_NEED,
    AcceptedMaturity,
    BudgetBand,
    ExchangeLanguage,
    ForeignLanguage,
    NeedSource,
    NeedStatus,
    Procedure,
)

# What the public list filters and counts besides the state: read from its indexes alone.
COUNTED = [
    *("place_keys", "subject_keys", "budget_band", "procedure", "maturity", "languages"),
    *("sourcing_open_until", "buyer"),
]
# More than any row shows.
START_SHOWN = 400


def french_only():
    """The languages of exchanges of a new need."""
    return [ExchangeLanguage.FRENCH.value]


def prepared_by(user):
    """All needs of the buyer once one speaks for it; while the request waits, one's own texts only.

    Anybody may ask to represent an organisation: asking alone must not open its unpublished needs.
    """
    membership = membership_of(user)
    if membership is None:
        return Q(pk__in=[])
    rows = Q(buyer__organisation=membership.organisation_id)
    return rows if membership.is_approved else rows & wrote_while_waiting(membership)


class NeedQuerySet(models.QuerySet):
    def published(self):
        """Needs open to exchanges."""
        return self.filter(status=NeedStatus.PUBLISHED)

    def public(self):
        return self.filter(status__in=PUBLIC_NEED)

    def awaiting_moderation(self):
        return self.filter(status=NeedStatus.SUBMITTED)

    def of(self, organisation):
        return self.filter(buyer__organisation=organisation)

    def prepared_by(self, user):
        """The rows that `user` may prepare, whatever their state; the trash apart."""
        return self.filter(prepared_by(user), trashed_at=None)

    def in_trash_of(self, user):
        """The drafts that `user` may take out of the trash."""
        return self.filter(prepared_by(user), trashed_at__isnull=False)

    def trashed_before(self, at):
        return self.filter(trashed_at__lt=at)

    def visible_to(self, user):
        """Public ones for everybody, all but drafts for moderators, and those that one may prepare."""
        rows = ~Q(status=NeedStatus.DRAFT) if is_moderator(user) else Q(status__in=PUBLIC_NEED)
        return self.filter(rows | prepared_by(user), trashed_at=None)

    def awaiting_review(self):
        """Public ones whose text changed since a moderator read it, whatever became of them since."""
        return self.public().filter(approved_version__lt=F("version"))

    def window_over(self, on):
        """Published needs whose sourcing window ended before the date `on`."""
        return self.published().filter(sourcing_open_until__lt=on)

    def for_list(self):
        return self.select_related("buyer", "buyer__organisation").order_by("-published_at", "-pk")

    def for_rows(self):
        """What a row of a list shows, without the long texts: of the expected result its beginning alone."""
        rows = self.select_related("buyer", "buyer__organisation").prefetch_related("territories")
        rows = rows.annotate(result_start=Left("expected_result", START_SHOWN))
        return rows.defer("current_situation", "expected_result", "constraints", "search", "search_plain")


class Need(models.Model):
    buyer = models.ForeignKey(
        PublicBuyer, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("acheteur")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rédigé par")
    )
    title = models.CharField(_("titre"), max_length=160)
    summary = models.TextField(_("résumé"), blank=True)
    current_situation = models.TextField(_("situation actuelle"), blank=True)
    expected_result = models.TextField(_("résultat attendu"), blank=True)
    constraints = models.TextField(_("contraintes"), blank=True)
    cpv = models.ManyToManyField(CPVCode, blank=True, related_name="needs", verbose_name=_("codes CPV"))
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="needs", verbose_name=_("territoire d'exécution")
    )
    budget_band = models.CharField(
        _("ordre de grandeur du budget"), max_length=10, choices=BudgetBand, default=BudgetBand.UNKNOWN
    )
    procedure = models.CharField(
        _("procédure envisagée"), max_length=30, choices=Procedure, default=Procedure.UNDECIDED
    )
    planned_on = models.DateField(_("consultation envisagée le"), null=True, blank=True)
    sourcing_days = models.PositiveSmallIntegerField(
        _("durée des échanges, en jours ouvrés"), null=True, blank=True
    )
    short_window_reason = models.TextField(_("raison d'échanges plus courts"), blank=True)
    sourcing_open_until = models.DateField(_("échanges ouverts jusqu'au"), null=True, blank=True)
    questions_open_until = models.DateField(_("questions reçues jusqu'au"), null=True, blank=True)
    maturity = models.CharField(
        _("maturité acceptée"), max_length=20, choices=AcceptedMaturity, default=AcceptedMaturity.ANY
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=ExchangeLanguage),
        verbose_name=_("langues acceptées dans les échanges"),
        default=french_only,
        blank=True,
    )
    foreign_summary = models.TextField(_("résumé en allemand ou en anglais"), blank=True)
    foreign_language = models.CharField(
        _("langue de ce résumé"), max_length=2, choices=ForeignLanguage, blank=True
    )
    contact_name = models.CharField(_("personne à contacter"), max_length=120, blank=True)
    contact_role = models.CharField(_("fonction ou service"), max_length=120, blank=True)

    status = models.CharField(
        _("état"), max_length=20, choices=NeedStatus, default=NeedStatus.DRAFT, editable=False
    )
    moderation_reason = models.TextField(_("motif de la modération"), blank=True, editable=False)
    moderation_reason_key = models.CharField(
        _("raison de la liste"), max_length=60, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # {field: the version in which it last changed}: who edits another answer of the same text is in nobody's way.
    # A field that is absent was answered by nobody: it holds what a new draft begins with.
    changed_in = models.JSONField(default=dict, editable=False)
    form_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    approved_version = models.PositiveIntegerField(_("version relue"), null=True, blank=True, editable=False)
    # Until when its buyer's people know of questions, interests and joins: what came later waits for one mail.
    dialog_told_at = models.DateTimeField(
        _("acheteur prévenu jusqu'au"), null=True, blank=True, editable=False
    )
    amended_at = models.DateTimeField(
        _("modifié après publication le"), null=True, blank=True, editable=False
    )
    model_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("repris du besoin"),
    )
    trashed_at = models.DateTimeField(_("mis à la corbeille le"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    submitted_at = models.DateTimeField(_("soumis le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True, editable=False)

    consultation_url = WebAddressField(_("lien vers la consultation"), blank=True, max_length=500)
    consultation_deadline = models.DateTimeField(_("date limite de la consultation"), null=True, blank=True)
    direct_purchase_article = models.CharField(_("fondement de l'achat direct"), max_length=120, blank=True)
    direct_purchase_reason = models.TextField(_("raisons de l'achat direct"), blank=True)
    abandon_reason = models.TextField(_("raisons de l'abandon"), blank=True)
    awarded_to = models.CharField(_("titulaire"), max_length=200, blank=True)
    awarded_on = models.DateField(_("attribué le"), null=True, blank=True)
    no_award_reason = models.TextField(_("raisons de l'absence d'attribution"), blank=True)
    outcome_asked_at = models.DateTimeField(_("issue demandée le"), null=True, blank=True, editable=False)
    outcome_at = models.DateTimeField(_("issue dite le"), null=True, blank=True, editable=False)
    award_notice_url = WebAddressField(_("avis d'attribution"), blank=True, max_length=500)

    source = models.CharField(
        _("origine"), max_length=10, choices=NeedSource, default=NeedSource.PORTAL, editable=False
    )
    source_id = models.CharField(_("numéro d'origine"), max_length=60, blank=True, editable=False)
    source_url = WebAddressField(_("page d'origine"), blank=True, max_length=500, editable=False)
    source_buyer = models.CharField(_("acheteur d'origine"), max_length=200, blank=True, editable=False)

    search_plain = models.GeneratedField(
        expression=plain("title"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("summary", weight="B", config=CONFIG)
        + SearchVector("current_situation", weight="C", config=CONFIG)
        + SearchVector("expected_result", weight="C", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # Written by PostgreSQL (reference/list_keys.py).
    place_keys = keys_field(_("lieux, pour les listes"))
    subject_keys = keys_field(_("sujets, pour les listes"))

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], include=COUNTED, name="needs_need_list"),
            models.Index(
                fields=["-published_at", "-id"],
                include=["status", *COUNTED],
                condition=Q(status__in=sorted(PUBLIC_NEED)),
                name="needs_need_public_list",
            ),
            models.Index(
                fields=["status", "sourcing_open_until", "-published_at", "-id"], name="needs_need_by_closing"
            ),
            models.Index(fields=["sourcing_open_until"], name="needs_need_window"),
            GinIndex(fields=["search"], name="needs_need_search"),
            GinIndex(OpClass("search_plain", "gin_trgm_ops"), name="needs_need_trigram"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=NeedStatus.values), name="needs_need_status"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(PUBLIC_NEED)) | Q(published_at__isnull=False),
                name="needs_need_public_has_date",
            ),
            models.CheckConstraint(
                condition=Q(source=NeedSource.OPEN_DATA) | Q(buyer__isnull=False), name="needs_need_has_buyer"
            ),
            models.CheckConstraint(
                condition=~Q(status=NeedStatus.CONSULTATION) | ~Q(consultation_url=""),
                name="needs_need_consultation_has_link",
                violation_error_message=_("Une consultation lancée a un lien."),
            ),
            models.CheckConstraint(
                condition=~Q(status=NeedStatus.DIRECT_PURCHASE) | ~Q(direct_purchase_article=""),
                name="needs_need_direct_purchase_has_article",
                violation_error_message=_("Un achat direct a un fondement."),
            ),
            models.CheckConstraint(
                condition=Q(maturity__in=AcceptedMaturity.values), name="needs_need_maturity"
            ),
            models.CheckConstraint(
                condition=Q(foreign_summary="", foreign_language="")
                | (~Q(foreign_summary="") & Q(foreign_language__in=ForeignLanguage.values)),
                name="needs_need_foreign_summary",
                violation_error_message=_("Un résumé en langue étrangère dit dans quelle langue il est."),
            ),
            models.CheckConstraint(
                condition=Q(trashed_at=None) | Q(status=NeedStatus.DRAFT),
                name="needs_need_trash_holds_drafts",
                violation_error_message=_("Seul un brouillon se met à la corbeille."),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=Q(source=NeedSource.OPEN_DATA),
                name="needs_need_source_once",
                violation_error_message=_("Cet enregistrement est déjà importé."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("Sans titre"))

    @property
    def reference(self):
        """« B-42 »: what a person quotes when writing about this need."""
        return f"B-{self.pk}"

    @property
    def is_editable(self):
        return self.status in EDITABLE_NEED

    @property
    def is_public(self):
        return self.status in PUBLIC_NEED

    @property
    def is_open(self):
        return self.status == NeedStatus.PUBLISHED

    @property
    def awaits_review(self):
        """True when a public text changed since a moderator read it; the end of the exchanges spares it nothing."""
        return self.is_public and self.approved_version is not None and self.approved_version < self.version

    @property
    def ended_before_deadline(self):
        """True when its outcome was said before the deadline of its consultation: nobody can answer that one."""
        deadline = self.consultation_deadline
        if deadline is None or self.status not in FINISHED_NEED:
            return False
        early = self.outcome_at is not None and self.outcome_at < deadline
        return early or (self.awarded_on is not None and self.awarded_on < timezone.localdate(deadline))

    @property
    def takes_answers(self):
        """True until the buyer has said what follows: what was asked in time is answered after the window too."""
        return self.status in AWAITING_EXIT

    @property
    def in_short(self):
        """What a list shows of it: its summary, else the result that is expected."""
        return self.summary or (self.result_start if hasattr(self, "result_start") else self.expected_result)

    @property
    def buyer_name(self):
        return str(self.buyer.organisation) if self.buyer_id else self.source_buyer
