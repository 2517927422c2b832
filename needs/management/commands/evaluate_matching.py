"""Measure the portal's own engine on a folder of judged pairs."""

from django.core.management.base import BaseCommand, CommandError

from needs.matching.evaluation import (
    ENGINE_HELP,
    UnreadableFolder,
    engine_named,
    interval,
    measures,
    rankings,
    read_folder,
)

NAMES = ("nDCG@10", "recall@10", "MRR")


class Command(BaseCommand):
    help = "Mesure le classement d'un dossier (disposition BEIR) : nDCG@10, recall@10, MRR, avec leurs intervalles."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", help="dossier qui contient corpus.jsonl, queries.jsonl et qrels/test.tsv"
        )
        parser.add_argument("--engine", default="", help=ENGINE_HELP)

    def handle(self, *, folder, engine, **options):
        try:
            version = engine_named(engine)
            texts = read_folder(folder)
        except UnreadableFolder as error:
            raise CommandError(str(error)) from None
        found = [
            measures(ranked, texts.judged[query])
            for query, ranked in rankings(texts, version, depth=len(texts.corpus))
            if query in texts.judged
        ]
        if not found:
            raise CommandError(
                "Aucune requête de ce dossier n'est jugée : qrels/test.tsv nomme d'autres identifiants."
            )
        self.stdout.write(f"moteur {version.key} : {len(found)} requêtes jugées, {len(texts.corpus)} textes")
        for name, values in zip(NAMES, zip(*found, strict=True), strict=True):
            mean, low, high = interval(values)
            self.stdout.write(f"{name:<10} {mean:.3f}  [{low:.3f} ; {high:.3f}]")
