"""What a company is asked of its innovation, and the ways to buy: wordings and legal texts, dated, edited by people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import QuestionFamily
from grandest_portal.reference.models.dated import (
    KEY_HELP,
    DatedQuerySet,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)


class OfferedQuerySet(DatedQuerySet):
    def offered(self, on):
        """Those in force on the date `on` and not put aside, in the order in which pages show them."""
        return self.in_force(on).filter(enabled=True).order_by("position", "pk")


class AssessmentQuestion(models.Model):
    """One question of the self-assessment during a period: a yes supports, it never settles.

    A new wording that must leave signed notes alone is a new row, from its day on; signed notes keep theirs anyway.
    """

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    family = models.CharField(_("famille"), max_length=8, choices=QuestionFamily)
    theme = models.CharField(
        _("thème"), max_length=80, help_text=_("Les questions d'un thème font une étape du formulaire.")
    )
    wording = models.TextField(_("question"))
    why = models.TextField(_("pourquoi elle est posée"))
    supports = models.TextField(
        _("ce qu'un oui appuie"), help_text=_("Une phrase de la note, dite au nom de l'entreprise.")
    )
    lacks = models.TextField(_("ce qui manque sans un oui"), help_text=_("Une phrase de la note."))
    proof = models.CharField(
        _("preuves possibles"),
        max_length=300,
        blank=True,
        help_text=_("Vide : aucune preuve n'est demandée."),
    )
    may_not_apply = models.BooleanField(_("« sans objet » est une réponse possible"), default=True)
    source = models.CharField(_("texte, source"), max_length=300)
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    enabled = models.BooleanField(_("posée"), default=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        verbose_name = _("question d'auto-évaluation")
        verbose_name_plural = _("questions d'auto-évaluation")
        constraints = [
            one_per_start("reference_assessmentquestion_start"),
            ends_after_start("reference_assessmentquestion_period"),
            no_overlap("reference_assessmentquestion_no_overlap"),
            models.CheckConstraint(
                condition=Q(family__in=QuestionFamily.values),
                name="reference_assessmentquestion_family",
                violation_error_message=_("Choisissez la famille dans la liste."),
            ),
        ]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"

    def clean(self):
        check_period(self)


class PurchaseRoute(models.Model):
    """One way by which a public buyer may buy, during a period; its amounts stand in the table of thresholds."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    label = models.CharField(_("libellé"), max_length=120)
    explanation = models.TextField(_("explication"))
    conditions = models.TextField(_("conditions"))
    legal_text = models.CharField(_("texte"), max_length=300)
    threshold_keys = ArrayField(
        models.SlugField(max_length=60),
        verbose_name=_("seuils"),
        default=list,
        blank=True,
        help_text=_(
            "Clés de la table des seuils, séparées par des virgules : leurs valeurs en vigueur sont lues là."
        ),
    )
    asks_offer = models.BooleanField(
        _("suppose une offre en cours"),
        default=False,
        help_text=_("L'entreprise dit alors qui la tient, avec sa référence ou son lien."),
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    enabled = models.BooleanField(_("proposée"), default=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        verbose_name = _("voie d'achat")
        verbose_name_plural = _("voies d'achat")
        constraints = [
            one_per_start("reference_purchaseroute_start"),
            ends_after_start("reference_purchaseroute_period"),
            no_overlap("reference_purchaseroute_no_overlap"),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        check_period(self)
