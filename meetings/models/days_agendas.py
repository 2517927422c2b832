"""Which version of a timetable each person was told, and what an organiser wrote to those who come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from meetings.days.letter_enums import Audience
from meetings.models.days import Day
from meetings.models.days_plans import DayPlan
from meetings.models.days_registrations import DayPerson


class DayAgendaTold(models.Model):
    """A mail with their agenda was written to this person for this version: once, however often the task runs."""

    person = models.ForeignKey(
        DayPerson, models.CASCADE, related_name="agendas_told", verbose_name=_("personne")
    )
    plan = models.ForeignKey(DayPlan, models.CASCADE, related_name="agendas_told", verbose_name=_("planning"))
    told_at = models.DateTimeField(_("dit le"))
    # The day does not take place: the person was told to take these meetings out of the calendar.
    taken_out_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda envoyé")
        verbose_name_plural = _("agendas envoyés")
        constraints = [
            models.UniqueConstraint(fields=["person", "plan"], name="meetings_dayagendatold_once"),
        ]

    def __str__(self):
        return f"{self.person_id} – {self.plan_id}"


class DayAgendaFile(models.Model):
    """All agendas of a published version in one PDF, made by a worker; it goes with the version, or with a name in it
    that is erased."""

    plan = models.OneToOneField(
        DayPlan, models.CASCADE, related_name="agenda_file", verbose_name=_("planning")
    )
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    made_at = models.DateTimeField(_("préparé le"), null=True, blank=True)
    failed_at = models.DateTimeField(_("sans résultat le"), null=True, blank=True)
    content = models.BinaryField(_("fichier"), default=bytes)

    class Meta:
        verbose_name = _("fichier des agendas d'une journée")
        verbose_name_plural = _("fichiers des agendas des journées")

    def __str__(self):
        return f"{self.plan_id}"


class DayLetter(models.Model):
    """What the organiser wrote to the people of a day: kept as sent. `recipients` is how many were to receive it."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="letters", verbose_name=_("journée"))
    audience = models.CharField(_("à qui"), max_length=10, choices=Audience)
    subject = models.CharField(_("objet"), max_length=120)
    text = models.TextField(_("texte"))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("écrit par")
    )
    recipients = models.PositiveIntegerField(_("destinataires"))
    written_on = models.DateField(_("écrit le"))
    written_at = models.DateTimeField(_("écrit à"))
    sent_at = models.DateTimeField(_("envoyé à"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message aux inscrits d'une journée")
        verbose_name_plural = _("messages aux inscrits des journées")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="meetings_dayletter_audience"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(subject=""), name="meetings_dayletter_words"),
        ]

    def __str__(self):
        return self.subject
