"""The judgements as a folder in BEIR layout, for `manage.py evaluate_matching`: public texts, identifiers, 0 or 1.

Who judged, for which organisation, the reasons and the notes stay out of it.
"""

import json
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from grandest_portal.core.dates import day
from needs.enums import PUBLIC_NEED
from needs.matching.knowledge import hash_of, need_text, solution_text
from needs.models import Judgement, Need
from suppliers.models import Solution
from suppliers.models.solutions import reference_of

CHUNK = 500


@dataclass(frozen=True)
class Judged:
    """Pairs whose two texts still read as they were judged: {(need, solution): relevant}; how many were left out, and
    why; the versions of the engine that had proposed them."""

    pairs: dict
    changed: int
    contrary: int
    engines: list


def hashes_of(rows, text_of):
    return {row.pk: hash_of(text_of(row)) for row in rows.iterator(chunk_size=CHUNK)}


def judged_pairs():
    """Judged of the judgements that stand: one answer per pair, none where the two sides say the contrary."""
    rows = list(Judgement.objects.current().order_by("need", "solution", "pk"))
    needs = Need.objects.filter(pk__in={row.need_id for row in rows}, status__in=PUBLIC_NEED)
    solutions = Solution.objects.published().filter(pk__in={row.solution_id for row in rows})
    need_now, solution_now = hashes_of(needs, need_text), hashes_of(solutions, solution_text)
    said, engines, changed = defaultdict(set), set(), 0
    for row in rows:
        if not agrees(row.need_hash, need_now.get(row.need_id)) or not agrees(
            row.solution_hash, solution_now.get(row.solution_id)
        ):
            changed += 1
            continue
        said[row.need_id, row.solution_id].add(row.relevant)
        engines.add(row.engine)
    pairs = {pair: answers.pop() for pair, answers in said.items() if len(answers) == 1}
    return Judged(pairs, changed, len(said) - len(pairs), sorted(engines))


def agrees(before, now):
    return bool(before) and before == now


def lines_of(rows, text_of):
    """JSON lines; letters beyond ASCII are escaped, so that no separator of lines hides inside a text."""
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield json.dumps({"_id": row.reference, "title": "", "text": text_of(row)})


def write_lines(archive, name, lines):
    with archive.open(name, "w") as file:
        while block := list(islice(lines, CHUNK)):
            file.write(("\n".join(block) + "\n").encode())


def answers_of(judged, needs, solutions):
    yield "query-id\tcorpus-id\tscore"
    for (need, solution), relevant in sorted(judged.pairs.items()):
        yield f"{needs[need]}\t{solutions[solution]}\t{int(relevant)}"


def write_folder(file, at):
    """Write the zip of the folder into `file`; returns how many pairs it holds."""
    judged = judged_pairs()
    asked = Need.objects.filter(pk__in={need for need, _solution in judged.pairs})
    corpus = Solution.objects.published()
    needs = {need.pk: need.reference for need in asked}
    solutions = {pk: reference_of(pk) for _need, pk in judged.pairs}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        write_lines(archive, "queries.jsonl", lines_of(asked, need_text))
        write_lines(archive, "corpus.jsonl", lines_of(corpus, solution_text))
        write_lines(archive, "qrels/test.tsv", answers_of(judged, needs, solutions))
        archive.writestr("LISEZ-MOI.txt", readme(judged, at))
    return len(judged.pairs)


def readme(judged, at):
    right = sum(judged.pairs.values())
    lines = [
        _("Avis sur des correspondances, le %(day)s") % {"day": day(at)},
        "",
        _("Paires : %(count)d, dont %(right)d dites pertinentes.")
        % {"count": len(judged.pairs), "right": right},
        _("Avis laissés de côté : %(count)d, parce qu'un des deux textes a changé ou n'est plus public.")
        % {"count": judged.changed},
        _(
            "Paires laissées de côté : %(count)d, parce que les deux parties disent le contraire l'une de l'autre."
        )
        % {"count": judged.contrary},
        _("Versions du moteur qui les avaient proposées : %(engines)s.")
        % {"engines": ", ".join(judged.engines) or _("aucune")},
        "",
        _("queries.jsonl : les besoins jugés. corpus.jsonl : toutes les solutions publiées ce jour."),
        _("qrels/test.tsv : besoin, solution, 1 (pertinente) ou 0 (pas pertinente)."),
        _(
            "Une solution que personne n'a jugée compte comme une réponse fausse : les mesures sont des minorants."
        ),
        _(
            "Seules des paires que le moteur a montrées ont pu être jugées : ce dossier ne dit rien de celles qu'il "
            "manque."
        ),
        "",
        _("Pour mesurer, une fois le dossier décompressé : ./run manage evaluate_matching DOSSIER"),
        "",
        _(
            "Licence : aucune. Ces textes appartiennent aux organisations qui les ont écrits ; ils servent ici à "
            "mesurer le calcul, et ne sont pas à publier."
        ),
        _(
            "Données personnelles : auteurs des avis, organisations, raisons et remarques n'y sont "
            "pas. Un texte peut nommer une personne : ne gardez ce dossier que le temps de la mesure."
        ),
    ]
    return "\n".join(lines) + "\n"
