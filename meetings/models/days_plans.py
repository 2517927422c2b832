"""The timetables of a day: each version with what it was computed from, its meetings, and who meets whom whatever the
version."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from meetings.days.plan_enums import AT_WORK, Outcome, PlanKind, PlanStatus
from meetings.models.days import Day
from meetings.models.days_registrations import DayRegistration


class DayPlanQuerySet(models.QuerySet):
    def at_work(self):
        return self.filter(status__in=AT_WORK)

    def published(self):
        """At most one for a day: the timetable that holds."""
        return self.filter(status=PlanStatus.PUBLISHED)

    def ever_public(self):
        return self.filter(published_at__isnull=False)


class DayPlan(models.Model):
    """One version. `problem` and `changes` are the plain data that the solver received (formats: docs/timetable.md),
    `answer` all that it gave but the meetings. `limit` counts the solver's work, never the clock."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="plans", verbose_name=_("journée"))
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("origine"), max_length=10, choices=PlanKind, default=PlanKind.WHOLE)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("à partir de")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=PlanStatus, default=PlanStatus.WAITING, editable=False
    )
    problem = models.JSONField(_("données du calcul"), editable=False)
    changes = models.JSONField(_("changements"), null=True, blank=True, editable=False)
    input_digest = models.CharField(_("empreinte des données"), max_length=64)
    seed = models.PositiveIntegerField(_("graine"))
    limit = models.FloatField(_("limite de calcul"))
    solver = models.CharField(_("solveur"), max_length=80, blank=True)
    answer = models.JSONField(_("résultat du calcul"), default=dict, blank=True, editable=False)
    progress = models.CharField(_("avancement"), max_length=200, blank=True, editable=False)
    failure = models.TextField(_("pourquoi sans résultat"), blank=True, editable=False)
    stop_asked_at = models.DateTimeField(_("arrêt demandé le"), null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    started_at = models.DateTimeField(_("commencé le"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("publié par")
    )
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning d'une journée")
        verbose_name_plural = _("plannings des journées")
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="meetings_dayplan_number"),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(status__in=AT_WORK),
                name="meetings_dayplan_one_at_work",
                violation_error_message=_("Un calcul est déjà en cours pour cette journée."),
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(status=PlanStatus.PUBLISHED),
                name="meetings_dayplan_one_published",
            ),
            models.CheckConstraint(condition=Q(status__in=PlanStatus.values), name="meetings_dayplan_status"),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "replaced"]) | Q(published_at__isnull=False),
                name="meetings_dayplan_published_when",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« J-4, version 2 »."""
        return _("%(day)s, version %(number)d") % {"day": self.day.reference, "number": self.number}


class DayPair(models.Model):
    """A buyer and a company that meet once in a day: the same row, and the same event of a calendar, in every version.
    `sequence` rises with each published change of its time, table or state."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="pairs", verbose_name=_("journée"))
    buyer = models.ForeignKey(
        DayRegistration, models.PROTECT, related_name="pairs_as_buyer", verbose_name=_("acheteur")
    )
    company = models.ForeignKey(
        DayRegistration, models.PROTECT, related_name="pairs_as_company", verbose_name=_("entreprise")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    outcome = models.CharField(
        _("ce qu'elle est devenue"), max_length=10, choices=Outcome, default=Outcome.PLANNED, editable=False
    )
    marked_at = models.DateTimeField(_("constaté le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rencontre d'une journée")
        verbose_name_plural = _("rencontres des journées")
        constraints = [
            models.UniqueConstraint(fields=["day", "buyer", "company"], name="meetings_daypair_once"),
            models.CheckConstraint(condition=~Q(buyer=F("company")), name="meetings_daypair_two"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="meetings_daypair_outcome"),
        ]

    def __str__(self):
        return f"{self.buyer_id} – {self.company_id}"


class DayMeeting(models.Model):
    """Where and when a pair meets in one version: slot from 0 through all dates, table from 1 through all rooms.
    `buyer_table` says which of the buyer's tables, with the people registered at it."""

    plan = models.ForeignKey(DayPlan, models.CASCADE, related_name="meetings", verbose_name=_("planning"))
    pair = models.ForeignKey(DayPair, models.PROTECT, related_name="meetings", verbose_name=_("rencontre"))
    buyer = models.ForeignKey(DayRegistration, models.PROTECT, related_name="+", verbose_name=_("acheteur"))
    company = models.ForeignKey(
        DayRegistration, models.PROTECT, related_name="+", verbose_name=_("entreprise")
    )
    buyer_table = models.PositiveSmallIntegerField(_("table de l'acheteur"))
    slot = models.PositiveSmallIntegerField(_("créneau"))
    table = models.PositiveSmallIntegerField(_("table"))

    class Meta:
        verbose_name = _("ligne d'un planning")
        verbose_name_plural = _("lignes des plannings")
        ordering = ["slot", "table"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "pair"], name="meetings_daymeeting_pair"),
            models.UniqueConstraint(fields=["plan", "slot", "table"], name="meetings_daymeeting_table"),
            models.UniqueConstraint(
                fields=["plan", "slot", "buyer", "buyer_table"], name="meetings_daymeeting_buyer"
            ),
            models.UniqueConstraint(fields=["plan", "slot", "company"], name="meetings_daymeeting_company"),
            models.CheckConstraint(
                condition=Q(table__gt=0, buyer_table__gt=0), name="meetings_daymeeting_tables"
            ),
        ]

    def __str__(self):
        return f"{self.slot} – {self.table}"


class DayAbsence(models.Model):
    """Said on the day or before, once registrations are over: who is not there from, or until, which slot; or which
    table is lost. Exactly one of `registration` (with `buyer_table` for one table of a buyer) and `table`."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="absences", verbose_name=_("journée"))
    registration = models.ForeignKey(
        DayRegistration,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="absences",
        verbose_name=_("inscription"),
    )
    buyer_table = models.PositiveSmallIntegerField(_("table de l'acheteur"), null=True, blank=True)
    table = models.PositiveSmallIntegerField(_("table perdue"), null=True, blank=True)
    slots = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("créneaux"))
    said_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dit par")
    )
    said_at = models.DateTimeField(_("dit le"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("absence à une journée")
        verbose_name_plural = _("absences aux journées")
        constraints = [
            models.CheckConstraint(
                condition=Q(registration__isnull=False, table__isnull=True)
                | Q(registration__isnull=True, table__gt=0),
                name="meetings_dayabsence_of_one",
            ),
        ]

    def __str__(self):
        return f"{self.registration_id or self.table}"
