"""`./run lock`: writes requirements/ from pyproject.toml, every package with its hashes and no host name.

What is already there stays at its version where it still fits; `--upgrade` takes the newest.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from grandest_portal.development.places import ROOT, Refusal

PYTHON = "3.11"
UV = Path(sys.executable).with_name("uv")

# Each set is compiled under the constraint of those before it: they can be installed one on top of the other.
SETS = {
    "base": ["pyproject.toml"],
    "dev": ["--group", "pyproject.toml:dev", "-c", "requirements/base.txt"],
    "test": ["--group", "pyproject.toml:test", "-c", "requirements/base.txt", "-c", "requirements/dev.txt"],
    "train": ["--group", "pyproject.toml:train", "-c", "requirements/base.txt"],
}


def compile_set(name, words, arguments, **options):
    command = [
        UV,
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--python-version",
        PYTHON,
        "--quiet",
    ]
    command += [
        "--custom-compile-command",
        "./run lock",
        *words,
        "-o",
        f"requirements/{name}.txt",
        *arguments,
    ]
    result = subprocess.run(command, cwd=ROOT, env=os.environ, check=False, text=True, **options)
    if result.returncode:
        raise Refusal(f"La liste requirements/{name}.txt n'a pas pu être faite.")
    print(f"requirements/{name}.txt")


def disagreements():
    """One line per package that pyproject.toml asks for and requirements/ does not hold in a fitting version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"base": project["project"]["dependencies"], **project["dependency-groups"]}
    for name, lines in asked.items():
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE))
        for requirement in map(Requirement, lines):
            version = pinned.get(requirement.name)
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                yield f"requirements/{name}.txt : {requirement} n'y est pas ; lancez ./run lock"


def main(arguments):
    for name, words in SETS.items():
        compile_set(name, words, arguments)
    compile_set("uv", ["-"], arguments, input="uv\n")
    return 0
