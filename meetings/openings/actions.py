"""The life of an opening: made, changed, given special days, closed. What is booked already stays booked."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import Organisation
from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE
from meetings.enums import ExceptionKind
from meetings.models import Opening, OpeningException
from meetings.openings.checks import check_dates, check_exception, check_host, check_numbers, check_window
from meetings.openings.limits import limits_on
from meetings.permissions import can_manage_opening, opening_organisation_of
from meetings.places import checked_place

RULE = ("weekday", "on", "opens_at", "closes_at", "zone", "valid_from", "valid_until")
PACE = ("length", "buffer", "notice", "most_per_day")
FIELDS = (*RULE, "place_kind", "place", *PACE)
# A link or a number is nobody's business in the trail.
TOLD = (*RULE, "place_kind", *PACE)


@transaction.atomic
def open_hours(*, by, agent=None, department=None, **fields):
    """Offer hours of a person or of a department of the organisation for which `by` speaks; returns the Opening."""
    organisation = opening_organisation_of(by)
    if organisation is None:
        raise DomainError(
            _(
                "Les ouvertures se tiennent au nom d'un acheteur ou d'une entreprise, par une personne validée."
            )
        )
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    read_again(by)
    limits = limits_on(timezone.localdate())
    if organisation.openings.open().count() >= limits.openings:
        raise DomainError(
            _("Votre organisation tient déjà %(most)d ouvertures : fermez-en une.")
            % {"most": limits.openings}
        )
    check_host(organisation, agent, department)
    opening = Opening(organisation=organisation, agent=agent, department=department)
    if not can_manage_opening(by, opening):
        raise DomainError(
            _(
                "Vous ouvrez vos propres heures ou celles de votre service ; l'administration, celles de tous."
            ),
            field="host",
        )
    write(opening, fields, limits)
    opening.save()
    record(opening, "opening.opened", by=by, after=told(opening))
    return opening


@transaction.atomic
def change_opening(opening, *, by, version, **fields):
    """Change the rule; `version` is what the person had on screen."""
    opening = locked(opening, by)
    if version != opening.version:
        raise Conflict(SAVED_MEANWHILE, current=opening)
    before = told(opening)
    write(opening, fields, limits_on(timezone.localdate()))
    opening.version += 1
    opening.save()
    record(opening, "opening.changed", by=by, before=before, after=told(opening))
    return opening


@transaction.atomic
def close_opening(opening, *, by):
    opening = locked(opening, by)
    opening.closed_at = timezone.now()
    opening.version += 1
    opening.save(update_fields=["closed_at", "version"])
    record(opening, "opening.closed", by=by)
    return opening


@transaction.atomic
def add_exception(opening, *, by, kind, on, opens_at=None, closes_at=None):
    """Close a day, or add hours to one; returns the OpeningException."""
    opening = locked(opening, by)
    if kind == ExceptionKind.CLOSED:
        opens_at = closes_at = None
    check_exception(opening, kind, on, opens_at, closes_at)
    try:
        with transaction.atomic():
            exception = OpeningException.objects.create(
                opening=opening, kind=kind, on=on, opens_at=opens_at, closes_at=closes_at
            )
    except IntegrityError:
        raise DomainError(_("Ce jour particulier est déjà noté."), field="on") from None
    record(opening, "opening.exception_added", by=by, after=exception_told(exception))
    return exception


@transaction.atomic
def remove_exception(exception, *, by):
    """The day follows its rule again. Removed twice, it is removed once."""
    opening = locked(exception.opening, by)
    gone = opening.exceptions.filter(pk=exception.pk).first()
    if gone is None:
        return
    record(opening, "opening.exception_removed", by=by, before=exception_told(gone))
    gone.delete()


def close_for(user):
    """The person leaves the portal: the hours of that person are no longer offered."""
    for opening in Opening.objects.open().filter(agent=user).order_by("pk"):
        opening.closed_at = timezone.now()
        opening.save(update_fields=["closed_at"])
        record(opening, "opening.closed", by=None)


def locked(opening, by):
    """The opening as it stands, if `by` may change it and it is still open."""
    opening = (
        Opening.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "agent", "department")
        .get(pk=opening.pk)
    )
    read_again(by)
    if not can_manage_opening(by, opening):
        raise DomainError(_("Cette ouverture est tenue par une autre personne ou un autre service."))
    if opening.closed_at is not None:
        raise DomainError(_("Cette ouverture est fermée : créez-en une autre."))
    return opening


def write(opening, fields, limits):
    """Set the fields of a rule that may stand."""
    for name in FIELDS:
        if name in fields:
            setattr(opening, name, fields[name])
    opening.place = checked_place(opening.place_kind, opening.place)
    check_dates(opening, timezone.localdate())
    check_numbers(opening, limits)
    check_window(opening, opening.opens_at, opening.closes_at)


def told(opening):
    return {name: getattr(opening, name) for name in TOLD} | {
        "department": opening.department_id,
    }


def exception_told(exception):
    return {name: getattr(exception, name) for name in ("kind", "on", "opens_at", "closes_at")}
