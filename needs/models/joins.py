"""NeedJoin: another buyer says in public that it has the same need."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buyers.models import PublicBuyer
from grandest_portal.accounts.models import User
from needs.models.needs import Need


class NeedJoinQuerySet(models.QuerySet):
    def live(self):
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """In the order in which buyers joined."""
        return self.select_related("buyer__organisation").order_by("created_at", "pk")


class NeedJoin(models.Model):
    """« Même besoin chez nous »: how much and when, said by a buyer that did not write the need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="joins", verbose_name=_("besoin"))
    buyer = models.ForeignKey(PublicBuyer, models.PROTECT, related_name="joins", verbose_name=_("acheteur"))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rédigé par")
    )
    volume = models.CharField(_("volume"), max_length=200)
    wanted_on = models.DateField(_("envisagé pour le"), null=True, blank=True)
    created_at = models.DateTimeField(_("rejoint le"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)

    objects = NeedJoinQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin rejoint")
        verbose_name_plural = _("besoins rejoints")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "buyer"],
                condition=Q(withdrawn_at=None),
                name="needs_needjoin_one_live",
                violation_error_message=_("Votre organisation a déjà rejoint ce besoin."),
            )
        ]

    def __str__(self):
        return f"{self.need_id} – {self.buyer_id}"
