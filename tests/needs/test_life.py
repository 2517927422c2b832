"""The line of steps: what each state shows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grandest_portal.core.dates import day, moment
from needs.enums import NeedSource, NeedStatus
from needs.life import closing_note, life_steps
from needs.models import Need

AT = datetime(2026, 12, 10, 9, tzinfo=UTC)
DATES = {
    "submitted_at": datetime(2026, 11, 1, 9, tzinfo=UTC),
    "published_at": datetime(2026, 11, 3, 9, tzinfo=UTC),
    "closed_at": datetime(2026, 12, 5, 9, tzinfo=UTC),
}


def line(at=AT, **fields):
    steps = life_steps(Need(**{**DATES, "sourcing_open_until": date(2026, 12, 18), **fields}), at)
    return [(step["state"], step["label"], step["note"]) for step in steps]


def test_life_steps_of_a_draft():
    assert line(status=NeedStatus.DRAFT) == [
        ("current", "Rédaction", ""),
        ("todo", "Relecture", ""),
        ("todo", "Échanges ouverts", ""),
        ("todo", "Suite", ""),
    ]


def test_life_steps_of_a_submitted_need():
    assert line(status=NeedStatus.SUBMITTED)[:2] == [
        ("done", "Rédaction", ""),
        ("current", "Relecture", "envoyé le 1er novembre 2026"),
    ]


def test_life_steps_of_a_returned_need():
    assert line(status=NeedStatus.RETURNED)[0] == ("current", "À reprendre", "renvoyé par la modération")


def test_life_steps_of_a_rejected_need_stop_there():
    assert line(status=NeedStatus.REJECTED) == [
        ("done", "Rédaction", ""),
        ("current", "Refusé", "par la modération"),
    ]


@pytest.mark.parametrize(
    ("until", "note"),
    [
        (date(2027, 1, 20), "jusqu'au 20 janvier 2027 inclus"),
        (date(2026, 12, 18), "jusqu'au 18 décembre 2026 inclus"),
        (date(2026, 12, 17), "jusqu'au 17 décembre 2026 inclus, clôture dans 7 jours"),
        (date(2026, 12, 11), "jusqu'au 11 décembre 2026 inclus, clôture dans 1 jour"),
        (date(2026, 12, 10), "jusqu'au 10 décembre 2026 inclus, dernier jour"),
        (date(2026, 12, 9), "terminés le 9 décembre 2026"),
        (None, ""),
    ],
)
def test_life_steps_of_a_published_need_say_how_long_it_is_open(until, note):
    assert line(status=NeedStatus.PUBLISHED, sourcing_open_until=until, planned_on=date(2027, 2, 1)) == [
        ("done", "Publié", "le 3 novembre 2026"),
        ("current", "Échanges ouverts", note),
        ("todo", "Suite", "consultation envisagée le 1er février 2027"),
        ("todo", "Attribution", ""),
    ]


def test_closing_note_changes_at_midnight_in_paris():
    need = Need(status=NeedStatus.PUBLISHED, sourcing_open_until=date(2026, 12, 18))
    late = datetime(2026, 12, 17, 23, 30, tzinfo=UTC)  # already the 18th in Paris
    assert life_steps(Need(**DATES, status=need.status, sourcing_open_until=need.sourcing_open_until), late)[
        1
    ]["note"] == ("jusqu'au 18 décembre 2026 inclus, dernier jour")
    assert closing_note(need, date(2026, 12, 19)) == ""


def test_life_steps_of_a_closed_need():
    assert [step[:2] for step in line(status=NeedStatus.CLOSED)] == [
        ("done", "Publié"),
        ("current", "Échanges clos"),
        ("todo", "Suite"),
        ("todo", "Attribution"),
    ]


@pytest.mark.parametrize(
    ("deadline", "note"),
    [
        (AT + timedelta(days=8), "jusqu'au 18 décembre 2026"),
        (AT - timedelta(days=1), "close le 9 décembre 2026"),
    ],
)
def test_life_steps_of_a_consultation(deadline, note):
    assert line(
        status=NeedStatus.CONSULTATION,
        consultation_url="https://profil.example/1",
        consultation_deadline=deadline,
    ) == [
        ("done", "Publié", "le 3 novembre 2026"),
        ("done", "Échanges clos", "le 5 décembre 2026"),
        ("current", "Consultation", note),
        ("todo", "Attribution", ""),
    ]


def test_life_steps_of_a_direct_purchase():
    steps = line(status=NeedStatus.DIRECT_PURCHASE, direct_purchase_article="R2122-8")
    assert [step[:2] for step in steps[2:]] == [("current", "Achat direct"), ("todo", "Attribution")]


@pytest.mark.parametrize(
    ("fields", "between"),
    [
        ({}, []),
        (
            {"consultation_url": "https://profil.example/1", "consultation_deadline": AT},
            [("done", "Consultation")],
        ),
    ],
)
def test_life_steps_of_an_abandoned_need(fields, between):
    steps = [step[:2] for step in line(status=NeedStatus.ABANDONED, **fields)]
    assert steps == [("done", "Publié"), ("done", "Échanges clos"), *between, ("current", "Abandonné")]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"consultation_url": "https://profil.example/1"}, "Consultation"),
        ({"direct_purchase_article": "R2122-8"}, "Achat direct"),
    ],
)
def test_life_steps_of_an_awarded_need(fields, label):
    steps = line(status=NeedStatus.AWARDED, awarded_on=date(2027, 1, 4), **fields)
    assert [step[1] for step in steps] == ["Publié", "Échanges clos", label, "Attribué"]
    assert steps[-1] == ("current", "Attribué", "le 4 janvier 2027")


def test_life_steps_of_an_announced_project():
    common = {"source": NeedSource.OPEN_DATA, "planned_on": date(2027, 1, 9)}
    assert line(status=NeedStatus.PUBLISHED, **common) == [
        ("current", "Projet annoncé", ""),
        ("todo", "Consultation", "envisagée le 9 janvier 2027"),
        ("todo", "Attribution", ""),
    ]
    assert line(status=NeedStatus.CLOSED, **common) == [
        ("done", "Projet annoncé", ""),
        ("current", "Annonce close", "le 5 décembre 2026"),
    ]


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("source", NeedSource)
def test_life_steps_have_one_current_step_and_never_go_back(status, source):
    states = [step[0] for step in line(status=status, source=source)]
    assert states.count("current") == 1
    assert states == sorted(states, key=["done", "current", "todo"].index)


def test_moments_are_read_in_paris():
    assert day(datetime(2026, 12, 17, 23, 30, tzinfo=UTC)) == "18 décembre 2026"
    assert moment(datetime(2026, 12, 18, 11, 5, tzinfo=UTC)) == "18 décembre 2026 à 12 h 05"
