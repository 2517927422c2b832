"""The private address by which a calendar follows one person's meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User


class CalendarFeed(models.Model):
    """One per person; the address is stored as a SHA-256 digest alone, and shown once when it is made."""

    user = models.OneToOneField(
        User, models.CASCADE, related_name="calendar_feed", verbose_name=_("personne")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("créé le"))

    class Meta:
        verbose_name = _("agenda suivi")
        verbose_name_plural = _("agendas suivis")

    def __str__(self):
        return str(self.user_id)
