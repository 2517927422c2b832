"""The words of meetings, and the life of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingStatus(models.TextChoices):
    PROPOSED = "proposed", _("Créneaux proposés")
    CONFIRMED = "confirmed", _("Confirmé")
    DECLINED = "declined", _("Décliné")
    CANCELLED = "cancelled", _("Annulé")
    EXPIRED = "expired", _("Sans réponse")
    HELD = "held", _("Tenu")
    NO_SHOW = "no_show", _("Absence")
    CONTESTED = "contested", _("Absence contestée")


MEETING_TRANSITIONS = {
    MeetingStatus.CONFIRMED: {MeetingStatus.PROPOSED},
    MeetingStatus.DECLINED: {MeetingStatus.PROPOSED},
    MeetingStatus.EXPIRED: {MeetingStatus.PROPOSED},
    MeetingStatus.CANCELLED: {MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED},
    MeetingStatus.HELD: {MeetingStatus.CONFIRMED, MeetingStatus.NO_SHOW, MeetingStatus.CONTESTED},
    MeetingStatus.NO_SHOW: {MeetingStatus.CONFIRMED, MeetingStatus.HELD, MeetingStatus.CONTESTED},
    MeetingStatus.CONTESTED: {MeetingStatus.CONFIRMED, MeetingStatus.HELD, MeetingStatus.NO_SHOW},
}


LIVE_MEETING = frozenset({MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED})

# Once agreed on and not cancelled: who was there may be said of these, from the beginning on.
AGREED_MEETING = frozenset(
    {MeetingStatus.CONFIRMED, MeetingStatus.HELD, MeetingStatus.NO_SHOW, MeetingStatus.CONTESTED}
)


class Presence(models.TextChoices):
    """What is said of somebody who was to take part."""

    PLANNED = "planned", _("Attendu")
    PRESENT = "present", _("Présent")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excusé")


class ContestStatus(models.TextChoices):
    """What becomes of an absence that the person contests."""

    OPEN = "open", _("À trancher")
    UPHELD = "upheld", _("Contestation retenue")
    DISMISSED = "dismissed", _("Contestation écartée")


CONTEST_TRANSITIONS = {
    ContestStatus.UPHELD: {ContestStatus.OPEN},
    ContestStatus.DISMISSED: {ContestStatus.OPEN},
}


# Ends without a meeting; and what was never agreed on, those that still await an answer included.
ENDED_WITHOUT = frozenset({MeetingStatus.DECLINED, MeetingStatus.CANCELLED, MeetingStatus.EXPIRED})
NEVER_AGREED = ENDED_WITHOUT | {MeetingStatus.PROPOSED}


class MoveStatus(models.TextChoices):
    """What becomes of a wish to move a confirmed meeting."""

    PROPOSED = "proposed", _("Déplacement proposé")
    ACCEPTED = "accepted", _("Déplacement accepté")
    DECLINED = "declined", _("Déplacement décliné")
    WITHDRAWN = "withdrawn", _("Déplacement retiré")
    EXPIRED = "expired", _("Déplacement sans réponse")


MOVE_TRANSITIONS = {status: {MoveStatus.PROPOSED} for status in MoveStatus if status != MoveStatus.PROPOSED}


class MeetingSide(models.TextChoices):
    BUYER = "buyer", _("Acheteur")
    COMPANY = "company", _("Entreprise")

    @property
    def other(self):
        return MeetingSide.COMPANY if self == MeetingSide.BUYER else MeetingSide.BUYER


class PlaceKind(models.TextChoices):
    VIDEO = "video", _("Visioconférence")
    ON_SITE = "on_site", _("Sur place")
    PHONE = "phone", _("Téléphone")


class OccupationState(models.TextChoices):
    HELD = "held", _("Retenu")
    CONFIRMED = "confirmed", _("Confirmé")
    RELEASED = "released", _("Libéré")


# A list: the order stands in the migration.
LIVE_OCCUPATION = [OccupationState.HELD, OccupationState.CONFIRMED]


class Weekday(models.IntegerChoices):
    """The days of an opening, numbered as Python's `date.weekday()`."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class ExceptionKind(models.TextChoices):
    CLOSED = "closed", _("Jour fermé")
    EXTRA = "extra", _("Plage ajoutée")


class Criterion(models.TextChoices):
    """What the places of a call may be given by, before the draw; the words that are published are reference data."""

    NOT_MET = "not_met", _("Entreprises pas encore rencontrées d'abord")
    SMALLEST = "smallest", _("Plus petites entreprises d'abord")


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", _("En cours d'écriture")
    VALIDATED = "validated", _("Validé")


MINUTES_TRANSITIONS = {MinutesStatus.VALIDATED: {MinutesStatus.DRAFT}}
