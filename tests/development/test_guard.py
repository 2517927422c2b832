import signal
import subprocess
import sys

from grandest_portal.development.guard import is_running, read_orders
from grandest_portal.development.places import ROOT

# A program that starts a child and a folder, with or without the guard, says so, and waits to be killed.
PROGRAM = """
import subprocess, sys, tempfile, time
from pathlib import Path
from grandest_portal.development.processes import Child, Guard
if sys.argv[1] == "guarded":
    guard = Guard()
    folder = guard.folder()
    pid = Child("attente", guard, folder / "log").start(["sleep", "120"]).process.pid
else:
    folder = Path(tempfile.mkdtemp())
    pid = subprocess.Popen(["sleep", "120"], start_new_session=True).pid
print(pid, folder, flush=True)
time.sleep(120)
"""


def start(kind):
    command = [sys.executable, "-c", PROGRAM, kind]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill(program):
    program.kill()
    program.wait()
    program.stdout.close()


def test_guard_stops_child_and_removes_folder_after_kill_9(tmp_path, eventually, gone):
    program = start("guarded")
    pid, folder = program.stdout.readline().split()
    kill(program)
    assert gone([int(pid)])
    assert eventually(lambda: not (ROOT / folder).exists())


def test_child_survives_kill_9_without_guard():
    """The control: what the guard is for."""
    program = start("alone")
    pid, folder = program.stdout.readline().split()
    kill(program)
    try:
        assert is_running(int(pid))
        assert (ROOT / folder).exists()
    finally:
        subprocess.run(["kill", "-9", pid], check=True)
        (ROOT / folder).rmdir()


def test_guard_orders_ignore_a_line_cut_by_a_crash():
    lines = [
        '{"watch": 10, "signal": 15, "patience": 1}',
        '{"watch": 11, "signal": 2, "patience": 3}',
        '{"forget": 10}',
        '{"remove": "/a"}',
        '{"watch": 12, "sig',
    ]
    assert read_orders(lines) == ({11: (signal.SIGINT, 3)}, ["/a"])


def test_guard_kills_a_child_that_does_not_stop(guard, tmp_path, gone):
    stubborn = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    stubborn.stdout.readline()
    guard.watch(stubborn, signal.SIGTERM, patience=0.2)
    guard.close()
    stubborn.stdout.close()
    assert stubborn.returncode == -signal.SIGKILL


def test_children_are_stopped_even_when_the_guard_was_killed(guard):
    child = subprocess.Popen(["sleep", "120"], start_new_session=True)
    guard.watch(child, signal.SIGTERM, patience=5)
    guard.process.kill()
    guard.process.wait()
    guard.close()
    assert child.returncode == -signal.SIGTERM
