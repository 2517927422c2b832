"""The demonstration itself, as a person starts it, in a data folder of the test's own.

The control of what is left without the guard stands in test_guard.py.
"""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import psutil
import pytest

from grandest_portal.development.guard import is_running
from grandest_portal.development.places import ROOT

COMMAND = [sys.executable, "-m", "grandest_portal.development"]
READY = re.compile(r"est prêt : (http://localhost:(\d+))")
START_SECONDS = 300


class Demonstration:
    """One `./run demo` on a free port, its output line by line."""

    def __init__(self, environment, output):
        self.output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                [*COMMAND, "demo", "--port", "0"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def text(self):
        return self.output.read_text(encoding="utf-8")

    def below(self):
        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]

    def stop(self, number):
        """Sends a signal; returns the exit code and the processes there were."""
        pids = self.below()
        self.process.send_signal(number)
        return self.process.wait(timeout=60), pids


@pytest.fixture
def environment(bare_environment, open_folder):
    (open_folder / "tmp").mkdir()
    places = {"PORTAL_DATA_DIR": str(open_folder / "data"), "TMPDIR": str(open_folder / "tmp")}
    return bare_environment | places


@pytest.fixture
def run(environment):
    def run(*arguments, **options):
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=400,
            **options,
        )

    return run


@pytest.fixture
def start(environment, open_folder, eventually):
    started = []

    def start(wait_for=READY):
        demonstration = Demonstration(environment, open_folder / f"output-{len(started)}")
        started.append(demonstration.process)
        seen = eventually(
            lambda: re.search(wait_for, demonstration.text()) or demonstration.process.poll() is not None,
            START_SECONDS,
        )
        assert seen and demonstration.process.poll() is None, demonstration.text()
        return demonstration

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)


def status(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.status


def test_taken_port_is_said_before_anything_starts(run, open_folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("demo", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"Le port {port} est déjà pris")
    assert result.stdout == ""
    assert list((open_folder / "tmp").iterdir()) == []


def test_manage_wants_a_command(run):
    result = run("manage")
    assert (result.returncode, result.stdout) == (1, "")
    assert "./run manage showmigrations" in result.stderr


def test_manage_leaves_standard_input_to_the_caller(environment):
    script = f"printf 'one\\ntwo\\n' | ({' '.join(COMMAND)} manage --no-database check >/dev/null; cat)"
    result = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (result.stdout, result.stderr) == ("one\ntwo\n", "")


@pytest.mark.slow
@pytest.mark.fault
def test_demonstration_lives_and_ends_in_order(run, start, open_folder, gone, eventually):
    """One test for the whole life, because each start costs seconds and the data of the first serve the next."""
    count = "from grandest_portal.accounts.models import User; print('people:', User.objects.count())"

    prepared = run("manage", "shell", "-c", count)
    assert prepared.returncode == 0, prepared.stderr
    people = int(re.search(r"people: (\d+)", prepared.stdout).group(1))
    assert people > 0
    assert list((open_folder / "tmp").iterdir()) == []

    first = start()
    url, port = re.search(READY, first.text()).groups()
    assert [status(f"{url}/ready"), status(f"http://127.0.0.1:{port}/")] == [200, 200]

    second = run("demo", "--port", "0")
    assert second.returncode == 1
    assert second.stderr.startswith(f"Une démonstration de ce dossier tourne déjà ({url})")
    assert run("clean").returncode == 1

    shared = run("manage", "shell", "-c", count)
    assert f"people: {people}" in shared.stdout

    code, pids = first.stop(signal.SIGINT)
    assert code == 0, first.text()
    assert len(pids) >= 6
    assert [pid for pid in pids if is_running(pid)] == []
    assert list((open_folder / "tmp").iterdir()) == []

    killed = start()
    code, pids = killed.stop(signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert gone(pids, 40)
    assert eventually(lambda: not list((open_folder / "tmp").iterdir()))

    early = start(wait_for="Préparation")
    code, pids = early.stop(signal.SIGTERM)
    assert code == 0, early.text()
    assert gone(pids, 1)
    assert list((open_folder / "tmp").iterdir()) == []

    assert run("clean").returncode == 0
    assert not (open_folder / "data").exists()
