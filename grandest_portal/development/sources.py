"""What a script can see in the sources: their size, and traces of the machine they were written on."""

import ast
import re
import subprocess
from pathlib import Path

from grandest_portal.development.places import ROOT

FILE_LINES = 400
FUNCTION_LINES = 40

TRACES = {
    re.compile(
        r"\b(?:test\.)?pypi\.(?:org|python)|pythonhosted\.|registry\.npmjs|(?:docker|ghcr|quay)\.io\b"
    ): ("nom d'hôte d'un dépôt de paquets"),
    re.compile(r"(?<![\w.:-])/(?:home/\w|Users/\w|root/|work/|tmp/brief)"): "chemin d'une machine",
}


def project_files():
    """Paths of the project's own files relative to ROOT, those not committed yet included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(path for path in map(Path, filter(None, listing.split("\0"))) if (ROOT / path).is_file())


def read(path):
    """The text of a file of the project, or None when it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def long_parts(path, text):
    """One line per file or function that outgrew its limit; in tests only files count."""
    lines = text.count("\n")
    if lines >= FILE_LINES:
        yield f"{path} : {lines} lignes (moins de {FILE_LINES})"
    if path.parts[0] == "tests":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length >= FUNCTION_LINES:
                yield f"{path}:{node.lineno} : {node.name}, {length} lignes (moins de {FUNCTION_LINES})"


def too_long():
    """Python files and functions over the limits, migrations apart."""
    for path in project_files():
        if (path.suffix == ".py" or path == Path("run")) and "migrations" not in path.parts:
            yield from long_parts(path, read(path))


def traces():
    """Lines that name a package registry or a folder of somebody's machine."""
    for path in project_files():
        for number, line in enumerate((read(path) or "").splitlines(), 1):
            for pattern, what in TRACES.items():
                if pattern.search(line):
                    yield f"{path}:{number} : {what}"
