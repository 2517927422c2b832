"""Minutes of a meeting about a need: one grid of questions for all the companies of the need, answers, free text."""

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.reference.models.dated import (
    KEY_HELP,
    check_period,
    ends_after_start,
    no_overlap,
    one_per_start,
)
from grandest_portal.reference.models.innovation import OfferedQuerySet
from meetings.enums import MinutesStatus
from meetings.models.meetings import Meeting
from needs.models import Need


class MinutesQuestion(models.Model):
    """One question that every grid begins with, during a period; people edit them in the admin."""

    key = models.SlugField(_("clé"), max_length=60, help_text=KEY_HELP, db_index=False)
    wording = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("aide"), max_length=300, blank=True)
    source = models.CharField(_("texte, source"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    enabled = models.BooleanField(_("posée"), default=True)
    starts_on = models.DateField(_("en vigueur du"))
    ends_on = models.DateField(
        _("en vigueur au"), null=True, blank=True, help_text=_("Vide : sans fin connue.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        verbose_name = _("question de compte rendu")
        verbose_name_plural = _("questions de compte rendu")
        constraints = [
            one_per_start("meetings_minutesquestion_start"),
            ends_after_start("meetings_minutesquestion_period"),
            no_overlap("meetings_minutesquestion_no_overlap"),
        ]

    def __str__(self):
        return f"{self.key} ({date_format(self.starts_on, 'd/m/Y')})"

    def clean(self):
        check_period(self)


class MinutesGrid(models.Model):
    """The grid of a need. Until the first minutes the buyer adds questions (`own`); then `questions` are frozen for
    every company alike: minutes hold answers alone, and read their questions here."""

    need = models.OneToOneField(Need, models.PROTECT, related_name="minutes_grid", verbose_name=_("besoin"))
    own = models.JSONField(_("questions de l'acheteur"), default=list, blank=True)
    questions = models.JSONField(
        _("questions arrêtées"), default=list, blank=True, help_text=_("[{clé, question, aide}]")
    )
    frozen_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("grille de compte rendu")
        verbose_name_plural = _("grilles de compte rendu")
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None, questions=[]) | (Q(frozen_at__isnull=False) & ~Q(questions=[])),
                name="meetings_minutesgrid_frozen",
            ),
        ]

    def __str__(self):
        return str(self.need)


class MinutesQuerySet(models.QuerySet):
    def validated(self):
        return self.filter(status=MinutesStatus.VALIDATED)


class Minutes(models.Model):
    """A draft of the buyer, then a text that nobody changes; the company comments it once."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="minutes", verbose_name=_("rendez-vous")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commencé par")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=MinutesStatus, default=MinutesStatus.DRAFT, editable=False
    )
    answers = models.JSONField(_("réponses"), default=dict, blank=True, help_text=_("{clé: texte}"))
    text = models.TextField(_("texte libre"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    validated_at = models.DateTimeField(_("validé le"), null=True, blank=True, editable=False)
    validated_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("validé par")
    )
    comment = models.TextField(_("commentaire de l'entreprise"), blank=True)
    commented_at = models.DateTimeField(_("commenté le"), null=True, blank=True, editable=False)
    commented_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commenté par")
    )
    created_at = models.DateTimeField(_("commencé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=MinutesStatus.DRAFT, validated_at=None)
                | Q(status=MinutesStatus.VALIDATED, validated_at__isnull=False),
                name="meetings_minutes_validated",
            ),
            models.CheckConstraint(
                condition=Q(comment="", commented_at=None)
                | (Q(status=MinutesStatus.VALIDATED, commented_at__isnull=False) & ~Q(comment="")),
                name="meetings_minutes_commented",
            ),
        ]

    def __str__(self):
        return f"{self.meeting} ({self.get_status_display()})"

    @property
    def is_validated(self):
        return self.status == MinutesStatus.VALIDATED

    @property
    def questions(self):
        """The frozen questions of the need."""
        return self.meeting.need.minutes_grid.questions
