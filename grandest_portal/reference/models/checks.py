"""The drafting checks: what a good specification avoids, as the Region's lawyers word it, dated like the thresholds."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import CheckMode, CheckSeverity, CheckStage
from grandest_portal.reference.models.dated import (
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)

LONGEST_LIST = 600
LONGEST_WORD = 200
LARGEST_NUMBER = 1_000_000
NATURES = {list: _("une liste de textes"), float: _("un nombre"), str: _("un texte")}


def nature_of(value):
    """list, float or str for what a rule can read; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float if 0 <= value <= LARGEST_NUMBER else None
    if isinstance(value, str):
        return str if len(value) <= LONGEST_WORD else None
    words = isinstance(value, list) and len(value) <= LONGEST_LIST
    fine = words and all(isinstance(each, str) and 0 < len(each.strip()) <= LONGEST_WORD for each in value)
    return list if fine else None


def check_parameters(value):
    """Refuse what no rule could read; French sentences say what is expected."""
    if not isinstance(value, dict):
        raise ValidationError(_("Écrivez un objet JSON : { « nom » : valeur }."), code="shape")
    for name, content in value.items():
        if nature_of(content) is None:
            raise ValidationError(
                _(
                    "« %(name)s » : une liste de textes non vides, un nombre positif ou un texte court est attendu."
                ),
                code="nature",
                params={"name": name},
            )


class PracticeCheck(models.Model):
    """One check during a period. A new wording that must leave past needs alone is a new row, from its day on."""

    key = models.SlugField(
        _("code"), max_length=12, help_text=_("Par exemple SPE-01 : le programme le connaît."), db_index=False
    )
    theme = models.CharField(_("thème"), max_length=60)
    wording = models.TextField(_("ce qui est attendu"))
    why = models.TextField(_("pourquoi"))
    mend = models.TextField(_("comment le lever"))
    source = models.CharField(_("source"), max_length=300)
    stage = models.CharField(_("étape"), max_length=12, choices=CheckStage)
    severity = models.CharField(_("gravité"), max_length=8, choices=CheckSeverity)
    mode = models.CharField(
        _("qui juge"),
        max_length=9,
        choices=CheckMode,
        help_text=_("Sans règle connue du programme, la vérification est toujours une question."),
    )
    enabled = models.BooleanField(_("active"), default=True)
    parameters = models.JSONField(
        _("paramètres"),
        default=dict,
        blank=True,
        validators=[check_parameters],
        help_text=_("Listes de mots et nombres que la règle emploie ; leurs noms ne changent pas."),
    )
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("vérification de rédaction")
        verbose_name_plural = _("vérifications de rédaction")
        constraints = [
            one_per_start("reference_check_start"),
            ends_after_start("reference_check_period"),
            no_overlap("reference_check_no_overlap"),
            models.CheckConstraint(
                condition=models.Q(stage__in=CheckStage.values)
                & models.Q(severity__in=CheckSeverity.values)
                & models.Q(mode__in=CheckMode.values),
                name="reference_check_words",
                violation_error_message=_("Choisissez l'étape, la gravité et qui juge dans les listes."),
            ),
        ]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"

    def clean(self):
        check_period(self)
