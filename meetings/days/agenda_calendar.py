"""The calendar file of one person of a meeting day: all their meetings, and those that were taken out again.

One file holds several meetings, each with an identifier of its own: that is a publication (RFC 5546, 3.2.1). An
invitation (REQUEST) may hold one meeting alone, and mail servers refuse it otherwise. A publication names its
organiser, the portal, and no attendee, not even its reader.
"""

from datetime import UTC

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event

from grandest_portal.core.text import clean_line, clean_text
from meetings.calendar import PUBLISH, calendar_time, calendar_with, organiser
from meetings.days.agenda_lines import agenda_of, agendas_of, lines_for


def calendar_file(person, plan):
    """bytes: the meetings of a DayPerson in a published version, with those of earlier ones marked as cancelled."""
    lines = lines_for(person, agenda_of(person.registration, plan))
    events = [event_of(line, plan, "CONFIRMED") for line in lines]
    events += [event_of(line, plan, "CANCELLED") for line in dropped_lines(person, plan, lines)]
    return calendar_with(PUBLISH, events)


def cancelled_file(person, plan, at):
    """bytes: the same meetings taken out, because the day does not take place any more."""
    lines = lines_for(person, agenda_of(person.registration, plan))
    events = [event_of(line, plan, "CANCELLED", sequence=line.pair.sequence + 1, at=at) for line in lines]
    return calendar_with(PUBLISH, events)


def dropped_lines(person, plan, lines):
    """The last line of each meeting that an earlier published version gave the person and this one does not."""
    kept, found = {line.pair.pk for line in lines}, {}
    mine = Q(buyer=person.registration) | Q(company=person.registration)
    earlier = plan.day.plans.ever_public().filter(published_at__lt=plan.published_at).order_by("published_at")
    for version in earlier:
        version.day = plan.day
        rows = agendas_of(version, mine).get(person.registration_id, [])
        found |= {line.pair.pk: line for line in lines_for(person, rows) if line.pair.pk not in kept}
    return sorted(found.values(), key=lambda line: (line.starts_at, line.pair.pk))


def event_of(line, plan, status, sequence=None, at=None):
    event = Event()
    event.add("uid", str(line.pair.uid))
    event.add("sequence", line.pair.sequence if sequence is None else sequence)
    event.add("dtstamp", (at or plan.published_at).astimezone(UTC))
    event.add("dtstart", calendar_time(line.slot.starts_at, line.slot))
    event.add("dtend", calendar_time(line.slot.ends_at, line.slot))
    event.add("summary", title_of(line))
    event.add("description", description_of(line, plan.day))
    event.add("location", clean_line(f"{line.where}, {plan.day.place}"))
    event.add("url", page_of(plan.day))
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    event.add("organizer", organiser())
    return event


def title_of(line):
    return clean_line(_("Rencontre avec %(who)s") % {"who": line.other.organisation})


def description_of(line, day):
    rows = [
        _("Journée : %(day)s") % {"day": day},
        *(_("Besoin : %(need)s") % {"need": need} for need in line.needs),
    ]
    if line.people:
        rows.append(_("Avec : %(people)s") % {"people": ", ".join(str(each) for each in line.people)})
    rows.append(_("Votre agenda : %(url)s") % {"url": page_of(day)})
    return clean_text("\n".join(clean_line(row) for row in rows))


def page_of(day):
    return settings.SITE_URL + reverse("days:agenda", args=[day.pk])
