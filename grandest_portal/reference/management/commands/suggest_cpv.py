"""Five CPV codes for each line of a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.reference.proposals.model import model


def lines_of(file):
    """The lines of a file, ended by \\n or \\r\\n, without the mark that some tools put first."""
    try:
        text = Path(file).read_bytes().decode("utf-8-sig")
    except OSError:
        raise CommandError(f"Ce fichier n'existe pas, ou ne se lit pas : {file}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CommandError(
            f"La ligne {line} de ce fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage."
        ) from None
    lines = text.replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


class Command(BaseCommand):
    help = (
        "Lit un texte par ligne et écrit cinq codes CPV par ligne, le plus probable d'abord ; à une ligne vide "
        "répond une ligne vide."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="fichier de texte en UTF-8, un texte par ligne")

    def handle(self, *, file, **options):
        for line in lines_of(file):
            self.stdout.write(" ".join(model().codes_of(line)) if line.strip() else "")
