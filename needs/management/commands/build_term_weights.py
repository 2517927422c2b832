"""Build the frozen table of term weights of an engine version from text that the project may use."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.core.stems import stems_of
from grandest_portal.reference.models import CPVCode


def strings_of(value):
    """Every text below a JSON value, joined: a record is one document."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(strings_of(each) for each in value.values())
    if isinstance(value, list):
        return " ".join(strings_of(each) for each in value)
    return ""


def documents_of(path, fields):
    """The records of a JSON list or of a JSONL file, each reduced to `fields`."""
    text = Path(path).read_text(encoding="utf-8")
    records = (
        [json.loads(line) for line in text.splitlines() if line.strip()]
        if path.endswith("l")
        else json.loads(text)
    )
    return list(dict.fromkeys(strings_of([record.get(field, "") for field in fields]) for record in records))


class Command(BaseCommand):
    help = "Compte dans combien de textes chaque racine de mot se trouve, et écrit la table du moteur."

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="+", help="fichiers .json (liste) ou .jsonl de textes réutilisables"
        )
        parser.add_argument("--fields", required=True, help="champs à lire, séparés par des virgules")
        parser.add_argument("--engine", required=True, help="nom de la version, par exemple lexical-2")
        parser.add_argument(
            "--sources", nargs="+", required=True, help="source et licence de chaque famille de textes"
        )
        parser.add_argument("--output", required=True)

    def handle(self, *, files, fields, engine, sources, output, **options):
        labels = list(CPVCode.objects.order_by("pk").values_list("label", flat=True))
        if not labels:
            raise CommandError("Les libellés CPV manquent : lancez d'abord load_reference.")
        documents = labels + [text for path in files for text in documents_of(path, fields.split(","))]
        counts = Counter()
        for text in documents:
            counts.update(set(stems_of(text)))
        table = {
            "engine": engine,
            "documents": len(documents),
            "sources": sources,
            "counts": dict(sorted(counts.items())),
        }
        Path(output).write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(documents)} textes, {len(counts)} racines → {output}")
