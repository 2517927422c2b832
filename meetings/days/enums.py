"""The words of a meeting day, and its whole life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En relecture")
    RETURNED = "returned", _("À reprendre")
    OPEN = "open", _("Annoncée")
    CLOSED = "closed", _("Inscriptions closes")
    PLANNED = "planned", _("Planning publié")
    RUNNING = "running", _("En cours")
    OVER = "over", _("Terminée")
    CANCELLED = "cancelled", _("Annulée")


DAY_TRANSITIONS = {
    DayStatus.DRAFT: {DayStatus.SUBMITTED},
    DayStatus.SUBMITTED: {DayStatus.DRAFT, DayStatus.RETURNED},
    DayStatus.RETURNED: {DayStatus.SUBMITTED},
    DayStatus.OPEN: {DayStatus.SUBMITTED},
    DayStatus.CLOSED: {DayStatus.OPEN},
    DayStatus.PLANNED: {DayStatus.CLOSED},
    DayStatus.RUNNING: {DayStatus.CLOSED, DayStatus.PLANNED},
    DayStatus.OVER: {DayStatus.RUNNING},
    DayStatus.CANCELLED: {DayStatus.OPEN, DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING},
}

EDITABLE_DAY = frozenset({DayStatus.DRAFT, DayStatus.RETURNED})
PUBLIC_DAY = frozenset(
    {
        DayStatus.OPEN,
        DayStatus.CLOSED,
        DayStatus.PLANNED,
        DayStatus.RUNNING,
        DayStatus.OVER,
        DayStatus.CANCELLED,
    }
)
# Those to come or under way: the first part of the public list.
LIVE_DAY = PUBLIC_DAY - {DayStatus.OVER, DayStatus.CANCELLED}


class Criterion(models.TextChoices):
    """In which order places are given when they are fewer than registrations. Nobody chooses among companies."""

    DRAW = "draw", _("Tirage au sort entre toutes les inscriptions")
    MATCHED = "matched", _("D'abord les entreprises dont une solution correspond à un besoin, puis tirage")


class RegistrationStatus(models.TextChoices):
    REGISTERED = "registered", _("Inscrite, place à attribuer")
    ADMITTED = "admitted", _("Place attribuée")
    WAITING = "waiting", _("En liste d'attente")
    WITHDRAWN = "withdrawn", _("Retirée")


# A registration withdrawn in the window may be made again; after the draw its rank is gone with it.
REGISTRATION_TRANSITIONS = {
    RegistrationStatus.REGISTERED: {RegistrationStatus.WITHDRAWN},
    RegistrationStatus.ADMITTED: {RegistrationStatus.REGISTERED, RegistrationStatus.WAITING},
    RegistrationStatus.WAITING: {RegistrationStatus.REGISTERED},
    RegistrationStatus.WITHDRAWN: {
        RegistrationStatus.REGISTERED,
        RegistrationStatus.ADMITTED,
        RegistrationStatus.WAITING,
    },
}
# A list: the order stands in queries.
LIVE_REGISTRATION = [
    RegistrationStatus.REGISTERED,
    RegistrationStatus.ADMITTED,
    RegistrationStatus.WAITING,
]


class AccessNeed(models.TextChoices):
    SIGN_LANGUAGE = "sign", _("Interprète en langue des signes française")
    CAPTIONS = "captions", _("Transcription écrite de la parole")
    HEARING_LOOP = "loop", _("Boucle magnétique")
    WHEELCHAIR = "wheelchair", _("Table et cheminement en fauteuil roulant")
    LOW_VISION = "vision", _("Documents en grands caractères ou accompagnement")
    OTHER = "other", _("Autre, que je précise")


class WishChoice(models.TextChoices):
    """What one organisation says of meeting another."""

    NONE = "0", _("Sans avis")
    LOW = "1", _("Souhait")
    MIDDLE = "2", _("Souhait fort")
    HIGH = "3", _("Priorité")
    REFUSED = "x", _("Ne pas rencontrer")
