"""The plugin, in runs of pytest started here with tests of their own.

The control of what is left without the guard stands in test_guard.py.
"""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from grandest_portal.development.guard import is_running
from grandest_portal.development.places import ROOT

pytestmark = [pytest.mark.fault, pytest.mark.slow]

REPORT = """
import os, time, tempfile
import pytest

@pytest.mark.parametrize("n", range(6))
def test_report(n, tmp_path):
    with open({report!r}, "a") as file:
        names = ("PYTEST_XDIST_WORKER", "REDIS_URL", "DATABASE_URL")
        print(*(os.environ[name] for name in names), tmp_path, file=file)

def test_wait():
    with open({report!r}, "a") as file:
        print("waiting", tempfile.gettempdir(), file=file)
    time.sleep({seconds})
"""


@pytest.fixture
def start(tmp_path, bare_environment):
    """Starts pytest on tests that report what they were given; returns the process and the report's path."""

    def start(*arguments, seconds=0):
        report = tmp_path / "report"
        (tmp_path / "test_inner.py").write_text(REPORT.format(report=str(report), seconds=seconds))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}"]
        command += [
            "-c",
            str(ROOT / "pyproject.toml"),
            "--confcutdir",
            str(tmp_path),
            *arguments,
            str(tmp_path),
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=bare_environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A shell that starts this suite in the background ignores SIGINT, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        return process, report

    return start


def test_plugin_shares_servers_but_neither_valkey_databases_nor_files_between_workers(start):
    process, report = start("-n", "2")
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    rows = [line.split() for line in report.read_text().splitlines() if line.startswith("gw")]
    given = {worker: url.rpartition("/")[2] for worker, url, _, _ in rows}
    assert given == {worker: str(int(worker[2:]) + 1) for worker in given}
    assert len({url.rpartition("/")[0] for _, url, _, _ in rows}) == 1
    assert len({database for _, _, database, _ in rows}) == 1
    assert len({folder for _, _, _, folder in rows}) == 6
    assert [folder for _, _, _, folder in rows if os.path.exists(folder)] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_plugin_leaves_nothing_when_it_is_interrupted(start, gone, eventually, number):
    process, report = start("-p", "no:xdist", "-k", "wait", seconds=300)
    assert eventually(lambda: report.exists() and report.read_text().startswith("waiting"), 60)
    started = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    folder = report.read_text().split()[1]
    assert len(started) >= 3
    assert all(map(is_running, started))
    process.send_signal(number)
    process.communicate(timeout=60)
    assert gone(started)
    assert eventually(lambda: not os.path.exists(folder))


@pytest.mark.parametrize(
    ("variables", "outcome"), [({}, "1 skipped"), ({"CI": "true"}, "Chromium est absent")]
)
def test_browser_tests_are_skipped_without_chromium_and_fail_in_ci(
    tmp_path, bare_environment, variables, outcome
):
    (tmp_path / "test_inner.py").write_text(
        "import pytest\n\n@pytest.mark.browser\ndef test_page():\n    pass\n"
    )
    environment = {**bare_environment, "CHROMIUM": "/nonexistent/chromium", **variables}
    if not variables:
        environment.pop("CI", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--confcutdir", str(tmp_path), str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (result.returncode, outcome in result.stdout) == (1 if variables else 0, True), result.stdout
