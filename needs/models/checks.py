"""What buyers answer to the drafting checks: a finding that they justify, a question that they answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from needs.enums import CheckAnswerValue
from needs.models.needs import Need


class JustificationQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("author").order_by("check_code", "created_at", "pk")


class CheckJustification(models.Model):
    """Why a finding stays as it is. It stands as long as the sentence concerned (`digest`) stays the same."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="justifications", verbose_name=_("besoin"), editable=False
    )
    check_code = models.CharField(_("vérification"), max_length=12)
    digest = models.CharField(_("empreinte de la phrase"), max_length=64, editable=False)
    sentence = models.TextField(_("phrase concernée"), blank=True)
    text = models.TextField(_("justification"))
    existing_equipment = models.BooleanField(_("matériel ou logiciel déjà en place"), null=True, blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    need_version = models.PositiveIntegerField(_("version du besoin"))
    created_at = models.DateTimeField(_("le"))

    objects = JustificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("justification d'une vérification")
        verbose_name_plural = _("justifications de vérifications")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "check_code", "digest"],
                name="needs_justification_once",
                violation_error_message=_("Cette phrase est déjà justifiée."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="needs_justification_written",
                violation_error_message=_("Une justification s'écrit."),
            ),
        ]

    def __str__(self):
        return f"{self.check_code} – B-{self.need_id}"


class AnswerQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("author").order_by("check_code", "pk")


class CheckAnswer(models.Model):
    """What the buyer answers to a check that a person judges, while the consultation is prepared."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="check_answers", verbose_name=_("besoin"), editable=False
    )
    check_code = models.CharField(_("vérification"), max_length=12)
    answer = models.CharField(_("réponse"), max_length=14, choices=CheckAnswerValue)
    note = models.TextField(_("note"), blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    answered_at = models.DateTimeField(_("le"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse à une vérification")
        verbose_name_plural = _("réponses aux vérifications")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "check_code"],
                name="needs_check_answer_once",
                violation_error_message=_("Cette question a déjà une réponse : changez-la."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=CheckAnswerValue.values),
                name="needs_check_answer_words",
                violation_error_message=_("Répondez oui, non ou sans objet."),
            ),
        ]

    def __str__(self):
        return f"{self.check_code} – B-{self.need_id}"
