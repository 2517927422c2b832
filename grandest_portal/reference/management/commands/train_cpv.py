"""Rebuilds the file of the CPV proposals, and prints what it is worth on buyers never seen."""

import hashlib

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from grandest_portal.reference.proposals.model import MODEL

FIGURES = ("division juste d'abord", "division parmi trois", "classe parmi cinq")


def line_of(answers):
    return " · ".join(f"{name} {share:.3f}" for name, share in zip(FIGURES, answers.mean(0), strict=True))


class Command(BaseCommand):
    help = "Refait le modèle des propositions de codes CPV (développement : demande scikit-learn)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--figures-only", action="store_true", help="mesurer sans écrire le fichier")
        parser.add_argument("--no-figures", action="store_true", help="écrire le fichier sans mesurer")

    def handle(self, *, figures_only, no_figures, **options):
        try:
            from grandest_portal.reference.proposals import measures, training
        except ImportError as error:
            raise CommandError(f"Il manque un paquet de développement : {error.name}.") from None
        if not no_figures:
            self.print_figures(measures, training)
        if not figures_only:
            training.write(training.train(range(len(training.read_texts().titles))))
            digest = hashlib.sha256(MODEL.read_bytes()).hexdigest()
            self.stdout.write(f"{MODEL.name} : {MODEL.stat().st_size} octets, sha256 {digest}")

    def print_figures(self, measures, training):
        titles = training.read_texts().titles
        answers = np.zeros((len(titles), len(FIGURES)), bool)
        for number, (learnt, tried) in enumerate(measures.folds(titles), start=1):
            answers[tried] = measures.measure(learnt, tried)
            self.stdout.write(f"partie {number} ({len(tried)} titres) : {line_of(answers[tried])}")
        low, high = measures.interval(answers, [buyer for _code, buyer, _text in titles])
        spread = " · ".join(f"[{a:.3f}, {b:.3f}]" for a, b in zip(low, high, strict=True))
        self.stdout.write(
            f"ensemble ({len(titles)} titres) : {line_of(answers)}\nintervalles à 95 % : {spread}"
        )
