"""Arrivals at a meeting day: the signed code of each person, and what the desk notes.

A code names one person of one day and nothing else: no account, no right. Who reads it and may not run the desk
learns nothing from it.
"""

from base64 import b64encode
from io import BytesIO

import qrcode
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.actions import lock_day
from meetings.days.desk_permissions import can_run_desk
from meetings.days.enums import LIVE_REGISTRATION
from meetings.days.hours import dates_of
from meetings.models import DayArrival, DayPerson
from meetings.slots import day_words, paris

signer = Signer(salt="days.arrival", sep="~")


def code_of(person):
    return signer.sign(person.pk)


def expected():
    """The people for whom a desk waits: those of registrations that were not withdrawn."""
    rows = DayPerson.objects.filter(registration__status__in=LIVE_REGISTRATION)
    return rows.select_related("user", "registration__organisation", "registration__day__organiser")


def person_of(code):
    """The person that a code names, or None for a code that we did not write or that names nobody any more."""
    try:
        pk = int(signer.unsign(code))
    except (BadSignature, ValueError):
        return None
    return expected().filter(pk=pk).first()


def address_of(person):
    """What the QR code holds: the whole address of the arrival's page."""
    return settings.SITE_URL + reverse("days:arrival", args=[code_of(person)])


def qr_svg(text):
    """A QR code of `text` as one SVG text."""
    held = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=4).save(held)
    return held.getvalue().decode()


def qr_image(text):
    """The same as the address of an <img>."""
    return f"data:image/svg+xml;base64,{b64encode(qr_svg(text).encode()).decode()}"


def date_at(day, at):
    """The date of the day that the clocks of Paris show, or None."""
    today = paris(at).date()
    return today if today in dates_of(day) else None


@transaction.atomic
def check_in(person, *, by):
    """Somebody is there. Pressed twice, it is noted once, at the first hour."""
    _day, on = desk_today(person, by)
    arrival, is_new = DayArrival.objects.get_or_create(
        person=person, on=on, defaults={"arrived_at": timezone.now(), "noted_by": by}
    )
    if is_new:
        record(person.registration, "desk.arrived", by=by, after={"person": person.pk, "on": on})
    return arrival


@transaction.atomic
def undo_check_in(person, *, by):
    """It was somebody else, or a press too many."""
    _day, on = desk_today(person, by)
    count, _models = DayArrival.objects.filter(person=person, on=on).delete()
    if count:
        record(person.registration, "desk.arrival_undone", by=by, before={"person": person.pk, "on": on})


def desk_today(person, by):
    """(the day, locked; today's date of it), or a DomainError."""
    day = check_desk(person.registration.day, by)
    on = date_at(day, timezone.now())
    if on is None:
        dates = ", ".join(day_words(each) for each in dates_of(day))
        raise DomainError(_("Les arrivées se notent le jour même : %(dates)s.") % {"dates": dates})
    return day, on


def check_desk(day, by):
    """The day, locked, for those who run its desk."""
    day = lock_day(day)
    read_again(by)
    if not can_run_desk(by, day):
        raise DomainError(
            _("L'accueil est tenu par l'organisateur, de la clôture des inscriptions au dernier créneau.")
        )
    return day
