"""Who is awaited at the desk: found by name or organisation, accents and capitals aside."""

from django.db.models import F, Prefetch, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.search import plain
from grandest_portal.core.text import clean_line
from meetings.days.checkin import expected
from meetings.days.enums import RegistrationStatus
from meetings.models import DayArrival
from meetings.slots import clock_words

LONGEST, MOST_WORDS = 100, 8
STATES = {
    "": gettext_lazy("Toutes les personnes"),
    "attendus": gettext_lazy("Pas encore arrivées"),
    "arrives": gettext_lazy("Arrivées"),
}


def awaited(day, on, text="", state=""):
    """The people of a day by organisation and name, with `today` (their arrivals on the date `on`, one or none)."""
    rows = expected().filter(registration__day=day)
    for word in clean_line(text[:LONGEST]).split()[:MOST_WORDS]:
        rows = named(rows).filter(sought__contains=plain(Value(word)))
    if state:
        there = here(day, on)
        rows = rows.filter(pk__in=there) if state == "arrives" else rows.exclude(pk__in=there)
    arrivals = Prefetch("arrivals", DayArrival.objects.filter(on=on).order_by("pk"), to_attr="today")
    return rows.prefetch_related(arrivals).order_by(
        "registration__organisation__name", "registration", "user__full_name", "pk"
    )


def named(rows):
    names = Concat(F("user__full_name"), Value(" "), F("registration__organisation__name"))
    return rows.annotate(sought=plain(names))


def here(day, on):
    """The numbers of the people who have arrived on a date."""
    return DayArrival.objects.filter(person__registration__day=day, on=on).values("person")


def counts_of(day, on):
    """(how many are awaited in all, how many have arrived on that date)."""
    rows = expected().filter(registration__day=day)
    return rows.count(), rows.filter(pk__in=here(day, on)).count()


def person_row(person, away):
    """`away` is what was said of each registration."""
    registration = person.registration
    arrival = person.today[0] if person.today else None
    waiting = registration.status == RegistrationStatus.WAITING
    return {
        "pk": person.pk,
        "name": str(person.user),
        "organisation": str(registration.organisation),
        "side": registration.get_side_display(),
        "registration": registration.pk,
        "note": _("en liste d'attente") if waiting else "",
        "away": ", ".join(away.get(registration.pk, ())),
        "can_be_away": not waiting,
        "arrived": _("Arrivée à %(time)s") % {"time": clock_words(arrival.arrived_at)} if arrival else "",
    }
