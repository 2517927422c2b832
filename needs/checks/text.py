"""Reading a text once: folded letters, words with their places, sentences, and lists of phrases found in it.

Everything here is linear in the length of the text: rules run on whatever a person pastes.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache

WORD = re.compile(r"[^\W_]+")
# A full stop ends a sentence when a capital, a figure or a quotation mark follows; so does the end of a line.
BREAK = re.compile(r"[.!?…](?=\s+[A-ZÀ-ÖØ-Þ0-9«“\"-])|[\r\n]")
SENTENCE_STOP = re.compile(r"[.!?…;](?:\s|$)")
MOSTLY_CAPITALS = 0.6
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

    def __bool__(self):
        return bool(self.exact or self.stems)

    def at(self, words, position):
        """The number of words of the longest phrase that begins at `position`; 0 when none does."""
        word, longest = words[position], 0
        for first, rest in (*self.exact.get(word, ()), *self.stems.get(word[:2], ())):
            if word.startswith(first) and fits(words, position + 1, rest):
                longest = max(longest, 1 + len(rest))
        return longest


def fits(words, position, rest):
    if position + len(rest) > len(words):
        return False
    return all(
        words[position + step].startswith(part) if open_end else words[position + step] == part
        for step, (part, open_end) in enumerate(rest)
    )


@lru_cache(maxsize=256)
def phrases_of(phrases):
    return Phrases(phrases)


class Passage:
    """One text of a need, read once."""

    def __init__(self, text):
        self.text = text
        self.folded = fold(text)

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
        position = bisect_right(self.sentence_starts, at)
        start = self.sentence_starts[position - 1]
        end = self.sentence_starts[position] if position < len(self.sentence_starts) else len(self.text)
        part = self.text[start:end]
        return start + len(part) - len(part.lstrip()), start + len(part.rstrip())

    def find(self, phrases):
        """[(start, end)] of the phrases of a list, the longest at each place, left to right."""
        wanted = phrases_of(tuple(phrases))
        found, position, words, spans = [], 0, self.words, self.spans
        while wanted and position < len(words):
            taken = wanted.at(words, position)
            if taken:
                found.append((spans[position][0], spans[position + taken - 1][1]))
            position += taken or 1
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

    def end_of(self, start):
        """Where the one that begins at `start` ends; None when none does."""
        position = bisect_right(self.begins, start) - 1
        return self.spans[position][1] if position >= 0 and self.begins[position] == start else None

    def covers(self, start):
        """True when one of them holds the place `start`."""
        position = bisect_right(self.begins, start) - 1
        return position >= 0 and self.spans[position][1] > start
