"""Training of the model, in development: scikit-learn and scipy, which nothing else imports.

The scores are two. Divisions: complement naive Bayes plus a linear support vector machine, added into one matrix.
Classes: complement naive Bayes over every class of the vocabulary, kept as its sparse differences.
"""

import csv
import io
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from grandest_portal.reference.proposals.features import BLOCKS, counts_of, weighed
from grandest_portal.reference.proposals.model import MODEL

DATA = MODEL.parent
LABELS = DATA.parent / "cpv.csv"
SEED = 20081


@dataclass(frozen=True)
class Recipe:
    """What was tuned: see docs/cpv.md."""

    least_texts: tuple[int, int, int] = (2, 3, 2)  # of each block
    labels: tuple[float, float] = (0.3, 0.1)  # weight of a label for the Bayes scores, for the machine
    phrases: tuple[float, float] = (0.8, 0.5)
    smoothing: tuple[float, float] = (0.3, 2.0)  # divisions, classes
    regularisation: float = 0.2
    machine_share: float = 4.0
    mixing: float = 0.05  # how much the division's score counts in the class's
    sure: float = 7.0
    # Differences below this part of the largest one are left out of the file.
    least_difference: float = 0.004


@dataclass
class Texts:
    """Titles first, then labels, then phrases; `weights` of the two last come from the recipe."""

    titles: list = field(default_factory=list)  # (code, group of the buyer, text)
    labels: list = field(default_factory=list)  # (code, text)
    phrases: list = field(default_factory=list)  # (code, text)


def read_lines(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]


@lru_cache(maxsize=1)
def read_texts():
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = [(row["code"], row["label"]) for row in csv.DictReader(file)]
    phrases = [
        (code, each.strip()) for code, joined in read_lines("phrases.tsv") for each in joined.split(";")
    ]
    return Texts([tuple(line) for line in read_lines("titles.tsv")], labels, phrases)


@lru_cache(maxsize=1)
def read_counts():
    """The counts of the features of each text, in the order titles, labels, phrases."""
    texts = read_texts()
    every = [text for _code, _buyer, text in texts.titles] + [text for _code, text in texts.labels]
    return [counts_of(text) for text in every + [text for _code, text in texts.phrases]]


def class_codes(texts):
    """The code that stands for each class: its own where the vocabulary holds it, else the first below it."""
    known = {}
    for code, _label in sorted(texts.labels):
        known.setdefault(code[:4], code)
    return [known[name] for name in sorted(known)]


def vocabulary(counts, kept, recipe):
    """(places of each block, idf of all): features that stand in enough of the kept texts."""
    places, idf, shift = [], [], 0
    for block, least in enumerate(recipe.least_texts):
        seen = {}
        for number in kept:
            for name in counts[number][block]:
                seen[name] = seen.get(name, 0) + 1
        names = sorted(name for name, times in seen.items() if times >= least)
        places.append({name: place + shift for place, name in enumerate(names)})
        idf += [np.log((1 + len(kept)) / (1 + seen[name])) + 1 for name in names]
        shift += len(names)
    return places, np.array(idf, np.float32)


def matrix(counts, numbers, places, idf):
    columns, values, starts = [], [], [0]
    for number in numbers:
        row = {}
        for block, known in zip(counts[number], places, strict=True):
            row |= weighed(block, known, idf)
        columns += row.keys()
        values += row.values()
        starts.append(len(columns))
    return sparse.csr_matrix(
        (np.array(values, np.float32), np.array(columns), np.array(starts)), shape=(len(numbers), len(idf))
    )


def sums_by(rows, answers, number, weights):
    which = (weights.astype(np.float64), (answers, np.arange(len(answers))))
    return sparse.csr_matrix(which, shape=(number, rows.shape[0])) @ rows


def complement(rows, answers, number, weights, smoothing):
    """(sparse differences answers × features, base of each answer) of a complement naive Bayes score."""
    inside = sums_by(rows, answers, number, weights).tocsr()
    total = np.asarray(inside.sum(0)).ravel() + smoothing
    base = np.log(total.sum() - np.asarray(inside.sum(1)).ravel())
    part = np.minimum(inside.data / total[inside.indices], 0.999999)
    differences = inside.copy()
    differences.data = -np.log1p(-part)
    return differences, base


def machine(rows, answers, number, weights, recipe):
    """(weights answers × features, base): one linear support vector machine per division."""
    fitted = LinearSVC(C=recipe.regularisation, tol=0.01, random_state=SEED).fit(
        rows, answers, sample_weight=weights
    )
    coefficients, base = np.zeros((number, rows.shape[1])), np.full(number, -2.0)
    coefficients[fitted.classes_], base[fitted.classes_] = fitted.coef_, fitted.intercept_
    return coefficients, base


def train(titles, recipe=None):
    """The arrays of the file, learnt from the titles whose numbers are given, every label and every phrase."""
    recipe, texts, counts = recipe or Recipe(), read_texts(), read_counts()
    extra = range(len(texts.titles), len(counts))
    kept = [*titles, *extra]
    places, idf = vocabulary(counts, kept, recipe)
    rows = matrix(counts, kept, places, idf)
    codes = class_codes(texts)
    place_of = {code[:4]: place for place, code in enumerate(codes)}
    divisions = sorted({code[:2] for code in codes})
    written = [texts.titles[number][0] for number in titles]
    written += [code for code, _text in texts.labels + texts.phrases]
    classes = np.array([place_of[code[:4]] for code in written])
    above = np.array([divisions.index(code[:2]) for code in written])
    weights = [
        np.repeat([1.0, label, phrase], [len(titles), len(texts.labels), len(texts.phrases)])
        for label, phrase in zip(recipe.labels, recipe.phrases, strict=True)
    ]
    bayes, bayes_base = complement(rows, above, len(divisions), weights[0], recipe.smoothing[0])
    linear, linear_base = machine(rows, above, len(divisions), weights[1], recipe)
    fine, fine_base = complement(rows, classes, len(codes), weights[0], recipe.smoothing[1])
    # A text weighs as much as its blocks: what the Bayes score adds per unit of weight goes to each feature.
    whole = bayes.toarray() + bayes_base[:, None] + recipe.machine_share * linear
    held = small_divisions(whole, recipe.machine_share * linear_base) | small_classes(fine, fine_base, recipe)
    return held | {
        **{
            block: np.frombuffer("\n".join(names).encode(), np.uint8)
            for block, names in zip(BLOCKS, places, strict=True)
        },
        "idf": idf.astype(np.float16),
        "divisions": np.array(divisions, np.uint8),
        "codes": np.array(codes, np.uint32),
        "division_of": np.array([divisions.index(code[:2]) for code in codes], np.uint8),
        "mixing": np.array([recipe.mixing, recipe.sure], np.float32),
    }


def small_divisions(weights, base):
    """One byte per weight; a constant over the divisions changes no order and is taken away."""
    weights = weights - weights.mean(0)
    scale = np.abs(weights).max(1) / 127
    return {
        "division_weights": np.ascontiguousarray(np.rint(weights / scale[:, None]).astype(np.int8).T),
        "division_scale": scale.astype(np.float32),
        "division_base": base.astype(np.float32),
    }


def small_classes(differences, base, recipe):
    scale = differences.data.max() / 255
    differences.data = np.rint(differences.data / scale)
    differences.data[differences.data < max(1, 255 * recipe.least_difference)] = 0
    differences.eliminate_zeros()
    columns = differences.tocsc()
    columns.sort_indices()
    return {
        "class_starts": columns.indptr.astype(np.uint32),
        "class_columns": columns.indices.astype(np.uint16),
        "class_values": columns.data.astype(np.uint8),
        "class_scale": np.float32(scale),
        "class_base": (base - base.mean()).astype(np.float32),
    }


def packed(held):
    """The bytes of the file: the same arrays give the same bytes."""
    written = io.BytesIO()
    np.savez_compressed(written, **{name: held[name] for name in sorted(held)})
    return written.getvalue()


def write(held, path=MODEL):
    Path(path).write_bytes(packed(held))
