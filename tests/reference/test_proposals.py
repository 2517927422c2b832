"""The CPV codes that a text proposes: the same each time, fast, explained by words of the text, from a known file."""

import hashlib
import io
import re
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from grandest_portal.development.manage import WITHOUT_DATABASE
from grandest_portal.reference.management.commands.suggest_cpv import Command
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


@pytest.mark.parametrize("times", [1, 40])
def test_a_text_costs_a_few_milliseconds(times):
    """Of processor, explanation included: a title, then the 2 500 characters of a whole need."""
    model()
    texts = [" ".join([text] * times) for text in TEXTS]
    begun = time.process_time()
    for text in texts:
        model().proposals(text)
    assert (time.process_time() - begun) / len(texts) < 0.050


def test_the_longest_text_costs_little_more_than_a_long_one():
    begun = time.process_time()
    model().proposals(" ".join(f"{text} {number}" for number in range(9000) for text in TEXTS))
    assert time.process_time() - begun < 0.5


def test_the_file_is_read_when_it_is_first_asked_and_once():
    script = (
        "import django; django.setup();"
        "from grandest_portal.reference.proposals.model import model;"
        "import grandest_portal.urls; assert model.cache_info().currsize == 0;"
        "assert model() is model() and model.cache_info().misses == 1"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, check=False).returncode == 0


def test_ordering_serves_the_divisions_first_then_the_classes():
    """Classes 0-2 of division 0, 3 of division 1, 4 and 5 of division 2."""
    import numpy as np

    of = np.array([0, 0, 0, 1, 2, 2])
    classes = np.array([5.0, 4.0, 3.0, 0.0, 1.0, 2.0])
    assert ordered(np.array([3.0, 2.0, 1.0]), classes, of, sure=9) == [0, 3, 5, 1, 2]
    assert ordered(np.array([30.0, 2.0, 1.0]), classes, of, sure=9) == [0, 3, 1, 2, 5]


def printed(file):
    output = StringIO()
    call_command("suggest_cpv", str(file), stdout=output)
    return output.getvalue().split("\n")[:-1]


def test_the_command_prints_five_codes_per_line(tmp_path):
    file = tmp_path / "texts.txt"
    file.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
    lines = printed(file)
    assert lines == [" ".join(model().codes_of(text)) for text in TEXTS]
    assert all(re.fullmatch(r"[0-9]{8}( [0-9]{8}){4}", line) for line in lines)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("", []),
        ("\n", [False]),
        ("Tonte des stades\n\n  \nMobilier scolaire", [True, False, False, True]),
        ("\ufeffTonte des stades\r\nMobilier scolaire\r\n", [True, True]),
        ("Eau\u2028et gaz\x0b\n?\n", [True, True]),
        ("Tonte " * 40_000, [True]),
    ],
)
def test_the_command_answers_each_line_at_its_place(tmp_path, held, expected):
    """An empty line has an empty answer, so that the lines of both files go together."""
    file = tmp_path / "texts.txt"
    file.write_bytes(held.encode())
    lines = printed(file)
    assert [len(line.split()) for line in lines] == [5 if full else 0 for full in expected]


def test_the_mark_of_an_encoding_and_windows_lines_change_no_answer(tmp_path):
    plain, marked = tmp_path / "plain.txt", tmp_path / "marked.txt"
    plain.write_bytes("\n".join(TEXTS).encode())
    marked.write_bytes("\r\n".join(TEXTS).encode("utf-8-sig"))
    assert printed(plain) == printed(marked)


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path):
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Tonte\nÉlagage\n".encode("latin-1"))
    with pytest.raises(CommandError, match=r"ligne 2 .* UTF-8"):
        printed(latin)
    for absent in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(CommandError, match="n'existe pas, ou ne se lit pas"):
            printed(absent)


def test_the_command_runs_without_servers():
    """`./run manage suggest_cpv` waits for no database: it reads a file and writes codes."""
    assert "suggest_cpv" in WITHOUT_DATABASE and Command.requires_system_checks == []


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


def test_no_buyer_stands_on_both_sides_of_a_split():
    pytest.importorskip("sklearn")
    from grandest_portal.reference.proposals import measures, training

    titles = training.read_texts().titles
    splits = measures.folds(titles)
    for learnt, tried in splits:
        assert {titles[place][1] for place in learnt}.isdisjoint(titles[place][1] for place in tried)
        assert sorted([*learnt, *tried]) == list(range(len(titles)))
    # Each title is tried once.
    assert sorted(place for _learnt, tried in splits for place in tried) == list(range(len(titles)))


def test_no_wording_repeats_a_title_that_it_is_measured_on():
    """What was written for the project would else give the answer of a title of a buyer said never seen."""
    pytest.importorskip("sklearn")
    from grandest_portal.reference.proposals import training
    from grandest_portal.reference.text import plain

    texts = training.read_texts()
    assert {plain(text) for _code, text in texts.phrases}.isdisjoint(
        plain(text) for _code, _buyer, text in texts.titles
    )


def test_the_same_texts_give_the_same_file_whatever_their_number(monkeypatch):
    """A rebuild from a small sample: byte for byte the same, and a model that reads it proposes from it."""
    pytest.importorskip("sklearn")
    from grandest_portal.reference.proposals import training

    whole = training.read_texts()
    one_of_each_class = list({code[:4]: (code, label) for code, label in whole.labels}.values())
    few = training.Texts(whole.titles[:300], one_of_each_class, whole.phrases[::4])
    monkeypatch.setattr(training, "read_texts", lambda: few)
    monkeypatch.setattr(training, "read_counts", training.read_counts.__wrapped__)
    first, second = (training.packed(training.train(range(300))) for _time in range(2))
    assert first == second
    rebuilt, again = Model(io.BytesIO(first)), Model(io.BytesIO(second))
    for text in TEXTS:
        assert len(rebuilt.codes_of(text)) == PROPOSED
        assert rebuilt.proposals(text) == again.proposals(text)
    # Control: other texts give another file.
    assert training.packed(training.train(range(299))) != first


@pytest.mark.slow
def test_the_committed_file_is_what_its_data_give():
    pytest.importorskip("sklearn")
    from grandest_portal.reference.proposals import training

    rebuilt = training.packed(training.train(range(len(training.read_texts().titles))))
    rebuilt, kept = Model(io.BytesIO(rebuilt)), model()
    titles = [text for _code, _buyer, text in training.read_texts().titles[::10]]
    same = sum(rebuilt.codes_of(text)[0] == kept.codes_of(text)[0] for text in titles)
    # The last digits of a sum depend on the processor; what is proposed first hardly ever does.
    assert same >= 0.99 * len(titles)


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
