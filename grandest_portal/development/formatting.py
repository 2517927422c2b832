"""`./run format`: puts code and templates into the form that `./run check` asks for."""

import subprocess

from grandest_portal.development.checks import BIN, DJADE, template_files
from grandest_portal.development.places import ROOT


def main(arguments):
    commands = [[BIN / "ruff", "check", "--fix", "."], [BIN / "ruff", "format", "."]]
    if names := template_files():
        commands.append([*DJADE, *names])
    codes = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands]
    return codes[0]
