"""Moments typed in Paris and stored in UTC, on ordinary days and on both days when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandest_portal.core.errors import DomainError
from meetings.slots import (
    FARTHEST,
    PARIS,
    check_slot,
    check_slots,
    clock_words,
    hours_words,
    is_shown_twice,
    moment_of,
    moment_words,
    slot_words,
)
from tests.meetings.scenes import NOW

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
HALF_HOUR = timedelta(minutes=30)


def said(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def after(**delay):
    """A slot of half an hour that begins this long after NOW."""
    starts_at = NOW + timedelta(**delay)
    return starts_at, starts_at + HALF_HOUR


@pytest.mark.parametrize(
    ("day", "typed", "stored"),
    [
        (date(2027, 2, 10), time(10, 0), datetime(2027, 2, 10, 9, 0, tzinfo=UTC)),
        (date(2027, 7, 10), time(10, 0), datetime(2027, 7, 10, 8, 0, tzinfo=UTC)),
        (SPRING, time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (SPRING, time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (AUTUMN, time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (AUTUMN, time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (AUTUMN, time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_moment_of_reads_the_clocks_of_paris(day, typed, stored):
    assert moment_of(day, typed) == stored


@pytest.mark.parametrize("typed", [time(2, 0), time(2, 30), time(2, 59)])
def test_moment_of_refuses_a_time_that_is_never_shown(typed):
    with pytest.raises(DomainError) as refusal:
        moment_of(SPRING, typed)
    assert said(str(refusal.value)) == (
        f"Le dimanche 28 mars 2027, 2 h {typed.minute:02d} n'existe pas : cette nuit-là, les horloges passent de "
        "2 h 00 à 3 h 00. Choisissez une heure avant 2 h 00, ou à partir de 3 h 00."
    )


@settings(deadline=None)
@given(st.dates(date(2027, 1, 1), date(2029, 12, 31)), st.times())
def test_moment_of_shows_again_what_was_typed_or_refuses(day, typed):
    typed = typed.replace(fold=0)
    try:
        moment = moment_of(day, typed)
    except DomainError:
        assert (day.month, day.weekday(), typed.hour) == (3, 6, 2)
    else:
        local = moment.astimezone(PARIS)
        assert (local.date(), local.time(), local.fold) == (day, typed, 0)
        assert moment.utcoffset() == timedelta(0)


def test_ambiguous_hours_are_said_with_their_offset():
    first = moment_of(AUTUMN, time(2, 30))
    assert [
        said(clock_words(moment))
        for moment in [first, first + timedelta(hours=1), first + timedelta(hours=2)]
    ] == [
        "2 h 30 (UTC+2)",
        "2 h 30 (UTC+1)",
        "3 h 30",
    ]
    assert said(slot_words(first, first + timedelta(hours=1))) == (
        "dimanche 31 octobre 2027, de 2 h 30 (UTC+2) à 2 h 30 (UTC+1)"
    )


@pytest.mark.parametrize(
    ("utc", "twice"),
    [
        (datetime(2027, 10, 30, 23, 59, tzinfo=UTC), False),
        (datetime(2027, 10, 31, 0, 0, tzinfo=UTC), True),
        (datetime(2027, 10, 31, 1, 59, tzinfo=UTC), True),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), False),
    ],
)
def test_is_shown_twice_during_two_hours_of_the_year(utc, twice):
    assert is_shown_twice(utc) is twice


def test_words_of_a_moment_and_of_a_slot_over_midnight():
    evening = datetime(2027, 2, 10, 22, 30, tzinfo=UTC)
    assert said(moment_words(evening)) == "mercredi 10 février 2027 à 23 h 30"
    assert said(hours_words(evening, evening + timedelta(hours=1))) == "de 23 h 30 à 0 h 30 le lendemain"


def test_hours_are_never_cut_at_the_end_of_a_line():
    assert clock_words(NOW) == "9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00"


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        (after(seconds=0), "est déjà passé"),
        (after(days=-1), "est déjà passé"),
        (after(days=365, seconds=1), "est trop lointain"),
        ((NOW + HALF_HOUR, NOW + HALF_HOUR), "Un rendez-vous dure"),
        ((NOW + HALF_HOUR, NOW), "Un rendez-vous dure"),
        ((NOW + HALF_HOUR, NOW + timedelta(hours=5)), "Un rendez-vous dure"),
    ],
)
def test_check_slot_refuses_what_is_no_meeting(slot, words):
    with pytest.raises(DomainError, match=words):
        check_slot(slot, NOW)


def test_check_slot_takes_its_limits():
    for slot in [after(seconds=1), (NOW + FARTHEST, NOW + FARTHEST + timedelta(hours=4))]:
        check_slot(slot, NOW)


def test_check_slots_takes_slots_that_touch():
    check_slots([after(hours=2), after(hours=1, minutes=30), after(hours=1)], NOW)


def test_check_slots_refuses_an_overlap_whatever_the_order():
    with pytest.raises(DomainError) as refusal:
        check_slots([after(hours=2, minutes=29), after(hours=5), after(hours=2)], NOW)
    assert said(str(refusal.value)) == (
        "Les créneaux du lundi 1er février 2027, de 11 h 00 à 11 h 30 et du lundi 1er février 2027, "
        "de 11 h 29 à 11 h 59 se chevauchent : déplacez l'un des deux."
    )


@pytest.mark.parametrize("count", [0, 6])
def test_check_slots_counts_them(count):
    with pytest.raises(DomainError, match="Proposez de 1 à 5 créneaux"):
        check_slots([after(days=day + 1) for day in range(count)], NOW)
