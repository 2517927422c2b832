"""Interest: a company, alone or with others, says that a need concerns it; the buyer owes everyone an answer."""

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import approved_organisation_of
from needs.enums import ENDED_NEED, ConsortiumStatus, InterestStatus
from needs.models.needs import Need
from suppliers.models import Company, Solution

LONGEST_NOTE = 600
LONGEST_INTEREST_ANSWER = 3000


class InterestQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status=InterestStatus.DECLARED)

    def due(self):
        """Live ones without an answer, as long as their need has not ended: the window changes nothing."""
        return self.live().filter(answered_at=None).exclude(need__status__in=ENDED_NEED)

    def due_from(self, buyer):
        return self.due().filter(need__buyer=buyer)

    def of_company(self, company):
        """Declared by the company, or with it: invited or confirmed."""
        joined = InterestPartner.objects.taking_part().filter(company=company)
        return self.filter(Q(company=company) | Q(pk__in=joined.values("interest")))

    def visible_to(self, user):
        """To approved people of the companies that take part; the buyer reads its own list."""
        company = getattr(approved_organisation_of(user), "company", None)
        return self.none() if company is None else self.of_company(company)

    def for_list(self):
        return self.for_buyer().order_by("-created_at", "-pk")

    def for_buyer(self):
        """In the order in which they were declared."""
        partners = InterestPartner.objects.select_related("company__organisation").order_by("pk")
        return (
            self.select_related("need__buyer__organisation", "company__organisation", "solution", "author")
            .prefetch_related(Prefetch("partners", partners))
            .order_by("created_at", "pk")
        )


class Interest(models.Model):
    need = models.ForeignKey(Need, models.PROTECT, related_name="interests", verbose_name=_("besoin"))
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="interests", verbose_name=_("entreprise")
    )
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("solution")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("déclaré par")
    )
    note = models.TextField(_("note"), max_length=LONGEST_NOTE)
    status = models.CharField(
        _("état"), max_length=10, choices=InterestStatus, default=InterestStatus.DECLARED, editable=False
    )
    created_at = models.DateTimeField(_("déclaré le"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("réponse de"),
    )
    answer = models.TextField(
        _("réponse de l'acheteur"), max_length=LONGEST_INTEREST_ANSWER, blank=True, editable=False
    )
    meeting_at = models.DateTimeField(_("rendez-vous le"), null=True, blank=True, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("intérêt")
        verbose_name_plural = _("intérêts")
        indexes = [
            models.Index(fields=["need", "created_at", "id"], name="needs_interest_of_need"),
            models.Index(fields=["company", "-created_at", "-id"], name="needs_interest_of_company"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "company"],
                condition=Q(status=InterestStatus.DECLARED),
                name="needs_interest_one_live",
                violation_error_message=_("Votre entreprise a déjà déclaré son intérêt pour ce besoin."),
            ),
            models.CheckConstraint(
                condition=Q(status=InterestStatus.DECLARED, withdrawn_at=None)
                | Q(status=InterestStatus.WITHDRAWN, withdrawn_at__isnull=False),
                name="needs_interest_withdrawal",
                violation_error_message=_("Un intérêt retiré a une date de retrait."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False, read_at__isnull=False) & ~Q(answer="")),
                name="needs_interest_answer",
                violation_error_message=_(
                    "Une réponse a un texte et une date ; ce qui a une réponse est lu."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="needs_interest_note",
                violation_error_message=_("Un intérêt déclaré a une note."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« I-42 »: what a person quotes when writing about this interest."""
        return f"I-{self.pk}"

    @property
    def is_live(self):
        return self.status == InterestStatus.DECLARED

    @property
    def is_due(self):
        return self.is_live and self.answered_at is None and self.need.status not in ENDED_NEED


class InterestPartnerQuerySet(models.QuerySet):
    def taking_part(self):
        return self.filter(status__in=[ConsortiumStatus.INVITED, ConsortiumStatus.CONFIRMED])

    def to_confirm_by(self, company):
        """Invitations that the company may still answer with a yes."""
        return self.filter(
            company=company,
            status=ConsortiumStatus.INVITED,
            interest__in=Interest.objects.live().filter(need__in=Need.objects.published()),
        )

    def for_list(self):
        return self.select_related(
            "company__organisation", "interest__company__organisation", "interest__need__buyer__organisation"
        ).order_by("invited_at", "pk")


class InterestPartner(models.Model):
    """Another company in a joint interest; it confirms by a person of its own."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="partners", verbose_name=_("intérêt"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("entreprise"))
    status = models.CharField(
        _("état"), max_length=10, choices=ConsortiumStatus, default=ConsortiumStatus.INVITED, editable=False
    )
    invited_at = models.DateTimeField(_("invitée le"), auto_now_add=True)
    told_at = models.DateTimeField(_("prévenue le"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("réponse de"),
    )

    objects = InterestPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre d'un groupement")
        verbose_name_plural = _("membres de groupements")
        constraints = [
            models.UniqueConstraint(
                fields=["interest", "company"],
                name="needs_interestpartner_once",
                violation_error_message=_("Cette entreprise est déjà invitée dans ce groupement."),
            ),
            models.CheckConstraint(
                condition=Q(status=ConsortiumStatus.INVITED, answered_at=None)
                | Q(
                    status__in=[ConsortiumStatus.CONFIRMED, ConsortiumStatus.DECLINED],
                    answered_at__isnull=False,
                ),
                name="needs_interestpartner_answer",
            ),
        ]

    def __str__(self):
        return f"{self.interest_id} · {self.company}"

    @property
    def is_invited(self):
        return self.status == ConsortiumStatus.INVITED

    @property
    def is_confirmed(self):
        return self.status == ConsortiumStatus.CONFIRMED
