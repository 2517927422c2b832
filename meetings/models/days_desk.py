"""What is noted at the desk of a meeting day, while it lasts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from meetings.days.desk_enums import SaidBy
from meetings.enums import MeetingSide
from meetings.models.days import Day
from meetings.models.days_plans import DayPair
from meetings.models.days_registrations import DayPerson, DayRegistration


class DayArrival(models.Model):
    """Somebody is there, on one of the dates of a day."""

    person = models.ForeignKey(DayPerson, models.CASCADE, related_name="arrivals", verbose_name=_("personne"))
    on = models.DateField(_("date"))
    arrived_at = models.DateTimeField(_("arrivée notée le"))
    noted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )

    class Meta:
        verbose_name = _("arrivée à une journée")
        verbose_name_plural = _("arrivées aux journées")
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="meetings_dayarrival_once"),
        ]

    def __str__(self):
        return f"{self.person_id} – {self.on}"


class DayMark(models.Model):
    """Who said what became of a meeting; the outcome itself stands in the pair."""

    pair = models.OneToOneField(DayPair, models.CASCADE, related_name="mark", verbose_name=_("rencontre"))
    said_by = models.CharField(_("dit par"), max_length=10, choices=SaidBy)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )

    class Meta:
        verbose_name = _("constat d'une rencontre")
        verbose_name_plural = _("constats des rencontres")

    def __str__(self):
        return f"{self.pair_id} – {self.said_by}"


class DayContest(models.Model):
    """One sentence of a side that does not agree with what was said of its meeting. Read by the organiser alone, and by
    the side that wrote it."""

    pair = models.ForeignKey(DayPair, models.CASCADE, related_name="contests", verbose_name=_("rencontre"))
    side = models.CharField(_("côté"), max_length=10, choices=MeetingSide)
    words = models.CharField(_("ce qui est contesté"), max_length=300)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    written_at = models.DateTimeField(_("écrit le"))

    class Meta:
        verbose_name = _("contestation d'un constat")
        verbose_name_plural = _("contestations des constats")
        constraints = [
            models.UniqueConstraint(fields=["pair", "side"], name="meetings_daycontest_once"),
        ]

    def __str__(self):
        return f"{self.pair_id} – {self.side}"


class DayWalkIn(models.Model):
    """A free slot of a buyer given at the desk: to a company of the waiting list, or to somebody without an account, of
    whom three things are kept until `erased_at`. A waiting company that does not want it has `declined`."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="walk_ins", verbose_name=_("journée"))
    buyer = models.ForeignKey(
        DayRegistration, models.PROTECT, related_name="walk_ins", verbose_name=_("acheteur")
    )
    buyer_table = models.PositiveSmallIntegerField(_("table de l'acheteur"))
    slot = models.PositiveSmallIntegerField(_("créneau"))
    table = models.PositiveSmallIntegerField(_("table"))
    registration = models.ForeignKey(
        DayRegistration,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entreprise en liste d'attente"),
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    person = models.CharField(_("prénom et nom"), max_length=160, blank=True)
    mail = models.EmailField(_("adresse électronique"), blank=True)
    declined = models.BooleanField(_("décliné"), default=False)
    given_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("donné par")
    )
    given_at = models.DateTimeField(_("donné le"))
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("créneau donné sur place")
        verbose_name_plural = _("créneaux donnés sur place")
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "buyer_table", "slot"],
                condition=Q(declined=False),
                name="meetings_daywalkin_buyer",
                violation_error_message=_("Ce créneau vient d'être donné."),
            ),
            models.UniqueConstraint(
                fields=["day", "slot", "table"], condition=Q(declined=False), name="meetings_daywalkin_table"
            ),
            models.UniqueConstraint(
                fields=["registration", "slot"],
                condition=Q(declined=False),
                name="meetings_daywalkin_company",
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=False)
                | Q(erased_at__isnull=False)
                | (~Q(organisation="") & ~Q(person="") & ~Q(mail="")),
                name="meetings_daywalkin_who",
            ),
            models.CheckConstraint(
                condition=Q(declined=False) | Q(registration__isnull=False),
                name="meetings_daywalkin_declined",
            ),
        ]

    def __str__(self):
        return f"{self.buyer_id} – {self.slot}"


class DayFeedback(models.Model):
    """What one side thinks of a meeting: read by that organisation, and by the organiser in totals only."""

    pair = models.ForeignKey(DayPair, models.CASCADE, related_name="feedback", verbose_name=_("rencontre"))
    side = models.CharField(_("côté"), max_length=10, choices=MeetingSide)
    useful = models.PositiveSmallIntegerField(_("utilité, de 1 à 4"))
    follow_up = models.BooleanField(_("suite envisagée"))
    words = models.CharField(_("précision"), max_length=500, blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    written_at = models.DateTimeField(_("écrit le"))

    class Meta:
        verbose_name = _("avis sur une rencontre")
        verbose_name_plural = _("avis sur les rencontres")
        constraints = [
            models.UniqueConstraint(fields=["pair", "side"], name="meetings_dayfeedback_once"),
            models.CheckConstraint(condition=Q(useful__in=[1, 2, 3, 4]), name="meetings_dayfeedback_useful"),
        ]

    def __str__(self):
        return f"{self.pair_id} – {self.side}"
