"""A stored match in words: the shared words of both texts, the closest sentences, what one does not say."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from grandest_portal.core.stems import Segment, highlighted, sentences_of, words_of
from grandest_portal.reference.models import Parameter
from needs.matching.definition import definition
from needs.matching.engine import closeness_of
from needs.matching.knowledge import hash_of, need_text, solution_text

SHOWN_BARS = 6


@dataclass(frozen=True)
class Term:
    """A shared stem as people read it: the words of both texts, its share (percent of the closeness, one
    decimal) and the length of its bar (whole percent of the largest share)."""

    label: str
    share: str
    percent: int


@dataclass(frozen=True)
class Sum:
    """What the score is made of: closeness = meaning + weight × words."""

    meaning: float
    weight: float
    words: float
    closeness: float


@dataclass(frozen=True)
class Explanation:
    """`meaning` says in words how close the two texts are, "" where the version compares words alone; `closest` holds
    the two sentences, and nothing once a text has changed; `missing` the words that the solution says nothing of;
    `sum` the score in figures, None where words alone are compared."""

    terms: list[Term]
    need_parts: list[list[Segment]]
    solution_parts: list[list[Segment]]
    meaning: Any = ""
    closest: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    sum: Sum | None = None


def explain(match, on):
    """The Explanation of a stored match; the texts are those of today, the shares those that were stored."""
    need, solution = match.need, match.solution
    need_texts = [need.summary, need.current_situation, need.expected_result]
    solution_texts = [solution.problem_solved, solution.description, solution.novelty]
    stems = {term["stem"] for term in match.terms}
    words = readable(stems, [need.title, *need_texts], [solution.title, *solution_texts, solution.keywords])
    largest = max((term["share"] for term in match.terms), default=1) or 1
    terms = [
        Term(
            words[term["stem"]],
            f"{term['share']:.0f} %".replace(".", ","),
            max(1, round(100 * term["share"] / largest)),
        )
        for term in match.terms[:SHOWN_BARS]
        if term["stem"] in words
    ]
    return Explanation(
        terms,
        [highlighted(text, stems) for text in need_texts if text],
        [highlighted(text, stems) for text in solution_texts if text],
        meaning_of(match.semantic, on),
        closest_of(match),
        missing_of(match),
        sum_of(match),
    )


def meaning_of(semantic, on):
    """A cosine in words; its limits are dated data."""
    if semantic is None:
        return ""
    value = Parameter.objects.value
    if semantic >= float(value("meaning_same", on)):
        return _("Les deux textes parlent d'un même sujet.")
    if semantic >= float(value("meaning_near", on)):
        return _("Les deux textes parlent de sujets voisins.")
    return _("Les deux textes parlent de sujets éloignés : ce sont les mots qui les rapprochent.")


def sum_of(match):
    """The score told backwards: what the scale was given, and the words' part of it, as far as they count. None where
    there is no sum, at an end of the scale, and for a version that the code no longer holds."""
    if match.semantic is None or not 0 < match.score < 1:
        return None
    try:
        engine = definition(match.engine)
    except FileNotFoundError:
        return None
    closeness = closeness_of(match.score, engine)
    words = max(0.0, (closeness - match.semantic) / engine.lexical_weight)
    return Sum(match.semantic, engine.lexical_weight, words, closeness)


def closest_of(match):
    """[sentence of the need, sentence of the solution], as they stood when they were compared."""
    texts = [need_text(match.need), solution_text(match.solution)]
    if not match.closest or [hash_of(text) for text in texts] != [match.need_hash, match.solution_hash]:
        return []
    pairs = zip(texts, match.closest, strict=False)
    return [text[slice(*sentences_of(text)[place])].strip() for text, place in pairs]


def missing_of(match):
    words = readable(set(match.missing), [match.need.title, match.need.expected_result], [])
    return [words[stem] for stem in match.missing if stem in words]


def readable(stems, need_texts, solution_texts):
    """{stem: « fuites / fuite »}: the first form in each text, once when both are the same."""
    labels = {}
    for texts in (need_texts, solution_texts):
        seen = set()
        for text in texts:
            for start, end, stem in words_of(text):
                if stem in stems and stem not in seen:
                    seen.add(stem)
                    labels.setdefault(stem, []).append(text[start:end].lower())
    return {stem: " / ".join(dict.fromkeys(forms)) for stem, forms in labels.items()}
