"""Who comes to a meeting day: an organisation, its people, the needs that it answers, when they are not there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from meetings.days.enums import LIVE_REGISTRATION, AccessNeed, RegistrationStatus
from meetings.enums import MeetingSide
from meetings.models.days import Day
from needs.enums import ExchangeLanguage
from needs.models import Need


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        """All but those that were withdrawn."""
        return self.filter(status__in=LIVE_REGISTRATION)

    def of_side(self, side):
        return self.filter(side=side)

    def waiting(self):
        return self.filter(status=RegistrationStatus.WAITING)

    def admitted(self):
        return self.filter(status=RegistrationStatus.ADMITTED)

    def for_list(self):
        """In the order of the draw, then of their numbers."""
        rows = self.select_related("organisation").prefetch_related("people__user", "needs")
        return rows.order_by("rank", "pk")


class DayRegistration(models.Model):
    """One per organisation and day. `rank` (from 1 on each side) and `group` are written when places are given."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="registrations", verbose_name=_("journée"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="day_registrations", verbose_name=_("organisation")
    )
    side = models.CharField(_("côté"), max_length=10, choices=MeetingSide)
    status = models.CharField(
        _("état"),
        max_length=10,
        choices=RegistrationStatus,
        default=RegistrationStatus.REGISTERED,
        editable=False,
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=ExchangeLanguage), verbose_name=_("langues parlées")
    )
    tables = models.PositiveSmallIntegerField(_("tables"), default=0)
    needs = models.ManyToManyField(
        Need, blank=True, related_name="day_registrations", verbose_name=_("besoins auxquels répondre")
    )
    group = models.PositiveSmallIntegerField(_("groupe"), null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("rang"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("inscrite le"), auto_now_add=True)
    decided_at = models.DateTimeField(_("place attribuée le"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription à une journée")
        verbose_name_plural = _("inscriptions aux journées")
        constraints = [
            models.UniqueConstraint(fields=["day", "organisation"], name="meetings_dayregistration_once"),
            models.UniqueConstraint(fields=["day", "side", "rank"], name="meetings_dayregistration_rank"),
            models.CheckConstraint(
                condition=Q(status__in=RegistrationStatus.values), name="meetings_dayregistration_status"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["admitted", "waiting"]) | Q(rank__isnull=False),
                name="meetings_dayregistration_decided_has_rank",
            ),
            models.CheckConstraint(
                condition=Q(side=MeetingSide.BUYER, tables__gt=0) | Q(side=MeetingSide.COMPANY, tables=0),
                name="meetings_dayregistration_tables",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« I-12 »: the number with which a draw can be computed again without any name."""
        return f"I-{self.pk}"


class DayPerson(models.Model):
    """Somebody of a registered organisation; `absent` holds the numbers of the slots without them."""

    registration = models.ForeignKey(
        DayRegistration, models.CASCADE, related_name="people", verbose_name=_("inscription")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="day_places", verbose_name=_("personne"))
    table = models.PositiveSmallIntegerField(_("table de l'acheteur"), default=1)
    absent = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("créneaux d'absence")
    )

    class Meta:
        verbose_name = _("personne inscrite à une journée")
        verbose_name_plural = _("personnes inscrites aux journées")
        ordering = ["table", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "user"], name="meetings_dayperson_once"),
        ]

    def __str__(self):
        return f"{self.registration_id} – {self.user_id}"


class DayAccess(models.Model):
    """What somebody needs to take part, said by that person alone, read by the organiser alone, erased after."""

    person = models.OneToOneField(
        DayPerson, models.CASCADE, related_name="access", verbose_name=_("personne")
    )
    kinds = ArrayField(
        models.CharField(max_length=12, choices=AccessNeed), default=list, verbose_name=_("besoins d'accès")
    )
    words = models.CharField(_("précision"), max_length=500, blank=True)
    written_at = models.DateTimeField(_("dit le"), auto_now=True)

    class Meta:
        verbose_name = _("besoin d'accès à une journée")
        verbose_name_plural = _("besoins d'accès aux journées")

    def __str__(self):
        return f"{self.person_id}"
