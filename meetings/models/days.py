"""Meeting days: dates, rooms with numbered tables, breaks, the window of registration and how places are given."""

from django.db import models
from django.db.models import F, Min, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from meetings.days.enums import EDITABLE_DAY, LIVE_DAY, PUBLIC_DAY, Criterion, DayStatus


class DayQuerySet(models.QuerySet):
    def public(self):
        return self.filter(status__in=PUBLIC_DAY)

    def live(self):
        return self.filter(status__in=LIVE_DAY)

    def organised_by(self, user):
        """Those of the organisation whose private things the person may read."""
        organisation = approved_organisation_of(user)
        return self.filter(organiser=organisation) if organisation is not None else self.none()

    def visible_to(self, user):
        """Public ones for everybody, all but drafts for moderators, one's own organisation's whatever their state."""
        rows = ~Q(status=DayStatus.DRAFT) if is_moderator(user) else Q(status__in=PUBLIC_DAY)
        organisation = approved_organisation_of(user)
        if organisation is not None:
            rows |= Q(organiser=organisation)
        return self.filter(rows)

    def with_first_date(self):
        return self.annotate(first_on=Min("dates__on"))

    def for_list(self):
        """By date, those without one last."""
        rows = self.with_first_date().select_related("organiser").prefetch_related("dates", "rooms", "breaks")
        return rows.order_by(F("first_on").asc(nulls_last=True), "pk")


class Day(models.Model):
    """Hours are wall time of Paris. Slots are computed from them (`meetings.days.hours`); none is stored."""

    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="days", verbose_name=_("organisateur")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("préparée par")
    )
    title = models.CharField(_("titre"), max_length=160)
    description = models.TextField(_("présentation"), blank=True)
    requirements = models.TextField(_("conditions de participation"), blank=True)
    place = models.CharField(_("lieu et adresse"), max_length=300, blank=True)
    access = models.TextField(_("accès, y compris en fauteuil roulant"), blank=True)
    opens_at = models.TimeField(_("première heure de rencontre"), null=True, blank=True)
    closes_at = models.TimeField(_("dernière heure de rencontre"), null=True, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        _("durée d'un créneau, en minutes"), null=True, blank=True
    )
    registration_from = models.DateField(_("inscriptions à partir du"), null=True, blank=True)
    registration_until = models.DateField(_("inscriptions jusqu'au"), null=True, blank=True)
    wishes_until = models.DateField(_("souhaits jusqu'au"), null=True, blank=True)
    companies_most = models.PositiveIntegerField(_("entreprises accueillies, au plus"), null=True, blank=True)
    criterion = models.CharField(
        _("attribution des places"), max_length=10, choices=Criterion, default=Criterion.DRAW
    )
    status = models.CharField(
        _("état"), max_length=10, choices=DayStatus, default=DayStatus.DRAFT, editable=False
    )
    moderation_reason = models.TextField(_("motif de la modération"), blank=True, editable=False)
    moderation_reason_key = models.CharField(
        _("raison de la liste"), max_length=60, blank=True, editable=False
    )
    cancel_reason = models.TextField(_("raison de l'annulation"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Drawn when the day is announced. The digest is published at once, the secret when it has given the order.
    secret = models.CharField(max_length=64, blank=True, editable=False)
    commitment = models.CharField(_("empreinte de la graine"), max_length=64, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("places attribuées le"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    submitted_at = models.DateTimeField(_("envoyée le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("annoncée le"), null=True, blank=True, editable=False)

    objects = DayQuerySet.as_manager()

    class Meta:
        verbose_name = _("journée de rencontres")
        verbose_name_plural = _("journées de rencontres")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DayStatus.values), name="meetings_day_status"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(PUBLIC_DAY))
                | (
                    Q(
                        published_at__isnull=False,
                        opens_at__isnull=False,
                        closes_at__isnull=False,
                        slot_minutes__gt=0,
                        registration_from__isnull=False,
                        registration_until__isnull=False,
                        wishes_until__isnull=False,
                        companies_most__gt=0,
                    )
                    & ~Q(commitment="")
                ),
                name="meetings_day_public_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status=DayStatus.CANCELLED) | ~Q(cancel_reason=""),
                name="meetings_day_cancelled_with_reason",
                violation_error_message=_("Une journée s'annule avec une raison."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("Sans titre"))

    @property
    def reference(self):
        """« J-4 »: what a person quotes when writing about this day."""
        return f"J-{self.pk}"

    @property
    def is_editable(self):
        return self.status in EDITABLE_DAY

    @property
    def is_public(self):
        return self.status in PUBLIC_DAY


class DayDate(models.Model):
    day = models.ForeignKey(Day, models.CASCADE, related_name="dates", verbose_name=_("journée"))
    on = models.DateField(_("date"))

    class Meta:
        verbose_name = _("date d'une journée")
        verbose_name_plural = _("dates des journées")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["day", "on"], name="meetings_daydate_once")]

    def __str__(self):
        return f"{self.on}"


class DayBreak(models.Model):
    """A pause of every date, lunch for one: no slot lies in it, and it is no gap of anybody."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="breaks", verbose_name=_("journée"))
    label = models.CharField(_("nom de la pause"), max_length=60)
    starts_at = models.TimeField(_("de"))
    ends_at = models.TimeField(_("à"))

    class Meta:
        verbose_name = _("pause d'une journée")
        verbose_name_plural = _("pauses des journées")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meetings_daybreak_hours"),
        ]

    def __str__(self):
        return self.label


class DayRoom(models.Model):
    """A room and how many tables it holds. Tables are numbered through all rooms, in the order of `position`."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="rooms", verbose_name=_("journée"))
    position = models.PositiveSmallIntegerField(_("ordre"))
    name = models.CharField(_("salle"), max_length=80)
    tables = models.PositiveSmallIntegerField(_("tables"))
    step_free = models.BooleanField(_("accessible en fauteuil roulant"), default=False)

    class Meta:
        verbose_name = _("salle d'une journée")
        verbose_name_plural = _("salles des journées")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["day", "position"], name="meetings_dayroom_position"),
            models.CheckConstraint(condition=Q(tables__gt=0), name="meetings_dayroom_tables"),
        ]

    def __str__(self):
        return self.name
