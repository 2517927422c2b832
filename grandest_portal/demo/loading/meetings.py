"""Meetings of the open accounts in every state, at times counted from the day of loading."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from meetings import actions
from meetings.enums import PlaceKind
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
    of_town, of_hospital = published_needs(town), published_needs(hospital)

    actions.propose_meeting(
        of_town[-1],
        company_of(cabin),
        by=cabin,
        slots=[slot(6, 9)],
        message="Nous pouvons venir vous voir.",
        **ON_SITE,
    )
    actions.expire_due_meetings(timezone.now() + timedelta(days=40))

    confirmed = actions.propose_meeting(
        of_town[0],
        company_of(water),
        by=town,
        slots=[slot(3, 10), slot(3, 14), slot(4, 9)],
        message="Nous aimerions comprendre la pose et la précision de l'écoute, sans parler de prix.",
        **VIDEO,
    )
    accept_first(confirmed, by=water)

    actions.propose_meeting(
        of_town[1], company_of(water), by=water, slots=[slot(5, 9), slot(5, 11)], message="", **VIDEO
    )
    actions.propose_meeting(
        of_hospital[0],
        company_of(cabin),
        by=hospital,
        slots=[slot(4, 14), slot(6, 10)],
        message="Le service de cardiologie participera à l'échange.",
        **ON_SITE,
    )
    countered = actions.propose_meeting(
        of_hospital[1],
        company_of(words),
        by=words,
        slots=[slot(2, 9)],
        message="Guten Tag, gerne per Video.",
        **VIDEO,
    )
    actions.propose_other_slots(countered, by=hospital, slots=[slot(7, 9), slot(7, 15)])
    declined = actions.propose_meeting(
        of_hospital[2], company_of(words), by=words, slots=[slot(3, 16)], message="", **VIDEO
    )
    actions.decline_meeting(
        declined, by=hospital, reason="Ce besoin est suivi par un autre service, qui vous écrira."
    )
    cancelled = actions.propose_meeting(
        of_town[0], company_of(words), by=town, slots=[slot(8, 11)], message="", **VIDEO
    )
    accept_first(cancelled, by=words)
    actions.cancel_meeting(cancelled, by=town, reason="La réunion de service a été avancée au même moment.")
