"""Meetings about one need have one length, that of its call, or of the first that its buyer agreed on or offered; who
wants another writes why. Both sides read it, and moderators, and whoever reads the register of the need."""

from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.enums import NEVER_AGREED, MeetingSide, MeetingStatus
from meetings.models import BookingCall, LengthReason, Meeting
from meetings.openings.words import minutes_words


def minutes_of(slot):
    return int((slot[1] - slot[0]).total_seconds() // 60)


def usual_length(need, besides=None):
    """Minutes that meetings about the need last, the meeting `besides` left out; None while nothing says so."""
    call = BookingCall.objects.filter(need=need).prefetch_related("openings").first()
    if call is not None and call.openings.all():
        return call.openings.all()[0].length
    rows = Meeting.objects.filter(need=need).order_by("created_at", "pk")
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    agreed = rows.exclude(status__in=NEVER_AGREED).first()
    if agreed is not None:
        return minutes_of((agreed.starts_at, agreed.ends_at))
    return offered_length(rows.filter(status=MeetingStatus.PROPOSED))


def offered_length(meetings):
    """Minutes of the first of these proposals whose slots come from the buyer."""
    for meeting in meetings.prefetch_related("slots"):
        for slot in meeting.slots.all():
            if slot.round == meeting.round and (slot.side == MeetingSide.BUYER or meeting.opening_id):
                return minutes_of((slot.starts_at, slot.ends_at))
    return None


def check_call(openings):
    """One length for all the hours of a call."""
    if len({each.length for each in openings}) > 1:
        raise DomainError(
            _(
                "Ces ouvertures n'ont pas la même durée de rendez-vous : choisissez-en de même durée, pour que "
                "chaque entreprise ait autant de temps."
            ),
            field="openings",
        )


def unusual(meeting, slots):
    """(minutes, usual) of the first slot that needs a reason which nobody wrote for this meeting; or None."""
    usual = usual_length(meeting.need, besides=meeting)
    if usual is None:
        return None
    written = set(meeting.length_reasons.values_list("minutes", flat=True))
    odd = sorted({minutes_of(slot) for slot in slots} - {usual} - written)
    return (odd[0], usual) if odd else None


def settle_length(meeting, slots, side, reason, by):
    """Keep why the slots last longer or shorter than the other meetings about the need; DomainError without."""
    for _number in slots:
        found = unusual(meeting, slots)
        if found is None:
            return
        minutes, usual = found
        if not reason.strip():
            raise DomainError(
                _(
                    "Les rendez-vous sur ce besoin durent %(usual)s, pour toutes les entreprises : gardez cette durée, "
                    "ou écrivez pourquoi celui-ci en demande une autre."
                )
                % {"usual": minutes_words(usual)},
                field="length_reason",
            )
        LengthReason.objects.create(
            meeting=meeting, side=side, minutes=minutes, usual=usual, reason=reason.strip()
        )
        after = {"side": side, "minutes": minutes, "usual": usual}
        record(meeting, "meeting.length_explained", by=by, after=after, reason=reason.strip())


def register_lines(need):
    """[{company, minutes, usual, reason, by, at}] for the register of a need, oldest first."""
    rows = LengthReason.objects.filter(meeting__need=need).order_by("created_at", "pk")
    return [
        {
            "company": row.meeting.company.organisation,
            "minutes": row.minutes,
            "usual": row.usual,
            "reason": row.reason,
            "by": row.get_side_display(),
            "at": row.created_at,
        }
        for row in rows.select_related("meeting__company__organisation")
    ]
