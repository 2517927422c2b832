"""Rank a folder of texts with the portal's own engine."""

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.core.commands import output_file
from needs.matching.evaluation import ENGINE_HELP, UnreadableFolder, engine_named, rankings, read_folder


class Command(BaseCommand):
    help = "Classe les textes d'un dossier (disposition BEIR) avec le moteur du service, et écrit un fichier TREC."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", help="dossier qui contient corpus.jsonl et queries.jsonl")
        parser.add_argument("--output", required=True, help="fichier TREC à écrire")
        parser.add_argument("--depth", type=int, default=100, help="réponses par requête (100)")
        parser.add_argument("--engine", default="", help=ENGINE_HELP)

    def handle(self, *, folder, output, depth, engine, **options):
        path = output_file(output)
        if depth < 1:
            raise CommandError("--depth demande au moins 1.")
        try:
            version = engine_named(engine)
            texts = read_folder(folder, with_judgements=False)
        except UnreadableFolder as error:
            raise CommandError(str(error)) from None
        with path.open("w", encoding="utf-8") as run:
            for query, ranked in rankings(texts, version, depth=depth):
                run.writelines(
                    f"{query} Q0 {key} {place} {score:.6f} {version.key}\n"
                    for place, (key, score) in enumerate(ranked, start=1)
                )
        self.stdout.write(f"{len(texts.queries)} requêtes, {len(texts.corpus)} textes : {output}")
