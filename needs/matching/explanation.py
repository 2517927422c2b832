"""A stored match in words: the shared words of both texts, their share, and where they stand."""

from dataclasses import dataclass

from grandest_portal.core.stems import Segment, highlighted, words_of

SHOWN_BARS = 6


@dataclass(frozen=True)
class Term:
    """A shared stem as people read it: the words of both texts, its share (percent of the closeness, one
    decimal) and the length of its bar (whole percent of the largest share)."""

    label: str
    share: str
    percent: int


@dataclass(frozen=True)
class Explanation:
    terms: list[Term]
    need_parts: list[list[Segment]]
    solution_parts: list[list[Segment]]


def explain(match):
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
    )


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
