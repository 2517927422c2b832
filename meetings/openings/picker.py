"""The page on which a slot is chosen: one week at a time, in words."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from meetings.openings.pages import day_of
from meetings.presentation import monday_of, week_words
from meetings.slots import day_words, paris

WEEK = timedelta(days=7)


def week_asked(text, offers):
    """The Monday of the week that the address asks for, within what is shown; that of the first free slot, or this
    week, for anything else."""
    try:
        asked = monday_of(date.fromisoformat(text))
    except ValueError:
        first = offers.next_day(offers.today)
        return monday_of(first or offers.today)
    return min(max(asked, monday_of(offers.today)), monday_of(offers.last_day))


def week_page(offers, monday, address):
    """What the page of a week shows; `address(monday)` gives that of another week."""
    days = [day_of(day, found) for day, found in offers.week(monday)]
    return {
        "week": week_words(monday, offers.today),
        "days": days,
        "before": week_link(offers, monday - WEEK, address),
        "after": week_link(offers, monday + WEEK, address),
        "next_free": None if days else next_free(offers, monday, address),
    }


def week_link(offers, monday, address):
    if not monday_of(offers.today) <= monday <= monday_of(offers.last_day):
        return None
    return {"words": week_words(monday, offers.today), "url": address(monday)}


def next_free(offers, monday, address):
    """The next day with a free slot after an empty week, else the first one before it."""
    day = offers.next_day(monday + WEEK) or offers.next_day(offers.today)
    if day is None:
        return None
    words = _("Prochain créneau libre : %(day)s") if day > monday else _("Créneau libre avant : %(day)s")
    return {
        "words": words % {"day": day_words(day)},
        "url": f"{address(monday_of(day))}#jour-{day.isoformat()}",
    }


def nearest_days(found):
    """The days of the nearest Offers, as the page of a week shows them."""
    days = {}
    for each in found:
        days.setdefault(paris(each.starts_at).date(), []).append(each)
    return [day_of(day, each) for day, each in days.items()]
