"""What names a product, a standard, a label or a closed interface."""

import re
from itertools import islice

from django.utils.translation import gettext as _

from grandest_portal.reference.enums import CheckSeverity
from needs.checks.draft import Hit, listed, number
from needs.checks.text import WORD

SIGNS = re.compile(r"[®™]")
MOST_SIGNS = 200
SHORTEST_NAME = 3
YEAR_DIGITS = 4
SKIPPED_BEFORE_NAME = {
    "de", "du", "la", "le", "les", "l", "d", "notre", "nos", "logiciel", "progiciel", "systeme", "solution", "outil",
    "application", "logiciels", "progiciels", "applications", "outils", "celui", "parc",
}  # fmt: skip


def brands(draft, settings):
    """SPE-01: a known brand, a registered sign, or a name right after « marque », « type », « modèle »."""
    parameters = settings["SPE-01"]
    distance = number(parameters, "distance") or 0
    existing_fields = listed(parameters, "existing_fields")
    for field, passage in draft.passages.items():
        existing = passage.marks(listed(parameters, "existing_words"))
        for start, end in names_in(passage, parameters):
            if passage.admits_equivalent(start, end, int(distance)):
                continue
            kept = field in existing_fields or existing.within(*passage.sentence(start))
            yield Hit(field, start, end, park_question(), CheckSeverity.WARNING if kept else "")


def park_question():
    return _(
        "Est-ce un matériel ou un logiciel déjà en place, à conserver ? Si oui, dites-le en justifiant : nommer la "
        "marque est alors légitime."
    )


def names_in(passage, parameters):
    spans = [
        span
        for span in passage.find(listed(parameters, "brands"))
        if any(map(str.isupper, passage.text[slice(*span)]))
    ]
    spans += [span for span in passage.find(listed(parameters, "ambiguous_brands")) if is_name(passage, span)]
    spans += announced(passage, parameters)
    for sign in islice(SIGNS.finditer(passage.text), MOST_SIGNS):
        before = passage.word_before(sign.start())
        spans.append((before[0] if before else sign.start(), sign.end()))
    return sorted(spans)


def is_name(passage, span):
    """« Orange » inside a sentence is a company; its first word, or a word among capitals, may be a colour."""
    text = passage.text[slice(*span)]
    return text[:1].isupper() and not passage.mostly_capitals and not passage.opens_sentence(span[0])


def announced(passage, parameters):
    """Names right after « marque », and after « type » or « modèle » when capitals still mean something."""
    words = listed(parameters, "announcing_words")
    if passage.mostly_capitals:
        words = [word for word in words if word.startswith("marque")]
    excluded = {word.upper() for word in listed(parameters, "not_names")}
    for start, end in passage.find(words):
        name = passage.word_after(end)
        if name is None or SENTENCE_END.search(passage.text[end : name[0]]):
            continue
        text = passage.text[slice(*name)]
        long_enough = len(text) >= SHORTEST_NAME or any(map(str.isdigit, text))
        if text[0].isupper() and long_enough and text.upper() not in excluded and not text.isdigit():
            yield start, name[1]


SENTENCE_END = re.compile(r"[.;,)(/]")


def standards(draft, settings):
    """SPE-02: NF, ISO, DTU… and a number; « EN » alone only as capitals in a text that is not all capitals."""
    parameters = settings["SPE-02"]
    families = listed(parameters, "families")
    if not families:
        return
    pattern, distance = references(tuple(families)), int(number(parameters, "distance") or 0)
    years = (number(parameters, "year_from") or 0, number(parameters, "year_to") or 0)
    for field, passage in draft.passages.items():
        for match in pattern.finditer(passage.text):
            start, end = match.start(), match.start() + len(match.group().rstrip(" .:-/"))
            if is_reference(passage, match, years) and not passage.admits_equivalent(start, end, distance):
                yield Hit(field, start, end)


def references(families):
    names = "|".join(re.escape(family) for family in sorted(families, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?P<families>(?:{names})(?:[ /\u00a0-]{{1,2}}(?:{names})){{0,3}})"
        r"[ \u00a0/-]{0,2}(?:n°\s?)?(?:[A-Z]{1,2}[ \u00a0]?)?(?P<digits>\d[\d .:\u00a0-]{0,15})",
        re.IGNORECASE,
    )


def is_reference(passage, match, years):
    families, digits = match["families"], re.sub(r"\D", "", match["digits"])
    if families.upper() != "EN":
        return len(digits) > 1 and (families.upper() == families or families[:1].isupper())
    first = re.match(r"\d+", match["digits"]).group()
    year = len(first) == YEAR_DIGITS and years[0] <= int(first) <= years[1]
    return families == "EN" and len(digits) >= SHORTEST_NAME and not year and not passage.mostly_capitals


def labels(draft, settings):
    """SPE-03: « label », « certifié », or a known label, without « équivalent »."""
    parameters = settings["SPE-03"]
    distance = int(number(parameters, "distance") or 0)
    for field, passage in draft.passages.items():
        excepted = passage.marks(listed(parameters, "exceptions"))
        named = [
            span
            for span in passage.find(listed(parameters, "labels"))
            if any(map(str.isupper, passage.text[slice(*span)]))
        ]
        for start, end in sorted([*passage.find(listed(parameters, "words")), *named]):
            if not excepted.covers(start) and not passage.admits_equivalent(start, end, distance):
                yield Hit(field, start, end)


def interfaces(draft, settings):
    """SPE-06: « compatible avec » a named product, or a format said to be proprietary."""
    parameters = settings["SPE-06"]
    opened = {name.upper() for name in listed(parameters, "open_names")}
    for field, passage in draft.passages.items():
        for start, end in passage.find(listed(parameters, "closed_phrases")):
            yield Hit(field, start, end)
        for start, end in passage.find(listed(parameters, "compatible_words")):
            name = product_after(passage, end)
            if name and passage.text[slice(*name)].upper() not in opened and not passage.mostly_capitals:
                yield Hit(field, start, name[1])


def product_after(passage, at):
    """The capitalised name that follows, articles and « le logiciel » left aside; None when a plain word does."""
    for _turn in range(4):
        word = passage.word_after(at)
        if word is None:
            return None
        text = passage.text[slice(*word)]
        if text[0].isupper():
            return word
        if WORD.findall(passage.folded[slice(*word)])[0] not in SKIPPED_BEFORE_NAME:
            return None
        at = word[1]
    return None
