"""The CPV codes that a text proposes: the same each time, fast, explained by words of the text, from a known file."""

import hashlib
import re
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from grandest_portal.reference.proposals.model import MODEL, PROPOSED, Model, model, ordered

TEXTS = [
    "Détecter les fuites du réseau d'eau potable avant la facture",
    "Entretien des espaces verts et tonte des stades",
    "Lot 3 : fourniture de mobilier scolaire pour les écoles",
    "Maintenance du logiciel de gestion des ressources humaines",
    "Collecte des ordures ménagères et tri des déchets",
]
DIVISIONS = ["45", "77", "39", "72", "90"]


def vocabulary():
    lines = (MODEL.parent.parent / "cpv.csv").read_text(encoding="utf-8").splitlines()
    return {line[:8] for line in lines[1:]}


def test_plain_titles_find_their_division_among_the_first_three():
    found = [
        division in {code[:2] for code in model().codes_of(text)[:3]}
        for text, division in zip(TEXTS, DIVISIONS, strict=True)
    ]
    assert all(found)


@pytest.mark.parametrize(
    "text", [*TEXTS, "", "12 345", "€ — …", "ß" * 9000, "zzz qqq", "\u200b", "Trop " * 5000]
)
def test_five_codes_of_the_vocabulary_whatever_the_text(text):
    codes = model().codes_of(text)
    assert len(set(codes)) == len(codes) == PROPOSED
    assert set(codes) <= vocabulary()


def test_a_second_loading_proposes_the_same():
    again = Model(MODEL)
    assert [again.proposals(text) for text in TEXTS] == [model().proposals(text) for text in TEXTS]
    assert [again.codes_of(text) for text in TEXTS] == [model().codes_of(text) for text in TEXTS]


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_that_count_stand_in_the_text(text):
    proposals = model().proposals(text)
    assert proposals and proposals[0].code == model().codes_of(text)[0]
    for proposal in proposals:
        assert 1 <= len(proposal.words) <= 4
        assert all(re.search(rf"\b{re.escape(word)}\b", text) for word in proposal.words)


@pytest.mark.parametrize(
    "text", ["", "Eau", "Un besoin pour nous", "Lot 1, accord-cadre", "xyzzy plugh", "eau, eau, eaux"]
)
def test_a_text_that_says_too_little_proposes_nothing(text):
    assert model().proposals(text) == []


def test_a_text_costs_a_few_milliseconds():
    model()
    texts = TEXTS * 4
    begun = time.process_time()
    for text in texts:
        model().codes_of(text)
    assert (time.process_time() - begun) / len(texts) < 0.020


def test_ordering_serves_the_divisions_first_then_the_classes():
    """Classes 0-2 of division 0, 3 of division 1, 4 and 5 of division 2."""
    import numpy as np

    of = np.array([0, 0, 0, 1, 2, 2])
    classes = np.array([5.0, 4.0, 3.0, 0.0, 1.0, 2.0])
    assert ordered(np.array([3.0, 2.0, 1.0]), classes, of, sure=9) == [0, 3, 5, 1, 2]
    assert ordered(np.array([30.0, 2.0, 1.0]), classes, of, sure=9) == [0, 3, 1, 2, 5]


def test_the_command_prints_five_codes_per_line(tmp_path):
    file, output = tmp_path / "texts.txt", StringIO()
    file.write_text("\n".join([TEXTS[0], "", TEXTS[1]]) + "\n", encoding="utf-8")
    call_command("suggest_cpv", str(file), stdout=output)
    lines = output.getvalue().splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(r"[0-9]{8}( [0-9]{8}){4}", line) for line in lines)
    with pytest.raises(CommandError):
        call_command("suggest_cpv", str(tmp_path / "absent"))


def test_the_committed_file_is_the_one_that_was_measured():
    digest = hashlib.sha256(MODEL.read_bytes()).hexdigest()
    assert digest in (Path(settings.BASE_DIR) / "docs" / "cpv.md").read_text(encoding="utf-8")
    assert MODEL.stat().st_size < 4_000_000


def test_what_proposes_never_loads_what_trains():
    script = (
        "import sys; from grandest_portal.reference.proposals.model import model; model().codes_of('fuite eau');"
        "sys.exit(any(name.split('.')[0] in ('sklearn', 'scipy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, check=False).returncode == 0


@pytest.mark.slow
def test_what_one_split_by_buyer_is_worth():
    """The figures of docs/cpv.md, less what one part of five may vary."""
    pytest.importorskip("sklearn")
    from grandest_portal.reference.proposals import measures, training

    titles = training.read_texts().titles
    learnt, tried = measures.folds(titles)[0]
    buyers = [{titles[place][1] for place in part} for part in (learnt, tried)]
    assert buyers[0].isdisjoint(buyers[1])
    first, among_three, among_five = measures.measure(learnt, tried).mean(0)
    assert first >= 0.66 and among_three >= 0.81 and among_five >= 0.56
