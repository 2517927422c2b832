"""Calendar files of a meeting (RFC 5545), and of its invitation and cancellation by mail (RFC 5546 and 6047).

The identifier of a meeting never changes and its SEQUENCE grows with each change, so that a calendar replaces
what it holds instead of adding to it. Each file names its one recipient as attendee and nobody else.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur

from grandest_portal.core.text import clean_line, clean_text
from meetings.enums import MeetingStatus
from meetings.slots import PARIS, is_shown_twice, paris

PRODUCT = "-//Rencontre Grand Est//Rendez-vous//FR"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ONE_HOUR = timedelta(hours=1)
# What an address may hold as it is in a mailto: URI (RFC 6068); the rest is percent-encoded.
PLAIN_IN_MAILTO = "@!$'*+-._~"
PLAIN_IN_NAME = str.maketrans({'"': "'", "^": " ", "\\": "/"})


def invitation(meeting, user):
    """(method, bytes): the confirmed meeting, for the calendar of one participant."""
    return REQUEST, calendar_of(meeting, REQUEST, user)


def cancellation(meeting, user):
    """(method, bytes): the same meeting taken out of the calendar of one participant."""
    return CANCEL, calendar_of(meeting, CANCEL, user)


def publication(meeting):
    """bytes: the confirmed meeting as a file to download, which names no attendee (RFC 5546, 3.2.1)."""
    return calendar_of(meeting, PUBLISH, None)


def calendar_of(meeting, method, user):
    return calendar_with(method, [event_of(meeting, method, user)])


def calendar_with(method, events):
    """bytes: a calendar of these events, with the rule of Paris before them."""
    calendar = new_calendar(method)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def new_calendar(method):
    """A calendar without events, which knows the zone of Paris."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(zone())
    return calendar


def event_of(meeting, method, user):
    event = Event()
    is_cancelled = method == CANCEL or meeting.status == MeetingStatus.CANCELLED
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.updated_at.astimezone(UTC))
    for name, moment in [("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)]:
        event.add(name, calendar_time(moment, meeting))
    event.add("summary", title_of(meeting))
    event.add("description", description_of(meeting))
    event.add("location", clean_line(meeting.place))
    event.add("url", page_of(meeting))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method == PUBLISH and is_cancelled else "OPAQUE")
    event.add("organizer", organiser())
    if user is not None:
        event.add("attendee", attendee(user))
    return event


def calendar_time(moment, meeting):
    """Paris time; UTC for both ends where a clock shows one of them twice, or calendars would read the first."""
    if is_shown_twice(meeting.starts_at) or is_shown_twice(meeting.ends_at):
        return moment.astimezone(UTC)
    return paris(moment)


def title_of(meeting):
    return clean_line(
        _("Rendez-vous : %(buyer)s et %(company)s")
        % {"buyer": meeting.buyer.organisation, "company": meeting.company.organisation}
    )


def description_of(meeting):
    lines = [
        _("Besoin : %(need)s") % {"need": meeting.need},
        _("Forme : %(kind)s") % {"kind": meeting.get_place_kind_display()},
        _("Pour voir ou annuler ce rendez-vous : %(url)s") % {"url": page_of(meeting)},
    ]
    return clean_text("\n".join(clean_line(line) for line in lines))


def page_of(meeting):
    return settings.SITE_URL + reverse("meetings:detail", args=[meeting.pk])


def mailbox(name, address):
    """A calendar address, its name without the marks that calendars escape in different ways."""
    box = vCalAddress(f"mailto:{quote(address, safe=PLAIN_IN_MAILTO)}")
    box.params["CN"] = clean_line(name).translate(PLAIN_IN_NAME)
    return box


def organiser():
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailbox(name or settings.SERVICE_NAME, address)


def attendee(user):
    """The recipient, who has agreed on the portal already: no answer is asked for by mail."""
    box = mailbox(str(user), user.email)
    box.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    )
    return box


def zone():
    """VTIMEZONE of Paris: the rule since 1996 (directives 94/21/EC, then 2000/84/EC), which every calendar reads."""
    timezone = Timezone()
    timezone.add("tzid", PARIS.key)
    winter, summer = ONE_HOUR, 2 * ONE_HOUR
    for part, name, month, hour, before, after in [
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ]:
        part.add("tzname", name)
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        timezone.add_component(part)
    return timezone
