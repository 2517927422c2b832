"""Reading a text once: folded letters, words with their places, sentences, and lists of phrases found in it.

Everything here is linear in the length of the text: rules run on whatever a person pastes.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

WORD = re.compile(r"[^\W_]+")
# A full stop ends a sentence when a capital, a figure or a quotation mark follows; so does the end of a line.
BREAK = re.compile(r"[.!?…](?=\s+[A-ZÀ-ÖØ-Þ0-9«“\"-])|[\r\n]")
SENTENCE_STOP = re.compile(r"[.!?…;](?:\s|$)")
MOSTLY_CAPITALS = 0.6
ALONE = [[]]
SPACES = "\u00a0\u202f\u2009\t\r\n"


def folding_table():
    """Lower case without accents, one character for one, so that places stay the same."""
    table = {ord(space): " " for space in SPACES} | {ord("\u2019"): "'"}
    for code in range(0x41, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if chr(code).isalpha() and len(base) == 1:
            table[code] = base
    table[ord("œ")] = table[ord("Œ")] = "œ"
    table[ord("²")], table[ord("³")] = "2", "3"
    return table


FOLDING = folding_table()


def fold(text):
    return text.translate(FOLDING)


def normal(sentence):
    """A sentence as it is compared from one version to the next: case and spaces do not change it."""
    return " ".join(sentence.casefold().split())


class Phrases:
    """A list of words and phrases, « recycl* » standing for every word that begins so."""

    def __init__(self, phrases):
        self.exact, self.stems = defaultdict(list), defaultdict(list)
        for phrase in phrases:
            parts = [(word, False) for word in WORD.findall(fold(phrase))]
            if not parts:
                continue
            if phrase.rstrip().endswith("*"):
                parts[-1] = (parts[-1][0], True)
            first, open_end = parts[0]
            shelf = self.stems[first[:2]] if open_end else self.exact[first]
            shelf.append((first, parts[1:]))

    def rests(self, word):
        """What must follow `word` in the phrases that it opens: (), when it is one by itself."""
        begun = self.stems.get(word[:2], ())
        return [
            *(rest for _first, rest in self.exact.get(word, ())),
            *(rest for first, rest in begun if word.startswith(first)),
        ]


def longest(words, position, rests):
    """The number of words of the longest phrase that begins at `position`; 0 when none does."""
    return max((1 + len(rest) for rest in rests if fits(words, position + 1, rest)), default=0)


def fits(words, position, rest):
    if position + len(rest) > len(words):
        return False
    for step, (part, open_end) in enumerate(rest):
        word = words[position + step]
        if word != part and not (open_end and word.startswith(part)):
            return False
    return True


@lru_cache(maxsize=256)
def phrases_of(phrases):
    return Phrases(phrases)


class Passage:
    """One text of a need, read once."""

    def __init__(self, text):
        self.text = text
        self.folded = fold(text)
        self.found, self.trimmed = {}, {}

    @cached_property
    def spans(self):
        return [match.span() for match in WORD.finditer(self.folded)]

    @cached_property
    def words(self):
        return WORD.findall(self.folded)

    @cached_property
    def starts(self):
        return [start for start, _end in self.spans]

    @cached_property
    def sentence_starts(self):
        return [0, *(match.end() for match in BREAK.finditer(self.text))]

    @cached_property
    def mostly_capitals(self):
        letters = sum(map(str.isalpha, self.text))
        return letters > 0 and sum(map(str.isupper, self.text)) / letters > MOSTLY_CAPITALS

    def sentence(self, at):
        """(start, end) of the sentence around the place `at`, without its outer spaces."""
        position = bisect_right(self.sentence_starts, at) - 1
        if position not in self.trimmed:
            bounds = [*self.sentence_starts[position : position + 2], len(self.text)]
            part = self.text[bounds[0] : bounds[1]]
            self.trimmed[position] = (
                bounds[0] + len(part) - len(part.lstrip()),
                bounds[0] + len(part.rstrip()),
            )
        return self.trimmed[position]

    @cached_property
    def index(self):
        """{word: [its positions]}: a list of phrases is then looked up word by word, not place by place."""
        positions = defaultdict(list)
        for position, word in enumerate(self.words):
            positions[word].append(position)
        return positions

    def find(self, phrases):
        """[(start, end)] of the phrases of a list, the longest at each place, left to right."""
        key = tuple(phrases)
        if key not in self.found:
            self.found[key] = self.look_for(phrases_of(key))
        return self.found[key]

    def look_for(self, wanted):
        begun = [
            (position, rests)
            for word, positions in self.index.items()
            if (rests := wanted.rests(word))
            for position in positions
        ]
        found, free, words, spans = [], 0, self.words, self.spans
        for position, rests in sorted(begun, key=itemgetter(0)):
            taken = 0 if position < free else 1 if rests == ALONE else longest(words, position, rests)
            if taken:
                found.append((spans[position][0], spans[position + taken - 1][1]))
                free = position + taken
        return found

    def marks(self, phrases):
        """Where the phrases of a list begin and end, to ask later what stands near a place."""
        return Marks(self.find(phrases))

    def word_after(self, at, gap=4):
        """(start, end) of the first word within `gap` characters after `at`; None when there is none."""
        position = bisect_right(self.starts, at - 1)
        if position < len(self.spans) and self.spans[position][0] - at <= gap:
            return self.spans[position]
        return None

    def word_before(self, at, gap=2):
        position = bisect_right(self.starts, at - 1) - 1
        if position >= 0 and at - self.spans[position][1] <= gap:
            return self.spans[position]
        return None

    def longer_than(self, most):
        """[(start, end, number of words)] of the sentences of more than `most` words."""
        bounds = [*self.sentence_starts, len(self.text)]
        ranks = [bisect_left(self.starts, bound) for bound in bounds]
        return [
            (*self.sentence(bounds[number]), last - first)
            for number, (first, last) in enumerate(pairwise(ranks))
            if last - first > most
        ]

    def opens_sentence(self, start):
        return self.text[self.sentence(start)[0] : start].strip(" «“\"'-–•*") == ""

    def admits_equivalent(self, start, end, distance):
        """True when « équivalent » follows within `distance` characters of the same sentence, or leads to it."""
        after = self.folded[end : end + distance]
        stop = SENTENCE_STOP.search(self.text[end : end + distance])
        if "equivalent" in (after[: stop.start()] if stop else after):
            return True
        return EQUIVALENT_TO.search(self.folded[max(0, start - 40) : start]) is not None


EQUIVALENT_TO = re.compile(r"equivalente?s? (?:a|au|aux)\b[^.;]{0,30}$")


class Marks:
    """Places of some phrases, asked one after the other: is there one between two places?"""

    def __init__(self, spans):
        self.spans = spans
        self.begins = [start for start, _end in spans]

    def within(self, start, end):
        """True when one of them begins in [start, end)."""
        position = bisect_right(self.begins, start - 1)
        return position < len(self.begins) and self.begins[position] < end

    def last_in(self, start, end):
        """Where the last one that begins in [start, end) begins; None when none does."""
        position = bisect_left(self.begins, end) - 1
        return self.begins[position] if position >= 0 and self.begins[position] >= start else None

    def end_of(self, start):
        """Where the one that begins at `start` ends; None when none does."""
        position = bisect_right(self.begins, start) - 1
        return self.spans[position][1] if position >= 0 and self.begins[position] == start else None

    def covers(self, start):
        """True when one of them holds the place `start`."""
        position = bisect_right(self.begins, start) - 1
        return position >= 0 and self.spans[position][1] > start
