"""How it is written: short sentences, explained acronyms, no more rights than needed."""

import re

from django.utils.translation import gettext as _

from needs.checks.draft import Hit, listed, number

ACRONYM = re.compile(r"(?<![\w'’-])[A-ZÀ-ÖØ-Þ]{2,6}(?![\w-])")


def rights(draft, settings):
    """PI-01: every right taken, or an exclusive assignment."""
    for field, passage in draft.passages.items():
        for start, end in passage.find(listed(settings["PI-01"], "phrases")):
            yield Hit(field, start, end)


def readability(draft, settings):
    """LIS-01: sentences and texts that are too long, acronyms that nobody explains."""
    parameters = settings["LIS-01"]
    yield from long_sentences(draft, number(parameters, "longest_sentence"))
    total, most = sum(len(each.words) for each in draft.passages.values()), number(parameters, "longest_text")
    if most and total > most:
        detail = _(
            "Ce besoin compte %(words)d mots : %(most)d suffisent le plus souvent, avec un document joint."
        )
        yield Hit("expected_result", detail=detail % {"words": total, "most": most}, basis="long")
    yield from unexplained(draft, {name.upper() for name in listed(parameters, "known_acronyms")})


def long_sentences(draft, most):
    if not most:
        return
    for field, passage in draft.passages.items():
        for start, end, words in passage.longer_than(most):
            detail = _("Cette phrase compte %(words)d mots ; au-delà de %(most)d, elle se lit mal.")
            yield Hit(field, start, end, detail % {"words": words, "most": most})


def unexplained(draft, known):
    """Each acronym once, at its first place, unless brackets explain it there."""
    seen = set(known)
    for field, passage in draft.passages.items():
        if passage.mostly_capitals:
            continue
        for match in ACRONYM.finditer(passage.text):
            (start, end), name = match.span(), match.group()
            if name not in seen and not explained(passage.text, start, end):
                detail = _("« %(name)s » : écrivez ce que veut dire ce sigle, la première fois.")
                yield Hit(field, start, end, detail % {"name": name})
            seen.add(name)


def explained(text, start, end):
    return text[:start].endswith("(") or text[end : end + 2] in (" (", "\u00a0(")
