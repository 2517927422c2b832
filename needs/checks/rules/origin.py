"""Where a company comes from is never asked for; how fast it can be there may be."""

import re

from django.utils.translation import gettext as _

from grandest_portal.reference.enums import CheckSeverity
from grandest_portal.reference.text import plain
from needs.checks.draft import Hit, listed, number
from needs.checks.text import Passage, fold

DISTANCE = re.compile(r"(?<![\w.,])\d{1,4} ?(?:km|kilometres?)\b")
LINK = re.compile(
    r" ?(?:(?:social|principal|permanent)\w{0,2} )?(?:en|a|au|aux|dans|sur)(?: (?:la|le|les|un|une|notre)\b| l')? ?"
)
NAME = re.compile(r"[A-ZÀ-Ý][\w']{0,30}(?:[- ](?:[a-zà-ÿ]{1,4}[- '])?[A-ZÀ-Ý][\w']{0,30}){0,3}")
LOOKED_AT = 80
BEFORE_DISTANCE = 22


def origin(draft, settings):
    """SPE-04: an origin, an address or a distance asked from the company; short circuits only warn."""
    parameters = settings["SPE-04"]
    for field, passage in draft.passages.items():
        for start, end in passage.find(listed(parameters, "phrases")):
            yield Hit(field, start, end)
        for start, end in passage.find(listed(parameters, "warning_phrases")):
            yield Hit(field, start, end, short_circuit(), CheckSeverity.WARNING)
        for start, end in addresses(passage, parameters, draft.places):
            yield Hit(field, start, end)


def short_circuit():
    return _(
        "Un circuit court compte les intermédiaires, pas les kilomètres : demandez un nombre d'intermédiaires, la "
        "fraîcheur ou l'effet mesuré sur l'environnement."
    )


def delay_rather(draft, settings):
    """SPE-05: beside each address or distance asked, the way to ask for a delay instead, unless one is there."""
    for field, passage in draft.passages.items():
        delays = passage.marks(listed(settings["SPE-05"], "delay_words"))
        for start, end in addresses(passage, settings.get("SPE-04", {}), draft.places):
            if not delays.within(*passage.sentence(start)):
                yield Hit(field, start, end)


def addresses(passage, parameters, places):
    """[(start, end)] of the seats, offices and distances asked from a company."""
    companies = passage.marks(listed(parameters, "company_words"))
    grounds = passage.marks(listed(parameters, "territory_words"))
    for start, end in seats(passage, parameters, companies):
        place_end = place_after(passage, end, grounds, places)
        if place_end:
            yield start, place_end
    yield from distances(passage, parameters, companies)


def seats(passage, parameters, companies):
    """Words of a seat near a word for the company; « située » must follow it closely."""
    near, closely = int(number(parameters, "near") or 0), int(number(parameters, "weak_near") or 0)
    for start, end in passage.find(listed(parameters, "place_words")):
        low, high = passage.sentence(start)
        if companies.within(max(low, start - near), min(high, end + near)):
            yield start, end
    for start, end in passage.find(listed(parameters, "weak_place_words")):
        if companies.within(max(passage.sentence(start)[0], start - closely), start):
            yield start, end


def distances(passage, parameters, companies):
    near, words = int(number(parameters, "near") or 0), listed(parameters, "distance_words")
    places = passage.marks([*listed(parameters, "place_words"), *listed(parameters, "weak_place_words")])
    for match in DISTANCE.finditer(passage.folded):
        start, end = match.span()
        lead = passage.folded[max(0, start - BEFORE_DISTANCE) : start].rstrip()
        low = max(passage.sentence(start)[0], start - near)
        seat = places.last_in(low, start)
        asked = seat is not None and companies.within(passage.sentence(start)[0], end)
        if asked and any(f" {lead}".endswith(f" {fold(word)}") for word in words):
            yield seat, end


def place_after(passage, end, grounds, places):
    """Where the place named right after `end` stops; None when no territory is named there."""
    for at, name in named_after(passage, end):
        if ground := grounds.end_of(at):
            return ground
        for size in range(len(name), 0, -1):
            if plain(" ".join(name[:size])) in places:
                return at + len(" ".join(name[:size]))
    return None


def named_after(passage, end):
    """[(place, [words of a name in capitals])]: what follows « en », « dans le », « à » after a word of a seat."""
    link = LINK.match(passage.folded, end, end + LOOKED_AT)
    if link is None:
        return []
    name = NAME.match(passage.text, link.end(), link.end() + LOOKED_AT)
    return [(link.end(), name.group().split(" ") if name else [])]


def place_candidates(texts, parameters):
    """The names that could be territories in these texts, written as in the reference data: one look-up for all."""
    found = set()
    for text in texts.values():
        passage = Passage(text)
        companies = passage.marks(listed(parameters, "company_words"))
        for _start, end in seats(passage, parameters, companies):
            for _at, name in named_after(passage, end):
                found |= {plain(" ".join(name[:size])) for size in range(1, len(name) + 1)}
    return found
