"""Five CPV codes for each line of a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.reference.proposals.model import model


class Command(BaseCommand):
    help = "Lit un texte par ligne et écrit cinq codes CPV par ligne, le plus probable d'abord."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="fichier de texte en UTF-8, un texte par ligne")

    def handle(self, *, file, **options):
        try:
            lines = Path(file).read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Ce fichier ne se lit pas : {error}") from None
        if lines and not lines[-1]:
            lines.pop()
        for line in lines:
            self.stdout.write(" ".join(model().codes_of(line)))
