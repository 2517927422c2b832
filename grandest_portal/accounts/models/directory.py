"""What the public directory says of an organisation, kept for the moderator who compares."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import DirectoryOutcome, SizeClass
from grandest_portal.accounts.models.organisations import Organisation


class DirectoryRecord(models.Model):
    """The directory's last answer about the SIRET of one organisation; gone with it.

    A sole trader is a person: the street, often a home, is not kept.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="directory_record", verbose_name=_("organisation")
    )
    siret = models.CharField(_("SIRET"), max_length=14)
    outcome = models.CharField(_("résultat"), max_length=12, choices=DirectoryOutcome)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=200, blank=True)
    city = models.CharField(_("ville"), max_length=200, blank=True)
    commune_code = models.CharField(_("code de la commune"), max_length=200, blank=True)
    legal_form = models.CharField(_("forme juridique (catégorie INSEE)"), max_length=200, blank=True)
    activity = models.CharField(_("activité principale (code NAF)"), max_length=200, blank=True)
    size_class = models.CharField(_("effectif"), max_length=200, choices=SizeClass, blank=True)
    created_on = models.DateField(_("établissement créé le"), null=True, blank=True)
    closed_on = models.DateField(_("établissement fermé le"), null=True, blank=True)
    is_closed = models.BooleanField(_("établissement fermé"), default=False)
    withheld = models.BooleanField(_("diffusion refusée par la personne"), default=False)
    fetched_at = models.DateTimeField(_("réponse reçue le"), default=timezone.now)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("réponse de l'annuaire")
        verbose_name_plural = _("réponses de l'annuaire")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["found", "unknown"]), name="accounts_directoryrecord_outcome"
            )
        ]

    def __str__(self):
        return f"{self.siret} – {self.get_outcome_display()}"
