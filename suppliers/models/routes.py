"""SolutionRoute: how a solution can be bought, as its company states it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.core.fields import WebAddressField
from suppliers.enums import RouteCheck
from suppliers.models.solutions import Solution

# What the company states: a check stands for these words alone.
STATED = ("route", "holder", "reference", "link", "valid_until")


class SolutionRouteQuerySet(models.QuerySet):
    def shown(self):
        """Those that everybody reads: what a moderator did not confirm is the company's own matter."""
        return self.exclude(check_result=RouteCheck.REFUSED)

    def to_check(self):
        return self.filter(check_result="")

    def for_list(self):
        return self.select_related("solution__company__organisation").order_by("stated_at", "pk")


class SolutionRoute(models.Model):
    """`route` is the key of a reference.PurchaseRoute: the page shows the row of it that is in force."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="routes", verbose_name=_("solution"))
    route = models.CharField(_("voie d'achat"), max_length=60)
    holder = models.CharField(
        _("qui tient l'offre"), max_length=160, blank=True, help_text=_("La centrale, ou l'acheteur.")
    )
    reference = models.CharField(_("référence"), max_length=120, blank=True)
    link = WebAddressField(_("lien vers l'offre"), blank=True)
    valid_until = models.DateField(_("valable jusqu'au"), null=True, blank=True)
    stated_at = models.DateTimeField(_("déclarée le"))
    stated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("déclarée par")
    )
    check_result = models.CharField(_("vérification"), max_length=10, choices=RouteCheck, blank=True)
    check_note = models.TextField(_("ce que la modération a constaté"), blank=True)
    checked_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vérifiée par")
    )

    # The name of its way, where it was read with the row.
    way_label = ""

    objects = SolutionRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("voie d'achat déclarée")
        verbose_name_plural = _("voies d'achat déclarées")
        constraints = [
            models.CheckConstraint(
                condition=Q(check_result="", checked_at=None)
                | (Q(check_result__in=RouteCheck.values) & Q(checked_at__isnull=False)),
                name="suppliers_solutionroute_check",
            ),
            models.UniqueConstraint(
                fields=["solution", "route", "holder", "reference"],
                name="suppliers_solutionroute_once",
                violation_error_message=_(
                    "Cette voie est déjà déclarée avec la même référence : modifiez-la."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.solution} : {self.way_label or self.route}"

    @property
    def is_shown(self):
        """As `shown` says of many."""
        return self.check_result != RouteCheck.REFUSED

    def is_expired(self, on):
        """Whether the offer is over on the date `on`; its last day is included."""
        return self.valid_until is not None and self.valid_until < on
