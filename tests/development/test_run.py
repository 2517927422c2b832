import fcntl
import os
import shutil
import subprocess
import sys

import pytest

from grandest_portal.development.__main__ import MODULES
from grandest_portal.development.places import ROOT

TOO_OLD = """
import runpy, sys
sys.version_info = (3, 9, 18)
sys.argv = ["run", "demo"]
runpy.run_path("run", run_name="__main__")
"""


@pytest.fixture
def checkout(tmp_path):
    """The script alone, with requirements that it has never installed."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "run", folder)
    return folder


def execute(checkout, *command, **variables):
    environment = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(
        [sys.executable, *command], cwd=checkout, env=environment, capture_output=True, text=True, timeout=60
    )


def test_run_without_command_explains_itself_and_prepares_nothing(checkout):
    result = execute(checkout, "run")
    assert result.returncode == 0
    assert "./run COMMANDE" in result.stdout
    assert not (checkout / ".venv").exists()


def test_run_help_names_every_command(checkout):
    printed = execute(checkout, "run", "help").stdout
    assert [name for name in MODULES if f"\n  {name} " not in printed] == []


def test_run_refuses_an_unknown_command(checkout):
    result = execute(checkout, "run", "dmeo")
    assert result.returncode == 2
    assert result.stderr.startswith("Commande inconnue : dmeo.")
    assert not (checkout / ".venv").exists()


def test_run_refuses_an_old_python(checkout):
    result = execute(checkout, "-c", TOO_OLD, PATH="")
    assert result.returncode == 1
    assert result.stderr.startswith("Il faut Python 3.11 ou plus récent")
    assert "3.9" in result.stderr


def test_run_says_that_venv_is_missing(checkout, tmp_path):
    (tmp_path / "venv.py").write_text("raise SystemExit('ensurepip is not available')\n")
    result = execute(checkout, "run", "setup", PYTHONPATH=str(tmp_path))
    assert result.returncode == 1
    assert "ensurepip is not available" in result.stderr
    assert "python3-venv" in result.stderr


@pytest.mark.slow
def test_run_says_that_packages_cannot_be_had_and_tries_again(checkout):
    for _ in range(2):
        result = execute(
            checkout, "run", "setup", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull, HOME=str(checkout)
        )
        assert result.returncode == 1
        assert "vérifiez le réseau" in result.stderr


def test_run_waits_for_another_one_that_prepares(checkout, tmp_path):
    (tmp_path / "venv.py").write_text("raise SystemExit(1)\n")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path)}
    with open(checkout / "requirements" / "uv.txt", "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "run", "setup"],
            cwd=checkout,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert second.stdout.readline().startswith("Une autre commande prépare")
        assert second.poll() is None
        fcntl.flock(file, fcntl.LOCK_UN)
        assert second.stdout.readline().startswith("Création de l'environnement")
    assert second.wait(timeout=30) == 1
    second.stdout.close()
