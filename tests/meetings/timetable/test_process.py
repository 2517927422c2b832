"""The computation in a process of its own: its limits, its end, its silence about the rest."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from meetings.timetable.process import ROOT, Failure, compute
from tests.meetings.timetable.events import problem
from tests.meetings.timetable.judge import broken

# An event whose proof takes many seconds: nobody waits for it here.
HARD = {"buyers": 60, "companies": 200, "slots": 20, "tables": 34, "wishes": 900}


def asked(limit=20.0, **options):
    return {"problem": problem(**options).as_data(), "limit": limit, "seed": 1}


def test_the_plan_and_the_progress_come_back():
    said = []
    question = asked()
    plan = compute(question, tell=said.append)
    assert not broken(question["problem"], plan) and plan["status"] == "optimal"
    assert said == ["Placement des rendez-vous…", "Réduction des attentes…"]


def test_too_little_memory_is_told_and_control_enough_memory_is_not():
    # A small event may fit into what the libraries have taken already; a large one asks the system for more.
    with pytest.raises(Failure, match="plus de mémoire que permis"):
        compute(asked(limit=600.0, **HARD), memory=200_000_000)
    assert compute(asked())["meetings"]


def test_too_long_is_told():
    with pytest.raises(Failure, match="plus longtemps que permis"):
        compute(asked(limit=600.0, **HARD), seconds=2)


def test_a_killed_computation_is_told_and_nothing_is_left():
    children = []

    def end(child):
        children.append(psutil.Process(child.pid))
        child.send_signal(signal.SIGKILL)

    with pytest.raises(Failure, match="interrompu avant sa fin"):
        compute(asked(limit=600.0, **HARD), started=end)
    assert not children[0].is_running()


def test_whoever_reads_the_progress_may_end_it():
    children = []

    def stop(_sentence):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        compute(
            asked(limit=600.0, **HARD),
            tell=stop,
            started=lambda child: children.append(psutil.Process(child.pid)),
        )
    assert not children[0].is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit of seconds ends it")
def test_no_orphan_is_left_when_the_parent_is_killed(tmp_path):
    script = textwrap.dedent(f"""
        import json, sys
        import django
        django.setup()
        from meetings.timetable.process import compute
        asked = json.load(open({str(tmp_path / "asked.json")!r}))
        compute(asked, started=lambda child: print(child.pid, flush=True), tell=lambda step: None)
    """)
    (tmp_path / "asked.json").write_text(__import__("json").dumps(asked(limit=600.0, **HARD)))
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "grandest_portal.settings.test"},
    )
    child = psutil.Process(int(parent.stdout.readline()))
    time.sleep(1)
    assert child.is_running()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_plan_that_cannot_be_computed_is_told():
    question = asked()
    question["problem"]["wishes"] = "nothing"
    with pytest.raises(Failure, match="s'est arrêté sur une erreur"):
        compute(question)


def test_who_only_asks_loads_no_solver():
    script = (
        "import sys, meetings.timetable.process, meetings.timetable.reading, meetings.timetable.changes; "
    )
    script += "sys.exit('ortools' in sys.modules or 'pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
