"""What rows and facts say in few words."""

import re
from datetime import UTC, date, datetime

import pytest

from needs.display import TONES, facts_of, place_text, row_of, when_text
from needs.enums import BudgetBand, NeedSource, NeedStatus
from needs.models import Need

MOMENT = datetime(2026, 12, 5, 9, tzinfo=UTC)


def test_every_status_has_a_tone():
    assert set(TONES) == set(NeedStatus)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"status": NeedStatus.PUBLISHED, "sourcing_open_until": date(2026, 12, 18)},
            "Échanges ouverts jusqu'au 18 décembre 2026",
        ),
        ({"status": NeedStatus.CLOSED, "closed_at": MOMENT}, "Échanges clos le 5 décembre 2026"),
        (
            {"status": NeedStatus.CONSULTATION, "closed_at": MOMENT, "consultation_deadline": MOMENT},
            "Date limite de la consultation : 5 décembre 2026",
        ),
        (
            {"status": NeedStatus.AWARDED, "closed_at": MOMENT, "awarded_on": date(2027, 1, 4)},
            "Attribué le 4 janvier 2027",
        ),
        ({"status": NeedStatus.ABANDONED, "closed_at": MOMENT}, "Échanges clos le 5 décembre 2026"),
        ({"status": NeedStatus.DRAFT}, ""),
        (
            {"status": NeedStatus.PUBLISHED, "source": NeedSource.OPEN_DATA, "planned_on": date(2027, 1, 9)},
            "Issu de données ouvertes · consultation envisagée le 9 janvier 2027",
        ),
        ({"status": NeedStatus.PUBLISHED, "source": NeedSource.OPEN_DATA}, "Issu de données ouvertes"),
    ],
)
def test_when_text_is_the_date_that_matters(fields, text):
    assert when_text(Need(**fields)) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["57"], "Moselle"),
        (["88", "57", "51"], "Marne, Moselle, Vosges"),
        (["88", "57", "51", "08"], "4 départements"),
        (["44"], "toute la région"),
        (["44", "57"], "toute la région"),
    ],
)
def test_place_text_names_few_places(make_need, places, names, text):
    need = make_need()
    need.territories.set([places[name] for name in names])
    assert place_text(need) == text


def test_row_of_leaves_out_a_summary_that_repeats_the_title(make_need, agent):
    need = make_need(published=True, title="Fuites", summary="Fuites")
    assert row_of(need, date(2026, 1, 1))["line"] == str(agent.buyer)


def test_row_of_shows_the_result_of_a_need_without_summary(make_need):
    need = make_need(published=True, summary="", expected_result="Savoir où intervenir.")
    assert row_of(need, date(2026, 1, 1))["line"].endswith(" · Savoir où intervenir.")


def test_row_of_shortens_a_long_summary_between_words(make_need):
    line = row_of(make_need(published=True, summary="mot " * 100), date(2026, 1, 1))["line"]
    assert line.endswith(" mot…")
    assert len(line) < 170


def test_facts_of_an_open_need(make_need):
    need = make_need(published=True, published_at=MOMENT, sourcing_open_until=date(2026, 12, 18))
    assert facts_of(need, with_contact=True) == [
        ("Budget", "Pas encore estimé"),
        ("Procédure envisagée", "Pas encore décidée"),
        ("Maturité acceptée", "Toute solution, même encore en recherche"),
        ("Langues des échanges", "Français"),
        ("Publié le", "5 décembre 2026"),
        ("Échanges ouverts jusqu'au", "18 décembre 2026"),
        ("Contact", "Camille Test, Service de l'eau"),
    ]
    assert [label for label, _value in facts_of(need, with_contact=False)][-1] == "Échanges ouverts jusqu'au"


def test_facts_of_a_closed_need_say_when_it_closed(make_need):
    need = make_need(status=NeedStatus.CLOSED, published_at=MOMENT, closed_at=MOMENT, planned_on="2027-01-09")
    need.refresh_from_db()
    assert [label for label, _value in facts_of(need, with_contact=False)][4:] == [
        "Publié le",
        "Échanges clos le",
        "Consultation envisagée le",
    ]


def test_an_ellipsis_takes_the_place_of_a_stop(make_need):
    summary = "Un besoin de " + "mot " * 23 + "son réseau. Encore bien d'autres mots."
    line = row_of(make_need(published=True, summary=summary), date(2026, 1, 1))["line"]
    assert line.endswith("son réseau…")


@pytest.mark.parametrize("band", BudgetBand)
def test_no_amount_breaks_across_lines(band):
    assert not re.search(r"[0-9€] (?=[0-9€]|HT|million)", str(band.label))
