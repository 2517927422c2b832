"""Meetings of the open accounts in every state, at times counted from the day of loading."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from meetings import actions
from meetings.enums import PlaceKind
from meetings.openings.actions import open_hours
from meetings.openings.limits import limits_on
from needs.models import Need
from suppliers.permissions import company_of

VIDEO = {"place_kind": PlaceKind.VIDEO, "place": "https://visio.example/salle-demonstration"}
ON_SITE = {"place_kind": PlaceKind.ON_SITE, "place": "Salle du conseil, place de la Mairie"}


def slot(days, hour, minutes=45):
    """(start, end), `days` working days after today at `hour` o'clock local time."""
    day = timezone.localdate()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    start = timezone.make_aware(datetime.combine(day, time(hour)))
    return start, start + timedelta(minutes=minutes)


def published_needs(user):
    return list(Need.objects.published().filter(author=user).order_by("pk"))


def accept_first(meeting, *, by):
    return actions.accept_slot(meeting, meeting.slots.order_by("starts_at").first(), by=by)


def load_meetings(buyers, companies):
    """One meeting in each state; the expired one first, because expiry looks at every waiting proposal."""
    town, hospital = buyers["valbrune"], buyers["vezelle"]
    water, cabin, words = companies["ondine"], companies["mediroute"], companies["wortbruecke"]
    load_expired(town, cabin)
    load_of_town(town, water, words)
    load_of_hospital(hospital, cabin, words)
    load_openings(town, water)


def load_openings(town, water):
    """Hours that may be asked for: two mornings of the town's agent, an afternoon of a company."""
    open_weekly(town, 1, 9, 12, where=VIDEO)
    open_weekly(town, 3, 14, 17, where=ON_SITE)
    open_weekly(water, 2, 14, 17, where=VIDEO)


def open_weekly(user, weekday, opens_at, closes_at, *, where):
    """Each week, with what the parameters suggest."""
    today = timezone.localdate()
    limits = limits_on(today)
    return open_hours(
        by=user,
        agent=user,
        weekday=weekday,
        opens_at=time(opens_at),
        closes_at=time(closes_at),
        zone=limits.zones[0],
        valid_from=today,
        length=limits.length,
        buffer=limits.buffer,
        notice=limits.notice,
        most_per_day=limits.per_day,
        **where,
    )


def propose(need, company_user, *, by, slots, message="", where=VIDEO):
    return actions.propose_meeting(
        need, company_of(company_user), by=by, slots=slots, message=message, **where
    )


def load_expired(town, cabin):
    needs = published_needs(town)
    propose(
        needs[-1], cabin, by=cabin, slots=[slot(6, 9)], message="Nous pouvons venir vous voir.", where=ON_SITE
    )
    actions.expire_due_meetings(timezone.now() + timedelta(days=40))


def load_of_town(town, water, words):
    """Confirmed, awaiting the buyer, confirmed then cancelled."""
    first, second, *_others = published_needs(town)
    asked = "Nous aimerions comprendre la pose et la précision de l'écoute, sans parler de prix."
    confirmed = propose(first, water, by=town, slots=[slot(3, 10), slot(3, 14), slot(4, 9)], message=asked)
    accept_first(confirmed, by=water)
    propose(second, water, by=water, slots=[slot(5, 9), slot(5, 11)])
    cancelled = propose(first, words, by=town, slots=[slot(8, 11)])
    accept_first(cancelled, by=words)
    actions.cancel_meeting(cancelled, by=town, reason="La réunion de service a été avancée au même moment.")


def load_of_hospital(hospital, cabin, words):
    """Awaiting the company, countered, declined."""
    first, second, third, *_others = published_needs(hospital)
    team = "Le service de cardiologie participera à l'échange."
    propose(first, cabin, by=hospital, slots=[slot(4, 14), slot(6, 10)], message=team, where=ON_SITE)
    countered = propose(second, words, by=words, slots=[slot(2, 9)], message="Guten Tag, gerne per Video.")
    actions.propose_other_slots(countered, by=hospital, slots=[slot(7, 9), slot(7, 15)])
    declined = propose(third, words, by=words, slots=[slot(3, 16)])
    actions.decline_meeting(
        declined, by=hospital, reason="Ce besoin est suivi par un autre service, qui vous écrira."
    )
