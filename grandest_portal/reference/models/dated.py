"""Figures and wordings with a date: what the law or the Region may change, people change in the admin."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import Confidence

KEY_HELP = _("Nom que le programme emploie : minuscules, chiffres et tirets bas.")


def days():
    """The days from `starts_on` to `ends_on`, both included; without end when `ends_on` is null."""
    return Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")


def no_overlap(name):
    return ExclusionConstraint(
        name=name,
        expressions=[(F("key"), RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
        violation_error_message=_(
            "Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin."
        ),
    )


def ends_after_start(name):
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=name,
        violation_error_message=_("La date de fin doit suivre la date de début."),
    )


def one_per_start(name):
    return models.UniqueConstraint(
        fields=["key", "starts_on"],
        name=name,
        violation_error_message=_("Une ligne de cette clé commence déjà à cette date : modifiez-la."),
    )


class DatedQuerySet(models.QuerySet):
    def in_force(self, on):
        """Rows in force on the date `on`, first and last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def at(self, key, on):
        """The row of `key` in force on the date `on`; LookupError when there is none."""
        row = self.in_force(on).filter(key=key).order_by("-starts_on").first()
        if row is None:
            raise LookupError(
                __("%(model)s « %(key)s » : rien en vigueur le %(on)s. Ajoutez-le dans l'administration.")
                % {"model": self.model._meta.verbose_name, "key": key, "on": date_format(on, "d/m/Y")}
            )
        return row

    def for_list(self):
        return self.order_by("key", "-starts_on")


class ParameterQuerySet(DatedQuerySet):
    def value(self, key, on):
        """The value (number, text… as in its JSON) of `key` on the date `on`; LookupError when none."""
        return self.at(key, on).value


class WordingQuerySet(DatedQuerySet):
    def in_force(self, on):
        return self.filter(starts_on__lte=on)

    def text(self, key, on):
        """The text of `key` on the date `on`: that of the latest start; LookupError when there is none."""
        return self.at(key, on).text


def check_period(row):
    # PostgreSQL cannot build a range whose end comes first: the overlap check must not be reached then.
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ValidationError({"ends_on": _("La date de fin doit suivre la date de début.")})


class Threshold(models.Model):
    """A figure of the public procurement law during a period, with the text that sets it."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    value = models.DecimalField(_("valeur"), max_digits=14, decimal_places=4)
    unit = models.CharField(_("unité"), max_length=40)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    legal_text = models.CharField(_("texte"), max_length=300)
    confidence = models.CharField(_("confiance"), max_length=6, choices=Confidence, default=Confidence.MEDIUM)
    remark = models.TextField(
        _("précision"), blank=True, help_text=_("Une phrase, montrée à côté du chiffre à qui le lit.")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Pour l'administration seule : aucune page ne la montre.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seuil")
        verbose_name_plural = _("seuils")
        constraints = [
            one_per_start("reference_threshold_start"),
            ends_after_start("reference_threshold_period"),
            no_overlap("reference_threshold_no_overlap"),
        ]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"

    def clean(self):
        check_period(self)


class Parameter(models.Model):
    """A setting of the service that no law fixes: delays, limits, bands."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    label = models.CharField(_("libellé"), max_length=200)
    value = models.JSONField(
        _("valeur"), help_text=_("Un nombre (15 ou 0.8), ou un texte entre guillemets droits.")
    )
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note, source"), blank=True)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("paramètre")
        verbose_name_plural = _("paramètres")
        constraints = [
            one_per_start("reference_parameter_start"),
            ends_after_start("reference_parameter_period"),
            no_overlap("reference_parameter_no_overlap"),
        ]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"

    def clean(self):
        check_period(self)


class Wording(models.Model):
    """A sentence that lawyers or the Region may rewrite. The latest one that has started is shown."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    text = models.TextField(_("texte"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("affiché à partir du"))

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("formulation")
        verbose_name_plural = _("formulations")
        constraints = [one_per_start("reference_wording_start")]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"
