"""The figures of the proposals on buyers never seen, measured on the very codes that the command prints."""

import io

import numpy as np

from grandest_portal.reference.proposals.model import Model
from grandest_portal.reference.proposals.training import SEED, packed, read_texts, train

FOLDS = 5
DRAWS = 1000
BAR = (0.75, 0.88, 0.62)


def folds(titles, number=FOLDS):
    """[(numbers to learn from, numbers to try)]: the titles of a buyer stay together, large buyers dealt out first."""
    of_buyer = {}
    for place, (_code, buyer, _text) in enumerate(titles):
        of_buyer.setdefault(buyer, []).append(place)
    parts = [[] for _each in range(number)]
    for _buyer, places in sorted(of_buyer.items(), key=lambda each: (-len(each[1]), int(each[0]))):
        min(parts, key=len).extend(places)
    return [
        (sorted(place for other in parts if other is not part for place in other), sorted(part))
        for part in parts
    ]


def right(code, proposed):
    """(division right first, division among three, class among five)"""
    return (
        proposed[0][:2] == code[:2],
        code[:2] in {each[:2] for each in proposed[:3]},
        code[:4] in {each[:4] for each in proposed},
    )


def measure(learnt, tried, recipe=None):
    """One line of three answers per tried title."""
    titles = read_texts().titles
    trained = Model(io.BytesIO(packed(train(learnt, recipe))))
    return np.array([right(titles[place][0], trained.codes_of(titles[place][2])) for place in tried])


def interval(answers, groups):
    """Of each figure, the middle 95 % over draws of whole buyers."""
    names, numbers = np.unique(groups, return_inverse=True)
    sums = np.array([answers[numbers == number].sum(0) for number in range(len(names))])
    sizes = np.bincount(numbers)
    draws = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    return np.percentile([sums[draw].sum(0) / sizes[draw].sum() for draw in draws], [2.5, 97.5], axis=0)
