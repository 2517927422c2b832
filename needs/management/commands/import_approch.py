"""Import the projects of purchase announced on APProch, from a file of data.economie.gouv.fr."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from grandest_portal.core.text import clean_line
from needs.actions import import_open_need
from needs.actions.imports import Imported
from needs.approch.files import FileError, read_file
from needs.approch.records import RecordError, known_codes, read_record


class Command(BaseCommand):
    help = (
        "Importe des projets d'achats (JSON de data.economie.gouv.fr) : un besoin par projet de la région. "
        "Importer de nouveau met à jour. Un enregistrement refusé est nommé et le code de sortie n'est pas nul."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help='Un enregistrement, une liste, ou { "results": […] }.')

    def handle(self, *, file, **options):
        try:
            values = read_file(file)
        except FileError as error:
            raise CommandError(f"Rien n'a été importé. {error}") from None
        counts, known, seen = Counter(), known_codes(), {}
        for position, value in enumerate(values, start=1):
            counts[self.import_one(position, value, known, seen)] += 1
        summary = (
            f"{len(values)} lus : {counts[Imported.CREATED]} créés, {counts[Imported.UPDATED]} modifiés, "
            f"{counts[Imported.UNCHANGED]} inchangés, {counts[Imported.SKIPPED]} écartés, "
            f"{counts[None]} refusés."
        )
        if counts[None]:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))

    def import_one(self, position, value, known, seen):
        """What became of one record: an Imported, or None when it was refused; nothing of it is stored then."""
        try:
            record = read_record(value, known)
            if record.source_id in seen:
                raise RecordError(f"même code que l'enregistrement n° {seen[record.source_id]}")
            seen[record.source_id] = position
            outcome = import_open_need(record)
        except (RecordError, DatabaseError) as error:
            self.stderr.write(f"{name_of(position, value)} : refusé, {str(error).splitlines()[0]}")
            return None
        if outcome is Imported.SKIPPED:
            why = "hors de la région" if not record.departments else "projet qui n'est plus ouvert"
            self.stdout.write(f"{name_of(position, value)} : écarté, {why}")
        return outcome


def name_of(position, value):
    code = value.get("code") if isinstance(value, dict) else None
    shown = clean_line(str(code)[:60]) if isinstance(code, str | int) else "inconnu"
    return f"Enregistrement n° {position}, code {shown or 'vide'}"
