"""Count what the drafting checks say of real titles of contracts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from needs.checks.evaluation import TitlesError, evaluate_titles, read_titles
from needs.checks.loading import checks_on


class Command(BaseCommand):
    help = "Compte, par règle, les titres d'un fichier CSV ou JSONL où elle parle ; fausses alertes si étiquetés."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV ou JSONL avec une colonne title ou objet")
        parser.add_argument("--examples", type=int, default=0, help="Titres montrés par règle.")

    def handle(self, *, file, examples, **options):
        settings = {check.key: check.parameters for check in checks_on(timezone.localdate())}
        if not settings:
            raise CommandError("Aucune vérification en vigueur : lancez d'abord load_reference.")
        try:
            titles = read_titles(file)
        except (OSError, ValueError, TitlesError) as error:
            raise CommandError(f"Fichier illisible. {error}") from error
        self.stdout.write(f"{len(dict(titles))} titres différents")
        for score in evaluate_titles(titles, settings):
            self.stdout.write(
                f"{score.code} : {score.hits} titres, dont {score.softened} adoucis ; "
                f"étiquetés : {score.real} justes, {score.false} fausses alertes, {score.missed} manqués"
            )
            for excerpt, title in score.examples[:examples]:
                self.stdout.write(f"    {excerpt} | {title[:140]}")
