"""Rank a folder of texts with the portal's own engine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from needs.matching.evaluation import UnreadableFolder, rankings, read_folder
from needs.matching.weights import ENGINE


class Command(BaseCommand):
    help = "Classe les textes d'un dossier (disposition BEIR) avec le moteur du service, et écrit un fichier TREC."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", help="dossier qui contient corpus.jsonl et queries.jsonl")
        parser.add_argument("--output", required=True, help="fichier TREC à écrire")
        parser.add_argument("--depth", type=int, default=100, help="réponses par requête (100)")

    def handle(self, *, folder, output, depth, **options):
        try:
            texts = read_folder(folder, with_judgements=False)
        except UnreadableFolder as error:
            raise CommandError(str(error)) from None
        with Path(output).open("w", encoding="utf-8") as run:
            for query, ranked in rankings(texts, depth=depth):
                run.writelines(
                    f"{query} Q0 {key} {place} {score:.6f} {ENGINE}\n"
                    for place, (key, score) in enumerate(ranked, start=1)
                )
        self.stdout.write(f"{len(texts.queries)} requêtes, {len(texts.corpus)} textes : {output}")
