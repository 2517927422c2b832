"""SolutionReference: who already uses a solution, since when, with which result."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from suppliers.models.solutions import Solution

# What is never public: given on request alone, as long as the person agrees.
CONTACT = ("contact_name", "contact_email", "consent_by", "consent_on")


class SolutionReferenceQuerySet(models.QuerySet):
    def for_list(self):
        """The latest first."""
        return self.order_by("-year", "-pk")


class SolutionReference(models.Model):
    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="reference_rows", verbose_name=_("solution")
    )
    who = models.CharField(_("qui s'en sert"), max_length=160)
    year = models.PositiveSmallIntegerField(
        _("année"), validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    day = models.DateField(_("date"), null=True, blank=True)
    result = models.TextField(_("résultat"))
    contact_name = models.CharField(_("personne à contacter"), max_length=120, blank=True)
    contact_email = models.EmailField(_("son adresse électronique"), blank=True)
    consent_by = models.CharField(_("qui a donné son accord"), max_length=160, blank=True)
    consent_on = models.DateField(_("accord donné le"), null=True, blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = SolutionReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("référence d'une solution")
        verbose_name_plural = _("références des solutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_name="", contact_email="", consent_by="", consent_on=None)
                | (
                    ~Q(contact_name="")
                    & ~Q(contact_email="")
                    & ~Q(consent_by="")
                    & Q(consent_on__isnull=False)
                ),
                name="suppliers_solutionreference_consent",
                violation_error_message=_(
                    "Une personne à contacter se note avec son adresse et son accord, daté."
                ),
            )
        ]

    def __str__(self):
        return self.who

    @property
    def when(self):
        """« 2024 », or « 15/03/2024 » where the day is known: what a person typed."""
        return format_date(self.day, "d/m/Y") if self.day else str(self.year)

    @property
    def has_contact(self):
        return self.contact_name != ""
