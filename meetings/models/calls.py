"""The hours that a buyer opens for one need: the same for every company, from one announced date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import Criterion
from meetings.models.meetings import Meeting
from meetings.models.openings import Opening
from needs.models import Need
from suppliers.models import Company


class BookingCall(models.Model):
    """`secret` is drawn when the call is announced and its SHA-256 (`commitment`) is published at once; the secret is
    shown once it has decided an order, so that everybody can compute that order again. `criterion` comes before the
    draw; empty, the draw alone decides. `rule` keeps its words as published, `months` its figure of that day."""

    need = models.OneToOneField(Need, models.PROTECT, related_name="booking_call", verbose_name=_("besoin"))
    openings = models.ManyToManyField(
        Opening, through="meetings.CallOpening", related_name="calls", verbose_name=_("ouvertures")
    )
    opens_on = models.DateField(_("réservation ouverte le"))
    announced_at = models.DateTimeField(_("annoncée le"))
    criterion = models.CharField(_("critère"), max_length=20, choices=Criterion, blank=True, editable=False)
    rule = models.TextField(_("critère publié"), blank=True, editable=False)
    months = models.PositiveSmallIntegerField(_("mois regardés"), default=0, editable=False)
    secret = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(_("empreinte de la graine"), max_length=64, editable=False)
    drawn_at = models.DateTimeField(_("ordre arrêté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réservation d'un besoin")
        verbose_name_plural = _("réservations des besoins")
        constraints = [
            models.CheckConstraint(
                condition=Q(criterion="", rule="") | (~Q(criterion="") & ~Q(rule="")),
                name="meetings_bookingcall_rule",
            ),
        ]

    def __str__(self):
        return f"{self.need_id} – {self.opens_on}"


class CallOpening(models.Model):
    call = models.ForeignKey(BookingCall, models.CASCADE, related_name="rows", verbose_name=_("réservation"))
    opening = models.ForeignKey(Opening, models.CASCADE, related_name="rows", verbose_name=_("ouverture"))

    class Meta:
        verbose_name = _("ouverture d'une réservation")
        verbose_name_plural = _("ouvertures des réservations")
        constraints = [
            models.UniqueConstraint(fields=["call", "opening"], name="meetings_callopening_once"),
        ]

    def __str__(self):
        return f"{self.call_id} – {self.opening_id}"


class BookingWish(models.Model):
    """A company that wants one of the places; `rank` (from 1) is written for all when the booking opens, with the class
    that the criterion puts it in."""

    call = models.ForeignKey(
        BookingCall, models.CASCADE, related_name="wishes", verbose_name=_("réservation")
    )
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="booking_wishes", verbose_name=_("entreprise")
    )
    rank = models.PositiveIntegerField(_("rang"), null=True, blank=True)
    group = models.PositiveSmallIntegerField(_("classe"), default=0)
    created_at = models.DateTimeField(_("inscrite le"), auto_now_add=True)

    class Meta:
        verbose_name = _("inscription à une réservation")
        verbose_name_plural = _("inscriptions aux réservations")
        constraints = [
            models.UniqueConstraint(fields=["call", "company"], name="meetings_bookingwish_once"),
            models.UniqueConstraint(fields=["call", "rank"], name="meetings_bookingwish_rank"),
        ]

    def __str__(self):
        return f"{self.call_id} – {self.company_id}"


class EqualTreatment(models.Model):
    """What a buyer who granted a company's own request offered to the others, or why nothing."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="equality", verbose_name=_("rendez-vous")
    )
    offered = models.BooleanField(_("offert aux autres"))
    reason = models.TextField(_("pourquoi non"), blank=True)
    companies = models.PositiveIntegerField(_("autres entreprises"))
    created_at = models.DateTimeField(_("écrit le"), auto_now_add=True)

    class Meta:
        verbose_name = _("égalité de traitement")
        verbose_name_plural = _("égalité de traitement")
        constraints = [
            models.CheckConstraint(
                condition=Q(offered=True, reason="") | (Q(offered=False) & ~Q(reason="")),
                name="meetings_equaltreatment_reason",
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} – {self.companies}"


class PlaceOffer(models.Model):
    """A place of a call that was given back, offered to the next in order: `meeting` is the proposal that holds it,
    `freed` the meeting that gave it back first."""

    call = models.ForeignKey(
        BookingCall, models.CASCADE, related_name="offers", verbose_name=_("réservation")
    )
    freed = models.ForeignKey(
        Meeting, models.CASCADE, related_name="offers_after", verbose_name=_("rendez-vous rendu")
    )
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="place_offer", verbose_name=_("rendez-vous offert")
    )
    rank = models.PositiveIntegerField(_("rang"))
    created_at = models.DateTimeField(_("offerte le"), auto_now_add=True)

    class Meta:
        verbose_name = _("place libérée offerte")
        verbose_name_plural = _("places libérées offertes")
        constraints = [
            models.UniqueConstraint(fields=["freed", "rank"], name="meetings_placeoffer_once"),
        ]

    def __str__(self):
        return f"{self.call_id} – {self.rank}"
