"""The life of a meeting day until it is announced, and its cancellation. `by=None` is the system."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import can_moderate, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.seen import SAVED_MEANWHILE
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.messages import moderators
from grandest_portal.reference.reasons import choose_reason
from meetings.days.checks import check_breaks, check_dates, check_rooms, check_values, check_whole
from meetings.days.enums import DAY_TRANSITIONS, DayStatus
from meetings.days.limits import day_limits
from meetings.days.messages import DayCancelled, DayOpened, DayReturned, DaySubmitted
from meetings.days.permissions import organiser_of, organises
from meetings.days.taken import give_back
from meetings.models import Day, DayBreak, DayDate, DayRoom
from meetings.permissions import speakers_of
from meetings.turns import digest_of

TEXTS = (
    "title",
    "description",
    "requirements",
    "place",
    "access",
    "opens_at",
    "closes_at",
    "slot_minutes",
    "registration_from",
    "registration_until",
    "wishes_until",
    "companies_most",
    "criterion",
)


@transaction.atomic
def create_day(*, by, dates=(), breaks=(), rooms=(), **texts):
    """A draft of the organisation for which `by` speaks. `breaks` are (label, from, to), `rooms` are (name, tables,
    accessible); the order of rooms numbers the tables."""
    organiser = organiser_of(by)
    if organiser is None:
        raise DomainError(
            _("Une journée s'organise au nom d'un acheteur ou d'un partenaire, par une personne validée.")
        )
    day = Day(organiser=organiser, author=by)
    write(day, texts, dates, breaks, rooms)
    record(day, "day.created", by=by, after=told(day))
    return day


@transaction.atomic
def change_day(day, *, by, version, dates=(), breaks=(), rooms=(), **texts):
    """Write a draft again; `version` is what the person had on screen."""
    day = lock_day(day)
    check_organiser(day, by)
    if not day.is_editable:
        raise DomainError(_("Cette journée n'est plus un brouillon : elle ne se modifie plus ici."))
    if version != day.version:
        raise Conflict(SAVED_MEANWHILE, current=day)
    before = told(day)
    day.version += 1
    write(day, texts, dates, breaks, rooms)
    record(day, "day.changed", by=by, before=before, after=told(day))
    return day


def write(day, texts, dates, breaks, rooms):
    """Store what was typed, once every value may stand."""
    limits = day_limits(timezone.localdate())
    values = {name: texts.get(name, getattr(day, name)) for name in TEXTS}
    check_values(values, limits)
    check_dates(dates, limits)
    check_breaks(breaks, limits)
    check_rooms(rooms, limits)
    for name, value in values.items():
        setattr(day, name, value)
    day.save()
    for rows in (day.dates, day.breaks, day.rooms):
        rows.all().delete()
    DayDate.objects.bulk_create(DayDate(day=day, on=on) for on in dates)
    DayBreak.objects.bulk_create(
        DayBreak(day=day, label=label, starts_at=start, ends_at=end) for label, start, end in breaks
    )
    DayRoom.objects.bulk_create(
        DayRoom(day=day, position=position, name=name, tables=tables, step_free=step_free)
        for position, (name, tables, step_free) in enumerate(rooms, start=1)
    )


@transaction.atomic
def submit_day(day, *, by, version=None):
    """Hand a whole day to the moderators; `version` is what the person had on screen."""
    day = lock_day(day, DayStatus.SUBMITTED)
    check_organiser(day, by)
    if version is not None and version != day.version:
        raise DomainError(_("La journée a changé depuis que vous l'avez lue : relisez-la, puis envoyez-la."))
    today = timezone.localdate()
    check_whole(day, today, day_limits(today))
    move(day, DayStatus.SUBMITTED, "day.submitted", by=by, submitted_at=timezone.now(), moderation_reason="")
    DaySubmitted(day).send_to(moderators())
    return day


@transaction.atomic
def recall_day(day, *, by):
    """Take a sent day back before anybody decides."""
    day = lock_day(day, DayStatus.DRAFT)
    check_organiser(day, by)
    return move(day, DayStatus.DRAFT, "day.recalled", by=by)


@transaction.atomic
def publish_day(day, *, by):
    """Announce a day: everybody reads it, and the digest of the seed that will order its registrations."""
    day = lock_day(day, DayStatus.OPEN)
    check_moderator(day, by)
    today = timezone.localdate()
    check_whole(day, today, day_limits(today))
    day.secret = secrets.token_hex(32)
    day.save(update_fields=["secret"])
    move(
        day,
        DayStatus.OPEN,
        "day.opened",
        by=by,
        published_at=timezone.now(),
        commitment=digest_of(day.secret),
    )
    DayOpened(day).send_to(speakers_of(day.organiser))
    return day


@transaction.atomic
def return_day(day, *, by, reason="", reason_key=""):
    """Send a day back to its organiser, who reads why, mends and sends it again."""
    day = lock_day(day, DayStatus.RETURNED)
    check_moderator(day, by)
    chosen = choose_reason("return", "day", reason_key, reason, required=False)
    values = {"moderation_reason": chosen.text, "moderation_reason_key": chosen.key}
    move(day, DayStatus.RETURNED, "day.returned", by=by, reason=chosen.text, **values)
    DayReturned(day).send_to(speakers_of(day.organiser))
    return day


@transaction.atomic
def cancel_day(day, *, by, reason):
    """The day does not take place; `reason` is public."""
    day = lock_day(day, DayStatus.CANCELLED)
    check_organiser(day, by)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Dites pourquoi la journée est annulée : tous le liront."), field="reason")
    move(day, DayStatus.CANCELLED, "day.cancelled", by=by, reason=reason, cancel_reason=reason)
    give_back(day)
    DayCancelled(day).send_to(concerned(day))
    enqueue("meetings.take_out_agendas", day.pk)
    return day


def concerned(day):
    """The people of the organiser and of every organisation that is still registered."""
    live = day.registrations.live().select_related("organisation").order_by("pk")
    organisations = [day.organiser, *(each.organisation for each in live)]
    return [user for each in organisations for user in speakers_of(each)]


def lock_day(day, target=None):
    """The row of `day`, locked until the end of the transaction; refused when it may not become `target`."""
    rows = Day.objects.select_for_update(of=("self",), no_key=True).select_related("organiser")
    locked = rows.get(pk=day.pk)
    if target is not None:
        check_transition(locked, target, DAY_TRANSITIONS)
    return locked


def move(day, status, verb, *, by, reason="", **values):
    """Give a day, locked for that `status`, its new status and `values`, with their audit entry."""
    before = {name: getattr(day, name) for name in ("status", *values)}
    day.status = status
    for name, value in values.items():
        setattr(day, name, value)
    day.save(update_fields=["status", *values, "updated_at"])
    record(day, verb, by=by, before=before, after={"status": status, **values}, reason=reason)
    return day


def check_organiser(day, by):
    if by is None:
        return
    read_again(by)
    if not organises(by, day):
        raise DomainError(_("Cette journée est tenue par une autre organisation."))


def check_moderator(day, by):
    if by is not None and not can_moderate(by, day.organiser):
        raise DomainError(_("Vous ne pouvez pas décider d'une journée de votre propre organisation."))


def told(day):
    return {
        **{name: getattr(day, name) for name in TEXTS},
        "dates": [each.on for each in day.dates.order_by("on")],
        "breaks": list(day.breaks.order_by("starts_at", "pk").values_list("label", "starts_at", "ends_at")),
        "rooms": list(day.rooms.order_by("position").values_list("name", "tables", "step_free")),
    }
