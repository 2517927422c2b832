"""The trained model: from a text to five codes, best first, and the words that speak for each.

Two linear scores over the same features: one per division, one per class (four digits). numpy alone, loaded once.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from grandest_portal.core.stems import without_accents
from grandest_portal.reference.proposals.features import BLOCKS, counts_of, subject_words, weighed

MODEL = Path(__file__).resolve().parent.parent / "data" / "cpv_proposals" / "model.npz"
PROPOSED = 5
# Fewer words than this that the model knows name no object.
FEWEST_WORDS = 2
MOST_REASONS = 4
LONGEST_READ = 6000


@dataclass(frozen=True)
class Proposal:
    code: str
    # The words of the text that count most for this code, as they stand in it.
    words: tuple[str, ...]


class Model:
    def __init__(self, path):
        with np.load(path, allow_pickle=False) as stored:
            held = {name: stored[name] for name in stored.files}
        self.places, shift = [], 0
        for block in BLOCKS:
            names = bytes(held[block]).decode().split("\n")
            self.places.append({name: place + shift for place, name in enumerate(names)})
            shift += len(names)
        self.idf = held["idf"].astype(np.float32)
        self.divisions = [f"{number:02}" for number in held["divisions"]]
        self.codes = [f"{number:08}" for number in held["codes"]]
        self.division_of = held["division_of"].astype(np.intp)
        self.division_weights = held["division_weights"]  # features × divisions, one byte each
        self.division_scale = held["division_scale"].astype(np.float32)
        self.division_base = held["division_base"].astype(np.float32)
        self.starts = held["class_starts"].astype(np.intp)
        self.columns, self.values = held["class_columns"], held["class_values"]
        self.class_scale = np.float32(held["class_scale"])
        self.class_base = held["class_base"].astype(np.float32)
        self.mixing = held["mixing"].astype(np.float32)

    def row(self, text):
        """(columns, weights) of the features of a text."""
        row = {}
        for counts, places in zip(counts_of(text), self.places, strict=True):
            row |= weighed(counts, places, self.idf)
        columns = np.fromiter(row.keys(), np.intp, len(row))
        return columns, np.fromiter(row.values(), np.float32, len(row))

    def division_scores(self, columns, weights):
        parts = self.division_weights[columns] * self.division_scale * weights[:, None]
        return parts.sum(0) + self.division_base

    def class_sums(self, columns, weights):
        """What the features add to each class, from the stretches of the file that are theirs."""
        starts, ends = self.starts[columns], self.starts[columns + 1]
        sizes = ends - starts
        # 0, 1, 2… inside each stretch, from its start.
        inside = np.arange(sizes.sum()) - np.repeat(sizes.cumsum() - sizes, sizes)
        at = np.repeat(starts, sizes) + inside
        values = self.values[at] * np.repeat(weights * self.class_scale, sizes)
        return np.bincount(self.columns[at], values, minlength=len(self.codes))

    def class_scores(self, columns, weights, divisions):
        total = self.class_base * weights.sum() + self.class_sums(columns, weights)
        return total + self.mixing[0] * divisions[self.division_of]

    def ranked(self, columns, weights):
        """Five places in `codes`: the best class of the best division, then of the two next; then the best left."""
        divisions = self.division_scores(columns, weights)
        classes = self.class_scores(columns, weights, divisions)
        return ordered(divisions, classes, self.division_of, self.mixing[1])

    def codes_of(self, text):
        return [self.codes[place] for place in self.ranked(*self.row(text[:LONGEST_READ]))]

    def proposals(self, text, fewest_words=FEWEST_WORDS):
        """[Proposal], best first; none when the text says too little, or when nothing in it speaks for a code."""
        text = text[:LONGEST_READ]
        words = [word for word in subject_words(text) if word[2] in self.places[0]]
        if len({stem for _start, _end, stem in words}) < fewest_words:
            return []
        columns, weights = self.row(text)
        places = self.ranked(columns, weights)
        worths = self.worths(words, dict(zip(columns.tolist(), weights, strict=True)), places)
        spelled = {stem: text[start:end] for start, end, stem in reversed(words)}
        found = (
            Proposal(self.codes[place], heaviest(spelled, worth))
            for place, worth in zip(places, worths, strict=True)
        )
        return [proposal for proposal in found if proposal.words]

    def worths(self, words, held, places):
        """For each place, {stem: how much more it counts for it than for the average code}, as itself and among the
        words that open the text; `held`: {column: weight} of the text."""
        found = [{} for _place in places]
        for stem in dict.fromkeys(stem for _start, _end, stem in words):
            columns = [self.places[0][stem], self.places[2].get(f"^{stem}")]
            parts = [held[column] * self.worth(column, places) for column in columns if column in held]
            for worth, value in zip(found, sum(parts, np.zeros(len(places))), strict=True):
                worth[stem] = float(value)
        return found

    def worth(self, column, places):
        """Of one feature, for each place."""
        span = slice(self.starts[column], self.starts[column + 1])
        classes, values = self.columns[span], self.values[span].astype(np.float32)
        own = (values * (classes == np.array(places)[:, None])).sum(1) - values.sum() / len(self.codes)
        parts = self.division_weights[column] * self.division_scale
        return own * self.class_scale + self.mixing[0] * (parts[self.division_of[places]] - parts.mean())


def heaviest(spelled, worth):
    """The words that count most, as they stand in the text."""
    stems = sorted(worth, key=lambda stem: (-worth[stem], without_accents(spelled[stem].lower())))
    return tuple(spelled[stem] for stem in stems[:MOST_REASONS] if worth[stem] > 0)


def ordered(divisions, classes, division_of, sure):
    """Places of five classes. The three likely divisions come first, unless the best leads the third by `sure`."""
    best = np.argsort(-divisions, kind="stable")[:3]
    if divisions[best[0]] - divisions[best[2]] > sure:
        best = best[:2]
    chosen = [int(np.argmax(np.where(division_of == division, classes, -np.inf))) for division in best]
    for place in np.argsort(-classes, kind="stable"):
        if len(chosen) == PROPOSED:
            break
        if place not in chosen:
            chosen.append(int(place))
    return chosen


@lru_cache(maxsize=1)
def model():
    return Model(MODEL)
