"""Load territories, CPV, sectors, thresholds, parameters and wordings from the files of the room."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.reference.actions import DATA, load_reference
from grandest_portal.reference.loading.files import DataFileError


class Command(BaseCommand):
    help = (
        "Charge territoires, CPV, secteurs, seuils, paramètres, formulations ; sans effet si rien n'a changé."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=DATA, help="Dossier des fichiers de données.")
        parser.add_argument(
            "--force", action="store_true", help="Relire aussi les fichiers qui n'ont pas changé."
        )

    def handle(self, *, folder, force, **options):
        try:
            report = load_reference(folder, force=force)
        except DataFileError as error:
            raise CommandError(f"Rien n'a été chargé. {error}") from error
        if not report.outcomes:
            self.stdout.write("Référentiels : aucun fichier n'a changé.")
        for outcome in report.outcomes:
            self.stdout.write(
                f"{outcome.label} : {outcome.total} dans le fichier, {outcome.added} en plus, "
                f"{outcome.changed} modifiés"
            )
        for remark in report.remarks:
            self.stdout.write(self.style.WARNING(remark))
