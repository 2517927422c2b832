"""`./run lock`: writes requirements/ from pyproject.toml, every package with its hashes and no host name.

What is already there stays at its version where it still fits; `--upgrade` takes the newest.
"""

import os
import subprocess
import sys
from pathlib import Path

from grandest_portal.development.places import ROOT, Refusal

PYTHON = "3.11"
UV = Path(sys.executable).with_name("uv")

# Each set is compiled under the constraint of those before it: they can be installed one on top of the other.
SETS = {
    "base": ["pyproject.toml"],
    "dev": ["--group", "pyproject.toml:dev", "-c", "requirements/base.txt"],
    "test": ["--group", "pyproject.toml:test", "-c", "requirements/base.txt", "-c", "requirements/dev.txt"],
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


def main(arguments):
    for name, words in SETS.items():
        compile_set(name, words, arguments)
    compile_set("uv", ["-"], arguments, input="uv\n")
    return 0
