"""Secrets forgotten in a file of the project: keys of known shapes, and long texts too random to be words."""

import math
import re
from collections import Counter
from pathlib import Path

from grandest_portal.development import sources

SHAPES = {
    "clé privée": re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"),
    "clé d'AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "jeton de GitHub": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
    "jeton de Slack": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b"),
    "jeton signé": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "mot de passe dans une adresse": re.compile(r"\b\w+://[^/\s:@{$<]+:[^/\s:@{$<]{6,}@[\w.-]+"),
}
# A value that is given to a name which says secret.
GIVEN = re.compile(
    r"(?i)\b[\w-]*(?:secret|password|passwd|token|api[_-]?key)[\w-]*[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9+/=_-]{20,})"
)
RANDOM_BITS = 4.2
# Digests of packages and vocabularies are as random as a key, and public.
NOT_READ = {"requirements", "locale"}
DATA = {".csv", ".json", ".svg", ".mo", ".po", ".woff2"}


def bits(text):
    """Shannon entropy per character; random base64 of 32 characters has about 4.6, French words under 4."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def secrets_in(text):
    """(line number, what) of each thing that looks like a secret."""
    for number, line in enumerate(text.splitlines(), 1):
        for what, shape in SHAPES.items():
            if shape.search(line):
                yield number, what
        for value in GIVEN.findall(line):
            if bits(value) >= RANDOM_BITS:
                yield number, "valeur tirée au sort"


def faults():
    """One line per thing that looks like a secret, in the files that git keeps or would keep."""
    for path in sources.project_files():
        if NOT_READ & {path.parts[0]} or path.suffix in DATA:
            continue
        for number, what in secrets_in(sources.read(path) or ""):
            yield f"{path}:{number} : {what}"
    names = {".env", "id_rsa", "secret-key"}
    yield from (
        f"{path} : fichier de secrets" for path in map(Path, sources.project_files()) if path.name in names
    )
