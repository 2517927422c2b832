"""Files that are read, and what is said of those that cannot be."""

import json

import pytest

from meetings.timetable.changes import changes_of, meetings_of
from meetings.timetable.problem import Problem, digest
from meetings.timetable.reading import Unreadable, problem_of, read_json, read_problem
from tests.meetings.timetable.events import event

DAY = {
    "slots": 3,
    "tables": 1,
    "buyers": [{"id": "a0", "unavailable": [2]}, {"id": "a1", "unavailable": []}],
    "companies": [{"id": "e0", "unavailable": []}, {"id": "e1", "unavailable": []}],
    "wishes": [
        {"buyer": "a0", "company": "e0", "weight": 1},
        {"buyer": "a1", "company": "e1", "weight": 3},
        {"buyer": "a1", "company": "e0", "weight": 3},
    ],
    "fixed": [],
}


def wish(buyer, company, weight=1):
    return {"buyer": buyer, "company": company, "weight": weight}


def fixed(*rows):
    return [{"buyer": buyer, "company": company, "slot": slot} for buyer, company, slot in rows]


FAULTS = [
    ({"slots": 0}, "problem : « slots » doit être un nombre entier de 1 à 500."),
    ({"slots": True}, "problem : « slots » doit être un nombre entier de 1 à 500."),
    ({"tables": "4"}, "problem : « tables » doit être un nombre entier de 1 à 10000."),
    ({"buyers": None}, "buyers : une liste est attendue."),
    ({"buyers": [4]}, "buyers[0] : un objet est attendu."),
    ({"buyers": [{"id": 4}]}, "buyers[0] : « id » doit être un texte, de 200 caractères au plus."),
    ({"companies": [{"id": "a1"}]}, "companies[0] : l'identifiant « a1 » est déjà pris."),
    (
        {"buyers": [{"id": "a0", "unavailable": [3]}]},
        "buyers[0] : « unavailable » : le créneau 3 n'existe pas (de 0 à 2).",
    ),
    (
        {"buyers": [{"id": "a0", "unavailable": 2}]},
        "buyers[0] : « unavailable » doit être une liste de créneaux.",
    ),
    ({"wishes": [wish("a9", "e0")]}, "wishes[0] : l'acheteur « a9 » est inconnu."),
    ({"wishes": [wish("a0", "a1")]}, "wishes[0] : l'entreprise « a1 » est inconnue."),
    ({"wishes": [wish("a0", ["e1"])]}, "wishes[0] : l'entreprise « ['e1'] » est inconnue."),
    (
        {"wishes": [wish("a0", "e0"), wish("a0", "e0")]},
        "wishes[1] : « a0 » et « e0 » sont déjà souhaités ensemble.",
    ),
    ({"wishes": [wish("a0", "e0", 4)]}, "wishes[0] : « weight » doit être un nombre entier de 1 à 3."),
    ({"fixed": fixed(("a0", "e1", 0))}, "fixed[0] : « a0 » et « e1 » ne sont pas parmi les souhaits."),
    ({"fixed": fixed(("a0", "e0", 3))}, "fixed[0] : « slot » doit être un nombre entier de 0 à 2."),
    ({"fixed": fixed(("a0", "e0", 2))}, "fixed[0] : « a0 » est absent au créneau 2."),
    ({"fixed": fixed(("a0", "e0", 0), ("a0", "e0", 1))}, "fixed[1] : « a0 » et « e0 » sont déjà fixés."),
    (
        {"fixed": fixed(("a0", "e0", 0), ("a1", "e0", 0))},
        "fixed[1] : « e0 » a déjà un rendez-vous fixé au créneau 0 (fixed[0]).",
    ),
    (
        {"fixed": fixed(("a0", "e0", 0), ("a1", "e1", 0))},
        "fixed[1] : plus de rendez-vous fixés au créneau 0 que de tables (1).",
    ),
    ({"breaks": [3]}, "breaks : « breaks » : le créneau 3 n'existe pas (de 0 à 2)."),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_place(change, sentence):
    with pytest.raises(Unreadable) as caught:
        problem_of(DAY | change)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "ce n'est pas du JSON (ligne 1, colonne 2)"),
        (b"[]", "un objet est attendu"),
        (b"\xff", "ce n'est pas un texte en UTF-8"),
        (b"[" * 100_000, "ce n'est pas du JSON"),
    ],
)
def test_a_file_that_is_no_object_is_told(tmp_path, content, words):
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"problem\.json") as caught:
        read_json(path)
    assert words in str(caught.value)


def test_a_file_that_is_missing_is_told(tmp_path):
    with pytest.raises(Unreadable, match="n'existe pas"):
        read_json(tmp_path / "absent.json")


def test_what_may_be_left_out_is_nothing(tmp_path):
    path = tmp_path / "problem.json"
    short = {key: DAY[key] for key in ("slots", "tables")}
    short |= {side: [{"id": row["id"]} for row in DAY[side]] for side in ("buyers", "companies")}
    short["wishes"] = [{"buyer": "a0", "company": "e0"}]
    path.write_text(json.dumps(short), encoding="utf-8")
    problem = read_problem(path)
    assert problem.wishes == {("a0", "e0"): 1} and not problem.fixed and problem.free["a0"] == {0, 1, 2}


def test_the_digest_does_not_depend_on_the_order_of_a_file():
    data = event(seed=3)
    turned = data | {key: data[key][::-1] for key in ("buyers", "companies", "wishes")}
    assert digest(problem_of(data).as_data()) == digest(problem_of(dict(reversed(turned.items()))).as_data())
    assert digest(problem_of(data).as_data()) != digest(problem_of(data | {"tables": 7}).as_data())


def test_plain_values_come_back_as_they_were():
    problem = problem_of(DAY | {"fixed": fixed(("a0", "e0", 1)), "breaks": [1], "days": [0, 2]})
    again = Problem.from_data(json.loads(json.dumps(problem.as_data())))
    assert again.as_data() == problem.as_data()
    assert again.breaks == (1, 2)


def row(buyer, company, slot, table=0):
    return {"buyer": buyer, "company": company, "slot": slot, "table": table}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (None, "meetings : une liste est attendue."),
        ([row("a0", "e1", 0)], "meetings[0] : « a0 » et « e1 » ne sont pas parmi les souhaits."),
        ([row("a0", "e0", 0, 1)], "meetings[0] : « table » doit être un nombre entier de 0 à 0."),
        (
            [row("a0", "e0", 0), row("a0", "e0", 1)],
            "meetings[1] : « a0 » et « e0 » s'y rencontrent deux fois.",
        ),
        (
            [row("a0", "e0", 0), row("a1", "e0", 0)],
            "meetings[1] : « e0 » a deux rendez-vous au même créneau.",
        ),
        (
            [row("a0", "e0", 0), row("a1", "e1", 0)],
            "meetings[1] : la table est prise deux fois au même créneau.",
        ),
    ],
)
def test_a_plan_of_something_else_is_told(rows, sentence):
    with pytest.raises(Unreadable) as caught:
        meetings_of({"meetings": rows}, problem_of(DAY))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"now": 4}, "changes : « now » doit être un nombre entier de 0 à 3."),
        ({"absent": [{"id": "b7"}]}, "absent[0] : « b7 » est inconnu."),
        ({"late": [{"id": "a0"}]}, "late[0] : « until » doit être un nombre entier de 0 à 3."),
        ({"lost_tables": [{"table": 1}]}, "lost_tables[0] : « table » doit être un nombre entier de 0 à 0."),
        ({"fill_only": 1}, "changes : « fill_only » doit être true ou false."),
        ([], "changes : un objet est attendu."),
    ],
)
def test_changes_that_make_no_sense_are_told(changes, sentence):
    with pytest.raises(Unreadable) as caught:
        changes_of(changes, problem_of(DAY))
    assert str(caught.value) == sentence


def test_changes_count_from_now_on():
    changes = changes_of(
        {"now": 1, "absent": [{"id": "a0", "from": 0}], "late": [{"id": "e0", "until": 2}]}, problem_of(DAY)
    )
    assert changes.away == {"a0": {1, 2}, "e0": {1}}
