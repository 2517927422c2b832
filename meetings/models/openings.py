"""Openings: the hours that a person or a department offers to be booked, in wall time of a zone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Department, Organisation, User
from meetings.enums import ExceptionKind, PlaceKind, Weekday


class OpeningQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def for_list(self):
        """Open ones first, then by day of the week and hour."""
        rows = self.select_related("organisation", "agent", "department")
        return rows.order_by(F("closed_at").desc(nulls_first=True), "weekday", "on", "opens_at", "pk")


class Opening(models.Model):
    """A weekly rule or a single date. Slots are computed day by day from the wall time; none is stored."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="openings", verbose_name=_("organisation")
    )
    agent = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="openings", verbose_name=_("personne")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="openings", verbose_name=_("service")
    )
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday, null=True, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    opens_at = models.TimeField(_("de"))
    closes_at = models.TimeField(_("à"))
    zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    valid_from = models.DateField(_("à partir du"))
    valid_until = models.DateField(_("jusqu'au"), null=True, blank=True)
    place_kind = models.CharField(_("forme"), max_length=10, choices=PlaceKind, default=PlaceKind.VIDEO)
    place = models.CharField(_("lieu, lien ou numéro"), max_length=300)
    length = models.PositiveSmallIntegerField(_("durée d'un rendez-vous, en minutes"))
    buffer = models.PositiveSmallIntegerField(_("battement entre deux rendez-vous, en minutes"))
    notice = models.PositiveSmallIntegerField(_("délai de prévenance, en heures"))
    most_per_day = models.PositiveSmallIntegerField(_("rendez-vous par jour, au plus"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    closed_at = models.DateTimeField(_("fermée le"), null=True, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("ouverture")
        verbose_name_plural = _("ouvertures")
        constraints = [
            models.CheckConstraint(
                condition=Q(agent=None, department__isnull=False) | Q(agent__isnull=False, department=None),
                name="meetings_opening_one_host",
                violation_error_message=_("Une ouverture est d'une personne ou d'un service."),
            ),
            models.CheckConstraint(
                condition=Q(weekday=None, on__isnull=False)
                | Q(weekday__isnull=False, weekday__lte=6, on=None),
                name="meetings_opening_weekly_or_dated",
                violation_error_message=_("Une ouverture est de chaque semaine ou d'une seule date."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="meetings_opening_hours",
                violation_error_message=_("L'heure de fin vient après l'heure de début."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="meetings_opening_dates",
                violation_error_message=_("La date de fin suit la date de début."),
            ),
            models.CheckConstraint(
                condition=Q(length__gt=0, most_per_day__gt=0), name="meetings_opening_lengths"
            ),
        ]

    def __str__(self):
        return f"{self.agent or self.department}, {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

    @property
    def host(self):
        """Who receives: a person, or a department of which anybody free does."""
        return self.agent or self.department


class OpeningException(models.Model):
    """A day on which the rule does not hold: closed, or with other hours besides."""

    opening = models.ForeignKey(
        Opening, models.CASCADE, related_name="exceptions", verbose_name=_("ouverture")
    )
    kind = models.CharField(_("nature"), max_length=10, choices=ExceptionKind)
    on = models.DateField(_("date"))
    opens_at = models.TimeField(_("de"), null=True, blank=True)
    closes_at = models.TimeField(_("à"), null=True, blank=True)

    class Meta:
        verbose_name = _("jour particulier d'une ouverture")
        verbose_name_plural = _("jours particuliers des ouvertures")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ExceptionKind.CLOSED, opens_at=None, closes_at=None)
                | Q(kind=ExceptionKind.EXTRA, closes_at__gt=F("opens_at")),
                name="meetings_openingexception_hours",
                violation_error_message=_("L'heure de fin vient après l'heure de début."),
            ),
            models.UniqueConstraint(
                fields=["opening", "on"],
                condition=Q(kind=ExceptionKind.CLOSED),
                name="meetings_openingexception_closed_once",
                violation_error_message=_("Ce jour est déjà fermé."),
            ),
            models.UniqueConstraint(
                fields=["opening", "on", "opens_at"],
                condition=Q(kind=ExceptionKind.EXTRA),
                name="meetings_openingexception_extra_once",
                violation_error_message=_("Cette plage est déjà ajoutée."),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.kind}"
