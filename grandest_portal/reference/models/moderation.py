"""What moderators choose from: reasons told to people, and the rules that ask for a second look. Edited by people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import ReasonUse, SensitiveTest
from grandest_portal.reference.models.dated import (
    KEY_HELP,
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)

KINDS_HELP = _("Noms séparés par des virgules : need, solution, company, meeting… Vide : pour tout.")


class ForKindsQuerySet(DatedQuerySet):
    def offered(self, kind, on):
        """Those that people may use for things of a `kind` on the date `on`."""
        rows = self.in_force(on).filter(Q(kinds=[]) | Q(kinds__contains=[kind]), enabled=True)
        return rows.order_by("position", "label", "pk")


def kinds_field():
    return ArrayField(
        models.SlugField(max_length=20),
        verbose_name=_("types de contenus"),
        default=list,
        blank=True,
        help_text=KINDS_HELP,
    )


class ModerationReason(models.Model):
    """A reason that people choose: who moderates, who reports, who judges a match. The same words for all."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    uses = ArrayField(models.CharField(max_length=10, choices=ReasonUse), verbose_name=_("sert à"))
    kinds = kinds_field()
    label = models.CharField(_("libellé court"), max_length=120)
    text = models.TextField(_("texte, tel que la personne le lira"))
    source = models.CharField(_("règle, source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(
        _("rang"), default=100, help_text=_("Le plus petit en premier.")
    )
    enabled = models.BooleanField(_("proposé"), default=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ForKindsQuerySet.as_manager()

    class Meta:
        verbose_name = _("raison de modération")
        verbose_name_plural = _("raisons de modération")
        constraints = [
            one_per_start("reference_moderationreason_start"),
            ends_after_start("reference_moderationreason_period"),
            no_overlap("reference_moderationreason_no_overlap"),
            models.CheckConstraint(
                condition=Q(uses__contained_by=ReasonUse.values) & Q(uses__len__gt=0),
                name="reference_moderationreason_uses",
                violation_error_message=_("Dites au moins à quoi sert cette raison."),
            ),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        check_period(self)


class SensitiveRule(models.Model):
    """When it holds for a thing that awaits publication, two moderators look at it."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    kinds = kinds_field()
    test = models.CharField(_("ce qui est regardé"), max_length=20, choices=SensitiveTest)
    values = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("valeurs"),
        default=list,
        blank=True,
        help_text=_(
            "Séparées par des virgules. Mots : les mots cherchés ; budget et procédure : les clés des choix "
            "concernés ; les autres n'en ont pas besoin."
        ),
    )
    label = models.CharField(_("phrase montrée à la modération"), max_length=200)
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    enabled = models.BooleanField(_("appliquée"), default=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ForKindsQuerySet.as_manager()

    class Meta:
        verbose_name = _("règle de second regard")
        verbose_name_plural = _("règles de second regard")
        constraints = [
            one_per_start("reference_sensitiverule_start"),
            ends_after_start("reference_sensitiverule_period"),
            no_overlap("reference_sensitiverule_no_overlap"),
            models.CheckConstraint(
                condition=Q(test__in=SensitiveTest.values), name="reference_sensitiverule_test"
            ),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        check_period(self)
