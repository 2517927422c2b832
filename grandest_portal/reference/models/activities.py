"""Activity codes (NAF): each with the nomenclature that it belongs to, because the same digits change meaning."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The parameter that names, on a day, the nomenclature in which a new code is read.
NOMENCLATURE = "activity_nomenclature"


class ActivityCodeQuerySet(models.QuerySet):
    def for_list(self):
        return self.order_by("nomenclature", "key")

    def of(self, nomenclature):
        return self.filter(nomenclature=nomenclature)

    def label_of(self, nomenclature, key):
        """The label of a code in its nomenclature, "" for one that the lists do not hold."""
        return self.of(nomenclature).filter(key=key).values_list("label", flat=True).first() or ""


class ActivityCode(models.Model):
    """One code of one nomenclature (« 62.01Z » of « NAF rév. 2 »), as the file of the room says it."""

    nomenclature = models.CharField(_("nomenclature"), max_length=20)
    key = models.CharField(_("code"), max_length=10)
    label = models.CharField(_("libellé"), max_length=200)

    objects = ActivityCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code d'activité")
        verbose_name_plural = _("codes d'activité")
        constraints = [
            models.UniqueConstraint(fields=["nomenclature", "key"], name="reference_activitycode_key")
        ]

    def __str__(self):
        return f"{self.key} {self.label} ({self.nomenclature})"
