"""The free slots that the openings of one side give, as another side may ask for them now. Everybody who asks about a
need reads the same hours; only those at which the asking person or the company is taken themselves are left out."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from grandest_portal.accounts.enums import WRITING_ROLES
from grandest_portal.accounts.models import Membership
from meetings.hours import meeting_hours
from meetings.models import Occupation, Opening
from meetings.occupation import person, seat
from meetings.openings.hours import MINUTE, slot_at, slots_on
from meetings.openings.limits import HOME, limits_on
from meetings.slots import overlap, paris

DAY = timedelta(days=1)
KEY_FORMAT = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class Offer:
    """One slot of an opening."""

    opening: Any
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self):
        """What a page sends to name it: « 12-20270202T0900Z »."""
        return f"{self.opening.pk}-{self.starts_at.astimezone(UTC):{KEY_FORMAT}}"

    @property
    def slot(self):
        return self.starts_at, self.ends_at


def moment_named(key):
    """The moment in the name of an Offer, or None."""
    try:
        return datetime.strptime(key.partition("-")[2], KEY_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def openings_of(organisation):
    """The openings of an organisation that are not closed, with what expanding them needs."""
    rows = Opening.objects.open().filter(organisation=organisation).select_related("agent", "department")
    return rows.prefetch_related("exceptions").order_by("pk")


def hosts_of(openings, other):
    """{opening: [numbers of those who may receive]}: active approved people who write, none of whom also stands in the
    organisation `other`; of a department, its members."""
    organisations = {each.organisation_id for each in openings}
    rows = Membership.objects.approved().valid(timezone.localdate())
    rows = rows.filter(organisation__in=organisations, role__in=WRITING_ROLES, user__is_active=True)
    both = Membership.objects.live().filter(organisation=other)
    rows = rows.exclude(user__in=both.values("user")).order_by("user_id")
    people = list(rows.values_list("user_id", "department_id"))
    return {
        each.pk: [
            user
            for user, department in people
            if user == each.agent_id or (each.department_id is not None and department == each.department_id)
        ]
        for each in openings
    }


def within_hours(slot, hours):
    """True when a slot lies within the (earliest, latest) hours of Paris."""
    starts_at, ends_at = (paris(moment).replace(tzinfo=None, fold=0) for moment in slot)
    midnight = datetime.combine(starts_at.date(), time())
    earliest, latest = (midnight + timedelta(hours=hour) for hour in hours)
    return earliest <= starts_at and ends_at <= latest


def local_day(opening, moment):
    return moment.astimezone(ZoneInfo(opening.zone)).date()


class Offers:
    """The slots of some openings at the moment `at`; `asking` is the person, `company` the seat that would be taken,
    `other` the organisation that asks."""

    def __init__(self, openings, *, at, other, asking=None, company=None):
        self.openings, self.at = list(openings), at
        self.hosts = hosts_of(self.openings, other)
        self.own = [*([person(asking.pk)] if asking else []), *([seat(company.pk)] if company else [])]
        self.limits = limits_on(paris(at).date())
        self.hours = meeting_hours(paris(at).date())
        self.today = paris(at).date()
        self.last_day = self.today + self.limits.horizon * DAY

    @cached_property
    def occupations(self):
        """({resource: [(starts_at, ends_at)]}, {(opening, day): number of meetings}); one query."""
        resources = {*self.own, *(person(pk) for pks in self.hosts.values() for pk in pks)}
        rows = Occupation.objects.live().filter(
            Q(resource__in=resources) | Q(meeting__opening__in=self.openings),
            during__endswith__gt=self.at - DAY,
        )
        openings = {each.pk: each for each in self.openings}
        taken, meetings = defaultdict(list), set()
        for resource, during, meeting, opening in rows.values_list(
            "resource", "during", "meeting_id", "meeting__opening_id"
        ):
            taken[resource].append((during.lower, during.upper))
            if opening in openings:
                meetings.add((opening, local_day(openings[opening], during.lower), meeting))
        return taken, Counter((opening, day) for opening, day, _meeting in meetings)

    def named(self, key):
        """The Offer that a page names, taken or not; None when no rule makes it, or no longer in time."""
        number, moment = key.partition("-")[0], moment_named(key)
        opening = next((each for each in self.openings if str(each.pk) == number), None)
        slot = slot_at(opening, moment) if opening is not None and moment is not None else None
        offer = Offer(opening, *slot) if slot else None
        return offer if offer is not None and self.in_time(offer) else None

    def in_time(self, offer):
        """True when the slot may still be asked for, seen from the rules alone."""
        soonest = self.at + timedelta(hours=offer.opening.notice)
        return (
            soonest <= offer.starts_at
            and paris(offer.starts_at).date() <= self.last_day
            and within_hours(offer.slot, self.hours)
            and bool(self.hosts[offer.opening.pk])
        )

    def is_full(self, offer):
        """True when the opening takes no more meetings on that day."""
        day = (offer.opening.pk, local_day(offer.opening, offer.starts_at))
        return self.occupations[1][day] >= offer.opening.most_per_day

    def near(self, resource, offer):
        """True when the resource is taken during the slot, or within the buffer around it."""
        margin = offer.opening.buffer * MINUTE
        wide = (offer.starts_at - margin, offer.ends_at + margin)
        return any(overlap(wide, other) for other in self.occupations[0].get(resource, ()))

    def is_free(self, offer):
        taken = self.occupations[0]
        if self.is_full(offer):
            return False
        if any(overlap(offer.slot, other) for own in self.own for other in taken.get(own, ())):
            return False
        return any(not self.near(person(pk), offer) for pk in self.hosts[offer.opening.pk])

    def on(self, day):
        """The free Offers that begin on a day of Paris, in order; one of several at the same moment."""
        found = {}
        for opening in self.openings:
            # The day of another zone may begin on the day before, or end on the day after.
            days = (day,) if opening.zone == HOME else (day - DAY, day, day + DAY)
            for other in days:
                for slot in slots_on(opening, other):
                    offer = Offer(opening, *slot)
                    if paris(slot[0]).date() == day and self.in_time(offer) and self.is_free(offer):
                        found.setdefault((*slot, opening.place_kind), offer)
        return [found[key] for key in sorted(found)]

    def week(self, monday):
        """[(day, [Offer])] of the days of a week that have some."""
        days = [monday + number * DAY for number in range(7)]
        return [(day, offers) for day in days if (offers := self.on(day))]

    def count(self):
        """How many slots are free, no two at one moment."""
        days = (self.last_day - self.today).days + 1
        return sum(len(self.on(self.today + number * DAY)) for number in range(days))

    def next_day(self, day):
        """The first day from `day` on with a free slot, or None."""
        day = max(day, self.today)
        while day <= self.last_day:
            if self.on(day):
                return day
            day += DAY
        return None

    def nearest(self, moment, count=3):
        """The free Offers nearest to a moment, in order of time."""
        around = min(max(paris(moment).date(), self.today), self.last_day)
        found, distance = [], 0
        while distance <= self.limits.horizon and (len(found) < count or distance < 2):
            days = {around - distance * DAY, around + distance * DAY}
            for day in sorted(days):
                if self.today <= day <= self.last_day:
                    found += self.on(day)
            distance += 1
        found.sort(key=lambda offer: (abs(offer.starts_at - moment), offer.starts_at, offer.opening.pk))
        return sorted(found[:count], key=lambda offer: offer.starts_at)
