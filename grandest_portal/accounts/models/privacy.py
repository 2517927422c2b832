"""What people were told about their data: which version of a notice, which warning before an erasure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models.people import User


class NoticeAcceptance(models.Model):
    """A person was shown a version of a notice (a Wording of the reference, known by its first day).

    It is information, not consent: the service rests on a task in the public interest.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("personne"))
    key = models.SlugField(_("notice"), max_length=60, db_index=False)
    version = models.DateField(_("version du"))
    accepted_at = models.DateTimeField(_("lue le"))

    class Meta:
        verbose_name = _("notice lue")
        verbose_name_plural = _("notices lues")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key", "version"],
                name="accounts_notice_once",
                violation_error_message=_("Cette version est déjà lue."),
            )
        ]

    def __str__(self):
        return f"{self.key} ({self.version:%d/%m/%Y})"


class InactivityNotice(models.Model):
    """The warnings given to a person who does not log in any more; gone as soon as they do."""

    user = models.OneToOneField(
        User, models.CASCADE, related_name="inactivity", primary_key=True, verbose_name=_("personne")
    )
    last_seen = models.DateTimeField(_("dernière connexion"))
    erase_on = models.DateField(_("effacement prévu le"))
    first_told_at = models.DateTimeField(_("premier avertissement"))
    second_told_at = models.DateTimeField(_("second avertissement"), null=True, blank=True)
    held_at = models.DateTimeField(_("retenu, modération prévenue"), null=True, blank=True)

    class Meta:
        verbose_name = _("avertissement d'inactivité")
        verbose_name_plural = _("avertissements d'inactivité")
        indexes = [models.Index(fields=["erase_on"], name="accounts_inactivity_due")]

    def __str__(self):
        return f"{self.user_id} – {self.erase_on:%d/%m/%Y}"
