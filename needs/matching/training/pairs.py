"""The pairs that the encoder learns from: files of JSON lines, read in clusters of neighbours."""

import json
from pathlib import Path

# The texts of a pair as the training reads them: kinds of need, then the solution.
LONG, SHORT = ("need", "line", "solution"), ("line", "de", "en", "short")
LONG_CLUSTER, SHORT_CLUSTER = 5, 10
# Clusters of long pairs in a draw.
DRAWN = 3


def clusters(folder, size, *, long):
    """[[row]] of the JSONL files of a folder: pairs with `long` texts, or of one line a side, as written."""
    found = []
    for path in sorted(Path(folder).glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        rows = [row for row in rows if ("need" in row) == long]
        found += [rows[at : at + size] for at in range(0, len(rows), size)]
    return [rows for rows in found if len(rows) == size]


def problem_of(folder):
    """What is wrong with a folder of pairs, in a French sentence; "" when it can be learnt from."""
    paths = sorted(Path(folder).glob("*.jsonl"))
    if not paths:
        return f"Ce dossier ne contient aucun fichier .jsonl : {folder}"
    for path in paths:
        try:
            lines = path.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return f"{path.name} ne se lit pas : un fichier de texte en UTF-8 est attendu."
        for number, line in enumerate(lines, start=1):
            if line.strip() and not is_pair(line):
                return f"{path.name}, ligne {number} : un objet JSON avec les textes d'une paire est attendu."
    if len(clusters(folder, LONG_CLUSTER, long=True)) < DRAWN:
        return f"Il faut au moins {DRAWN} groupes de {LONG_CLUSTER} paires longues : {folder}"
    if not clusters(folder, SHORT_CLUSTER, long=False):
        return f"Il faut au moins {SHORT_CLUSTER} paires d'une ligne dans un même fichier : {folder}"
    return ""


def is_pair(line):
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(row, dict):
        return False
    names = {*LONG, *SHORT} if "need" in row else set(SHORT)
    return all(isinstance(row.get(name), str) and row[name] for name in names)
