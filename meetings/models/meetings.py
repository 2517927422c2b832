"""Meeting (one conversation about a need), its proposed slots, its participants, and the time that it occupies."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from buyers.models import PublicBuyer
from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import approved_organisation_of
from meetings.enums import (
    AGREED_MEETING,
    LIVE_MEETING,
    LIVE_OCCUPATION,
    MeetingSide,
    MeetingStatus,
    OccupationState,
    PlaceKind,
)
from needs.models import Need
from suppliers.models import Company, Solution


class MeetingQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(Q(buyer__organisation=organisation) | Q(company__organisation=organisation))

    def visible_to(self, user):
        """The approved people of the two organisations that meet, and nobody else: somebody who only asked to
        join one of them must not learn where its people are, nor with whom."""
        organisation = approved_organisation_of(user)
        return self.of(organisation) if organisation is not None else self.none()

    def live(self):
        """Proposed or confirmed: at most one for a need and a company."""
        return self.filter(status__in=LIVE_MEETING)

    def agreed(self):
        """To come or past, those to which somebody is known not to have come left out."""
        return self.filter(status__in=AGREED_MEETING - {MeetingStatus.NO_SHOW})

    def met_or_live(self):
        """What stands between a need and a company: those to come, and those that took place or may have."""
        return self.filter(status__in=[*LIVE_MEETING, MeetingStatus.HELD, MeetingStatus.CONTESTED])

    def agreed_or_live(self):
        """With those to which somebody did not come: the company had its place."""
        return self.filter(status__in=LIVE_MEETING | AGREED_MEETING)

    def proposed(self):
        return self.filter(status=MeetingStatus.PROPOSED)

    def confirmed(self):
        return self.filter(status=MeetingStatus.CONFIRMED)

    def upcoming(self, at):
        """Confirmed ones that are not over at `at`."""
        return self.confirmed().filter(ends_at__gt=at)

    def over(self, at):
        """Those that took place before `at`, and those that will not."""
        return self.exclude(status=MeetingStatus.PROPOSED).exclude(
            status=MeetingStatus.CONFIRMED, ends_at__gt=at
        )

    def overdue(self, at):
        """Proposals whose answer did not come in time."""
        return self.proposed().filter(expires_at__lt=at)

    def awaiting(self, organisation):
        """Proposals that `organisation` has to answer."""
        return self.proposed().filter(
            Q(awaiting=MeetingSide.BUYER, buyer__organisation=organisation)
            | Q(awaiting=MeetingSide.COMPANY, company__organisation=organisation)
        )

    def with_names(self):
        return self.select_related("need", "buyer__organisation", "company__organisation", "solution")

    def for_list(self):
        return self.with_names().order_by(F("starts_at").asc(nulls_last=True), "-created_at", "pk")


class Meeting(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    need = models.ForeignKey(Need, models.PROTECT, related_name="meetings", verbose_name=_("besoin"))
    buyer = models.ForeignKey(
        PublicBuyer, models.PROTECT, related_name="meetings", verbose_name=_("acheteur")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="meetings", verbose_name=_("entreprise")
    )
    solution = models.ForeignKey(
        Solution, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("solution")
    )
    status = models.CharField(
        _("état"), max_length=12, choices=MeetingStatus, default=MeetingStatus.PROPOSED, editable=False
    )
    opening = models.ForeignKey(
        "meetings.Opening", models.SET_NULL, null=True, blank=True, editable=False, related_name="meetings"
    )
    started_by = models.CharField(_("à l'initiative de"), max_length=10, choices=MeetingSide)
    awaiting = models.CharField(_("réponse attendue de"), max_length=10, choices=MeetingSide)
    round = models.PositiveSmallIntegerField(_("tour de propositions"), default=1)
    message = models.TextField(_("message"), blank=True)
    place_kind = models.CharField(_("forme"), max_length=10, choices=PlaceKind, default=PlaceKind.VIDEO)
    place = models.CharField(_("lieu, lien ou numéro"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    expires_at = models.DateTimeField(_("réponse attendue avant le"))
    reason = models.TextField(_("raison"), blank=True)
    ended_by = models.CharField(_("à la demande de"), max_length=10, choices=MeetingSide, blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "company"],
                condition=Q(status__in=sorted(LIVE_MEETING)),
                name="meetings_meeting_one_live",
                violation_error_message=_("Une proposition est déjà en cours entre vous pour ce besoin."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=MeetingStatus.values), name="meetings_meeting_status"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(AGREED_MEETING))
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meetings_meeting_confirmed_has_time",
                violation_error_message=_("Un rendez-vous confirmé a une date et une heure."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MeetingStatus.CANCELLED, MeetingStatus.DECLINED]) | ~Q(reason=""),
                name="meetings_meeting_end_has_reason",
                violation_error_message=_("Dites pourquoi : l'autre partie le lira."),
            ),
        ]

    def __str__(self):
        return f"{self.buyer} – {self.company}"

    def organisation_on(self, side):
        """The organisation that stands on a side."""
        return self.buyer.organisation if side == MeetingSide.BUYER else self.company.organisation


class MeetingSlot(models.Model):
    """One moment that a side proposed, in a given round."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="slots", verbose_name=_("rendez-vous"))
    side = models.CharField(_("proposé par"), max_length=10, choices=MeetingSide)
    round = models.PositiveSmallIntegerField(_("tour"))
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))

    class Meta:
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "round", "starts_at"],
                name="meetings_slot_once",
                violation_error_message=_("Ce créneau est déjà proposé."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meetings_slot_order",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Participant(models.Model):
    """A person who takes part for one side."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="participants", verbose_name=_("rendez-vous")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="participations", verbose_name=_("personne"))
    side = models.CharField(_("côté"), max_length=10, choices=MeetingSide)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="meetings_participant_once",
                violation_error_message=_("Cette personne participe déjà."),
            )
        ]

    def __str__(self):
        return str(self.user)


class OccupationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE_OCCUPATION)


class Occupation(models.Model):
    """Time taken from one resource (« user:12 », « company:3 ») by a meeting or by a line of a day's timetable; two
    live occupations of a resource never overlap."""

    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="occupations",
        verbose_name=_("rendez-vous"),
    )
    day_meeting = models.ForeignKey(
        "meetings.DayMeeting",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="occupations",
        verbose_name=_("ligne d'un planning"),
    )
    resource = models.CharField(_("ressource"), max_length=60)
    during = DateTimeRangeField(_("durée"))
    state = models.CharField(_("état"), max_length=10, choices=OccupationState)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        constraints = [
            ExclusionConstraint(
                name="meetings_occupation_no_overlap",
                expressions=[("resource", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state__in=LIVE_OCCUPATION),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Ce créneau est déjà pris."),
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, day_meeting__isnull=True)
                | Q(meeting__isnull=True, day_meeting__isnull=False),
                name="meetings_occupation_of_one",
            ),
        ]

    def __str__(self):
        return f"{self.resource} {self.during}"
