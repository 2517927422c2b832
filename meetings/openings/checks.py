"""What must hold of an opening: each refusal is one sentence that names its field."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.enums import ExceptionKind
from meetings.hours import meeting_hours
from meetings.openings.hours import MINUTE, holds_on
from meetings.permissions import speakers_of
from meetings.slots import FARTHEST, NO_BREAK


def check_host(organisation, agent, department):
    """A person who speaks for the organisation, or one of its open departments."""
    if (agent is None) == (department is None):
        raise DomainError(_("Dites qui reçoit : une personne ou un service."), field="host")
    if agent is not None and not speakers_of(organisation).filter(pk=agent.pk).exists():
        raise DomainError(
            _("Cette personne ne représente pas votre organisation : choisissez-en une autre."), field="host"
        )
    if department is not None and (
        department.organisation_id != organisation.pk or department.closed_at is not None
    ):
        raise DomainError(_("Choisissez un service ouvert de votre organisation."), field="host")


def check_dates(opening, today):
    if (opening.weekday is None) == (opening.on is None):
        raise DomainError(_("Choisissez un jour de chaque semaine, ou une seule date."), field="weekday")
    if opening.on is not None:
        opening.valid_from, opening.valid_until = opening.on, opening.on
        if not today <= opening.on <= today + FARTHEST:
            raise DomainError(_("Choisissez une date à venir, dans les douze mois."), field="on")
    until = opening.valid_until
    if until is not None and until < opening.valid_from:
        raise DomainError(_("La date de fin suit la date de début."), field="valid_until")
    if until is not None and until < today:
        raise DomainError(_("La date de fin est passée : choisissez-en une à venir."), field="valid_until")


def check_numbers(opening, limits):
    """The numbers in force when the opening is written; a later change of a limit leaves it as it is."""
    rows = [
        ("length", 5, limits.length_most, _("Un rendez-vous dure de %(least)d à %(most)d minutes.")),
        ("buffer", 0, limits.buffer_most, _("Le battement va de %(least)d à %(most)d minutes.")),
        ("notice", 0, limits.notice_most, _("Le délai de prévenance va de %(least)d à %(most)d heures.")),
        ("most_per_day", 1, limits.per_day_most, _("Acceptez de %(least)d à %(most)d rendez-vous par jour.")),
    ]
    for name, least, most, sentence in rows:
        if not least <= getattr(opening, name) <= most:
            raise DomainError(sentence % {"least": least, "most": most}, field=name)
    if opening.zone not in limits.zones:
        raise DomainError(_("Choisissez un des fuseaux horaires proposés."), field="zone")


def check_window(opening, opens_at, closes_at):
    """The hours hold one meeting at least, within those at which the service lets people meet."""
    if closes_at <= opens_at:
        raise DomainError(_("L'heure de fin vient après l'heure de début."), field="closes_at")
    day = datetime(2000, 1, 1)
    span = datetime.combine(day, closes_at) - datetime.combine(day, opens_at)
    if span < opening.length * MINUTE:
        raise DomainError(
            _("La plage est plus courte qu'un rendez-vous : allongez-la, ou réduisez la durée."),
            field="closes_at",
        )
    earliest, latest = meeting_hours(opening.valid_from)
    early = datetime.combine(day, opens_at) < day + timedelta(hours=earliest)
    late = datetime.combine(day, closes_at) > day + timedelta(hours=latest)
    if early or late:
        words = {"earliest": f"{earliest}{NO_BREAK}h", "latest": f"{latest}{NO_BREAK}h"}
        raise DomainError(
            _("Choisissez des heures entre %(earliest)s et %(latest)s.") % words,
            field="opens_at" if early else "closes_at",
        )


def check_exception(opening, kind, on, opens_at, closes_at):
    if kind not in ExceptionKind.values:
        raise DomainError(_("Dites si le jour est fermé ou si une plage s'ajoute."), field="kind")
    if kind == ExceptionKind.CLOSED:
        if not holds_on(opening, on):
            raise DomainError(_("L'ouverture n'a pas lieu ce jour-là : il n'y a rien à fermer."), field="on")
        return
    if opens_at is None or closes_at is None:
        raise DomainError(
            _("Écrivez les deux heures de la plage ajoutée."),
            field="opens_at" if opens_at is None else "closes_at",
        )
    check_window(opening, opens_at, closes_at)
