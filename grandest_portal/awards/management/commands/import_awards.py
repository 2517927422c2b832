"""Import awarded markets from a CSV file of the essential procurement data (DECP)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.awards.actions import ImportFileError, import_awards


class Command(BaseCommand):
    help = (
        "Importe des marchés attribués (données essentielles, CSV) : une ligne par marché et par titulaire, sans nom. "
        "Importer de nouveau met à jour."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV aux colonnes de decp.info, ou un marché par ligne.")
        parser.add_argument("--source", default="", help="Nom de la source, quand le fichier ne le dit pas.")

    def handle(self, *, file, source, **options):
        try:
            report = import_awards(file, source=source)
        except (ImportFileError, LookupError) as error:
            raise CommandError(f"Import arrêté. {error}") from None
        for title, counts in [("Laissées", report.left), ("À savoir", report.remarks)]:
            for reason, count in sorted((+counts).items()):
                self.stdout.write(f"{title} : {reason}, {count}")
        self.stdout.write(
            self.style.SUCCESS(
                f"{report.rows} lignes lues : {report.added} marchés × titulaires ajoutés, {report.changed} modifiés, "
                f"{report.unchanged} inchangés, {report.left.total()} lignes laissées."
            )
        )
