"""What people type: every fault is said beside its field, and what was typed stays."""

import pytest

from meetings.forms import ProposalForm, SlotsForm
from tests.meetings.scenes import any_hour, slot

pytestmark = pytest.mark.django_db

PLACE = {"length": "30", "place_kind": "video", "place": "https://visio.example/salle"}


def filled(**fields):
    return ProposalForm({**PLACE, "date_1": "2027-02-10", "time_1": "10:00", **fields})


def said(form):
    return {
        name: [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
        for name, lines in form.errors.items()
    }


def test_form_reads_slots_place_and_message():
    form = filled(date_3="10/02/2027", time_3="14h30", length="45", message="Bonjour")
    assert form.is_valid(), form.errors
    assert form.proposal() == {
        "slots": [slot(9, 10, length=45), slot(9, 14, 30, length=45)],
        "place_kind": "video",
        "place": "https://visio.example/salle",
        "message": "Bonjour",
    }


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("10:00", 10, 0), ("10h", 10, 0), ("10 h 15", 10, 15), ("10h15", 10, 15), ("10:15:00", 10, 15)],
)
def test_form_reads_hours_as_people_write_them(typed, hour, minute):
    form = filled(time_1=typed)
    assert form.is_valid(), form.errors
    assert form.slots == [slot(9, hour, minute)]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"date_1": "", "time_1": ""}, {"date_1": ["Proposez au moins un créneau : une date et une heure."]}),
        ({"time_1": ""}, {"time_1": ["Écrivez aussi l'heure de ce créneau."]}),
        ({"date_1": ""}, {"date_1": ["Écrivez aussi la date de ce créneau."]}),
        ({"date_2": "2027-02-11"}, {"time_2": ["Écrivez aussi l'heure de ce créneau."]}),
        ({"date_1": "demain"}, {"date_1": ["Écrivez une date qui existe, par exemple 05/11/2027."]}),
        ({"date_1": "2027-02-30"}, {"date_1": ["Écrivez une date qui existe, par exemple 05/11/2027."]}),
        ({"time_1": "25:00"}, {"time_1": ["Écrivez une heure, par exemple 14:30."]}),
        ({"date_1": "2027-01-31"}, {"date_1": ["Choisissez une date à venir, dans les douze mois."]}),
        ({"date_1": "0001-01-01"}, {"date_1": ["Choisissez une date à venir, dans les douze mois."]}),
        ({"date_1": "9999-12-31"}, {"date_1": ["Choisissez une date à venir, dans les douze mois."]}),
        (
            {"date_1": "2027-02-01", "time_1": "09:00"},
            {"time_1": ["Le créneau du lundi 1er février 2027, de 9 h 00 à 9 h 30 est déjà passé : "
                        "choisissez un moment à venir."]},
        ),
        (
            {"date_2": "2027-02-10", "time_2": "10:29"},
            {"time_2": ["Les créneaux du mercredi 10 février 2027, de 10 h 00 à 10 h 30 et du mercredi "
                        "10 février 2027, de 10 h 29 à 10 h 59 se chevauchent : déplacez l'un des deux."]},
        ),
        (
            {"date_1": "2027-03-28", "time_1": "02:30"},
            {"time_1": ["Le dimanche 28 mars 2027, 2 h 30 n'existe pas : cette nuit-là, les horloges passent de "
                        "2 h 00 à 3 h 00. Choisissez une heure avant 2 h 00, ou à partir de 3 h 00."]},
        ),
        ({"time_1": "06:59"}, {"time_1": ["Proposez une heure entre 7 h et 21 h."]}),
        ({"time_1": "20:31"}, {"time_1": ["Proposez une heure entre 7 h et 21 h."]}),
        ({"place": ""}, {"place": ["Dites où : le lien de la visioconférence, l'adresse ou le numéro."]}),
        ({"place": "http://visio.example"}, {"place": ["Écrivez le lien complet de la visioconférence ; il "
                                                       "commence par https://."]}),
        ({"length": "7"}, {"length": ["Sélectionnez un choix valide. 7 n’en fait pas partie."]}),
        ({"message": "a" * 2001}, {"message": ["Assurez-vous que cette valeur comporte au plus 2000 caractères "
                                               "(actuellement 2001)."]}),
    ],
)  # fmt: skip
def test_form_says_each_fault_beside_its_field(fields, errors):
    form = filled(**fields)
    assert not form.is_valid()
    assert said(form) == errors


def test_form_says_several_faults_at_once():
    form = filled(date_1="", time_2="25:00", place="")
    assert not form.is_valid()
    assert set(form.errors) == {"date_1", "time_2", "place"}


def test_form_takes_the_first_of_an_hour_that_exists_twice():
    any_hour()
    form = filled(date_1="2027-10-31", time_1="02:30")
    assert form.is_valid(), form.errors
    assert form.slots[0][0].isoformat() == "2027-10-31T00:30:00+00:00"


def test_form_keeps_what_was_typed():
    form = filled(date_1="2027-02-10", time_1="25:00", message="Bonjour à vous", place="")
    assert not form.is_valid()
    drawn = str(form)
    for typed in ['value="2027-02-10"', 'value="25:00"', "Bonjour à vous"]:
        assert typed in drawn


def test_form_bounds_dates_for_browsers_and_asks_no_slot_but_one():
    form = SlotsForm()
    assert (form.fields["date_1"].widget.attrs["min"], form.fields["date_5"].widget.attrs["max"]) == (
        "2027-02-01",
        "2028-02-01",
    )
    assert [row["number"] for row in form.slot_rows()] == [1, 2, 3, 4, 5]
    assert list(form.fields) == [
        *(f"{part}_{number}" for number in range(1, 6) for part in ("date", "time")),
        "length",
        "place_kind",
        "place",
    ]
