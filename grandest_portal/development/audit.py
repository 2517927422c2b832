"""`./run audit`: what the portal is made of, under which licences, and whether a hole is known in it.

The list of components (CycloneDX) is written from what is installed. The search for known holes asks a database
on the network: where it cannot be reached the answer is « non audité », which is no good news.
"""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from grandest_portal.development.places import ROOT

BIN = Path(sys.executable).parent
LICENCES = ROOT / "requirements" / "licences.json"
SBOM = ROOT / "sbom.json"
LOCKS = ["base", "dev", "test", "uv"]
SECONDS = 300
CLEAN, VULNERABLE, NOT_AUDITED = "sans faille connue", "VULNÉRABLE", "NON AUDITÉ"


def plain(name):
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(distribution):
    """The licence as the package says it: expression, else classifiers, else the first line of the text."""
    given = distribution.metadata
    expression = given.get("License-Expression")
    classifiers = [
        line.split(" :: ")[-1] for line in given.get_all("Classifier") or [] if line.startswith("License")
    ]
    text = (given.get("License") or "").strip().partition("\n")[0]
    return expression or "; ".join(sorted(classifiers)) or text


def locked():
    """Names of the packages of requirements/*.txt."""
    lines = "".join((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in LOCKS)
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lines, re.MULTILINE)}


def installed():
    """{name: declared licence} of what is installed here."""
    return {plain(each.name): declared(each) for each in importlib.metadata.distributions()}


def licence_faults(found, known, allowed):
    """One sentence per package whose licence nobody has read, has changed, or is not accepted.

    `found` is {name: declared licence}, `known` {name: {"licence", "declared"}}, `allowed` a list of licences.
    """
    for name, words in sorted(found.items()):
        entry = known.get(name)
        if entry is None:
            yield f"{name} : licence jamais lue (« {words} ») ; ajoutez-la à requirements/licences.json"
        elif entry["declared"] != words:
            yield f"{name} : la licence déclarée a changé, « {entry['declared']} » puis « {words} »"
        elif entry["licence"] not in allowed:
            yield f"{name} : licence {entry['licence']} non admise"


def read_licences():
    return json.loads(LICENCES.read_text(encoding="utf-8"))


def licences():
    """The faults of the locked packages that are installed; what merely comes with Python is left out."""
    names, data = locked(), read_licences()
    found = {name: words for name, words in installed().items() if name in names}
    yield from licence_faults(found, data["packages"], data["allowed"])
    yield from (
        f"{name} : n'est plus une dépendance ; retirez sa ligne de requirements/licences.json"
        for name in sorted(data["packages"].keys() - names)
    )


def write_components(path=SBOM):
    """Write the CycloneDX list of what is installed; returns the number of components."""
    command = [BIN / "cyclonedx-py", "environment", "--output-format", "JSON", "--output-file", path]
    subprocess.run([*command, sys.executable], cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)
    return len(json.loads(Path(path).read_text(encoding="utf-8"))["components"])


def verdict(code, output):
    """(CLEAN, VULNERABLE or NOT_AUDITED, lines) from pip-audit's exit code and JSON."""
    try:
        rows = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return NOT_AUDITED, []
    holes = [
        f"{row['name']} {row['version']} : {hole['id']}, corrigé en {', '.join(hole['fix_versions']) or '?'}"
        for row in rows
        for hole in row.get("vulns", [])
    ]
    if holes:
        return VULNERABLE, holes
    skipped = [f"{row['name']} : {row['skip_reason']}" for row in rows if "skip_reason" in row]
    if skipped or code or not rows:
        return NOT_AUDITED, skipped
    return CLEAN, []


def known_holes(environment=None):
    """The verdict of pip-audit on the packages that production installs."""
    command = [BIN / "pip-audit", "--format", "json", "--progress-spinner", "off", "--disable-pip"]
    command += ["--require-hashes", "--requirement", ROOT / "requirements" / "base.txt"]
    try:
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=environment or os.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return NOT_AUDITED, []
    return verdict(result.returncode, result.stdout)


def main(arguments):
    print(f"Composants : {write_components()}, listés dans {SBOM.name}.", flush=True)
    faults = list(licences())
    print(
        "\n".join(["Licences : à revoir.", *faults]) if faults else "Licences : toutes admises.", flush=True
    )
    answer, lines = known_holes()
    print("\n".join([f"Failles connues : {answer}.", *lines]))
    if answer == NOT_AUDITED:
        print("La base des failles n'a pas répondu pour tous les paquets : ce n'est pas une bonne nouvelle.")
    return bool(faults) or answer == VULNERABLE
