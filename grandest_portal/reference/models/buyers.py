"""Who is likely to be a public buyer: legal forms and mail domains, dated, edited by people. Clues, never proof."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import BuyerStanding, DomainNature
from grandest_portal.reference.models.dated import (
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)

DOMAIN = RegexValidator(
    r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$",
    _("Écrivez le domaine seul, en minuscules et sans « @ » : par exemple grandest.fr."),
)


class LegalForm(models.Model):
    """A « catégorie juridique » of INSEE (level III), and whether such a body buys as a public buyer."""

    key = models.CharField(
        _("code"), max_length=4, validators=[RegexValidator(r"^[0-9]{4}$", _("Donnez quatre chiffres."))]
    )
    label = models.CharField(_("libellé"), max_length=200)
    standing = models.CharField(_("acheteur public ?"), max_length=10, choices=BuyerStanding)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note, source"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("forme juridique")
        verbose_name_plural = _("formes juridiques")
        constraints = [
            one_per_start("reference_legalform_start"),
            ends_after_start("reference_legalform_period"),
            no_overlap("reference_legalform_no_overlap"),
            models.CheckConstraint(
                condition=Q(standing__in=BuyerStanding.values), name="reference_legalform_standing"
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.label}"

    def clean(self):
        check_period(self)


class MailDomain(models.Model):
    """A domain of mail addresses, its subdomains included: a buyer's own, or a provider's for everybody."""

    key = models.CharField(_("domaine"), max_length=100, validators=[DOMAIN])
    nature = models.CharField(_("nature"), max_length=10, choices=DomainNature)
    holder = models.CharField(_("à qui"), max_length=200)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note, source"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("domaine de courriel")
        verbose_name_plural = _("domaines de courriel")
        constraints = [
            one_per_start("reference_maildomain_start"),
            ends_after_start("reference_maildomain_period"),
            no_overlap("reference_maildomain_no_overlap"),
            models.CheckConstraint(
                condition=Q(nature__in=DomainNature.values), name="reference_maildomain_nature"
            ),
        ]

    def __str__(self):
        return f"{self.key} ({self.holder})"

    def clean(self):
        check_period(self)
