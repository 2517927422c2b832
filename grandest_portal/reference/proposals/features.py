"""What the proposals read of a text: stems and pairs of stems, pieces of three to five letters of its words, and the
words that open it: « fourniture », « maîtrise d'œuvre », « réfection » say which kind of purchase it is."""

import re
from collections import Counter
from itertools import pairwise
from math import log, sqrt

from grandest_portal.core.stems import MOST_WORDS, words_of
from grandest_portal.reference.text import plain

# What a title says of the purchase and not of its object.
FORMALITIES = re.compile(
    r"\b(accords?[- ]cadres?|march[ée]s?( subs[ée]quents?| publics?)?( n[°o]?\s*\S+)?|a bons? de commandes?"
    r"|lots?\s*(n[°o]\s*)?\d+\w*|consultation|appel d'offres( ouvert)?|relance|groupement de commandes?"
    r"|num[ée]ro)\b",
    re.IGNORECASE,
)
LETTERS = re.compile("[^a-z ]+")
SHORTEST_PIECE, LONGEST_PIECE = 3, 5
BLOCKS = ("stems", "pieces", "openings")
OPENING_WORDS = 3


def without_formalities(text):
    """`text` with spaces in their place: every word stays where it stands."""
    return FORMALITIES.sub(lambda found: " " * len(found[0]), text)


def subject_words(text):
    """[(start, end, stem)] of the words that say the object, without those that hold a digit."""
    words = words_of(without_formalities(text))[:MOST_WORDS]
    return [word for word in words if not any(char.isdigit() for char in word[2])]


def stem_features(words):
    stems = [stem for _start, _end, stem in words]
    return stems + [f"{first} {second}" for first, second in pairwise(stems)]


def opening_features(words):
    """The first words, each known as one of them; the very first and the first two, by their place too."""
    stems = [stem for _start, _end, stem in words[:OPENING_WORDS]]
    if not stems:
        return []
    return [f"^{stem}" for stem in stems] + [f"^^{stems[0]}", f"^{' '.join(stems[:2])}"]


def pieces_of(word):
    framed = f" {word} "
    return [
        framed[start : start + size]
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for start in range(len(framed) - size + 1)
    ]


def piece_features(text):
    words = LETTERS.sub(" ", plain(without_formalities(text))).split()[:MOST_WORDS]
    return [piece for word in words for piece in pieces_of(word)]


def counts_of(text):
    """The blocks of features of a text, each counted."""
    words = subject_words(text)
    return Counter(stem_features(words)), Counter(piece_features(text)), Counter(opening_features(words))


def weighed(counts, places, idf):
    """{column: weight} of one block: known features, 1 + log of the count, times their rarity, length one."""
    found = {places[name]: 1 + log(count) for name, count in counts.items() if name in places}
    row = {place: value * float(idf[place]) for place, value in found.items()}
    length = sqrt(sum(value * value for value in row.values()))
    return {place: value / length for place, value in row.items()} if length else {}
