"""The two commands: files in, files out, sentences for faults; no database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.meetings.timetable.events import event
from tests.meetings.timetable.judge import broken


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "problem.json").write_text(json.dumps(event(seed=9)), encoding="utf-8")
    return tmp_path


def run(name, *words, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_plan_is_written_and_is_the_same_the_next_time(folder):
    out, _err = run("plan_timetable", folder / "problem.json", "--output", folder / "plan.json")
    run("plan_timetable", folder / "problem.json", "--output", folder / "again.json")
    assert (folder / "plan.json").read_bytes() == (folder / "again.json").read_bytes()
    plan = read(folder / "plan.json")
    assert not broken(event(seed=9), plan)
    assert f"{len(plan['meetings'])} rendez-vous" in out and "prouvé" in out
    assert plan.keys() >= {
        "status", "meetings", "meetings_bound", "company_gaps", "company_gaps_bound", "input_sha256", "seed", "solver",
    }  # fmt: skip
    assert not list(folder.glob("*.part"))


def test_a_day_is_planned_again(folder):
    run("plan_timetable", folder / "problem.json", "--output", folder / "plan.json")
    (folder / "changes.json").write_text(json.dumps({"now": 2, "absent": [{"id": "a0", "from": 2}]}))
    files = [folder / name for name in ("problem.json", "plan.json", "changes.json")]
    out, _err = run("replan_timetable", *files, "--output", folder / "new.json")
    new = read(folder / "new.json")
    assert not broken(event(seed=9), new)
    assert f"perdus : {len(new['lost'])}" in out
    assert {lost["cause"] for lost in new["lost"]} == {"absence : a0"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.json"], "n'existe pas"),
        (["problem.json", "--limit", "0"], "--limit doit être entre"),
        (["problem.json", "--seed", "-1"], "--seed un entier positif"),
    ],
)
def test_a_fault_is_a_sentence(folder, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("plan_timetable", folder / words[0], *words[1:], "--output", folder / "plan.json")
    assert not (folder / "plan.json").exists()


def test_a_plan_that_cannot_be_written_is_told(folder):
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        run("plan_timetable", folder / "problem.json", "--output", folder / "nowhere" / "plan.json")
