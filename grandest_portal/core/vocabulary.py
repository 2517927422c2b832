"""The words of public texts, kept so that a mistyped word finds the one that was meant.

Each word stands with its neighbours: itself and what is left when one letter is taken out. Two words that share
a neighbour differ by one letter added, forgotten, changed or swapped.
"""

import re
import unicodedata
from datetime import timedelta
from itertools import islice

from django.db.models import Max

from grandest_portal.core.models import SearchWord

WORD = re.compile(r"[^\W\d_]{3,30}")
SHORTEST_CORRECTED = 4
BATCH = 2000
# A transaction may end after one that began later: what is a little older is read again.
OVERLAP = timedelta(minutes=10)
UNTIL = ""
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def plain_word(text):
    """« Télémédecine » → « telemedecine »; "" for what is not one word of letters."""
    text = text.lower().translate(LIGATURES)
    letters = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return letters if WORD.fullmatch(letters) else ""


def near(word):
    """The neighbours of a plain word, in order; none for a word too short to be corrected."""
    if len(word) < SHORTEST_CORRECTED:
        return []
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def learn(kind, texts, at):
    """Keep the words of `texts` that are new. Doing it twice changes nothing."""
    found = {}
    for text in texts:
        for spelling in WORD.findall(text.lower()):
            word = plain_word(spelling)
            if word and word not in found:
                found[word] = spelling
    rows = [
        SearchWord(kind=kind, word=word, spelling=spelling, near=near(word), learnt_at=at)
        for word, spelling in sorted(found.items())
    ]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def learn_from(queryset, fields):
    """Read the rows changed since the last reading (`updated_at`), oldest first; returns how many."""
    kind = queryset.model._meta.label_lower
    last = SearchWord.objects.filter(kind=kind, word=UNTIL).aggregate(last=Max("learnt_at"))["last"]
    rows = queryset.filter(updated_at__gte=last - OVERLAP) if last else queryset
    rows = rows.order_by("updated_at", "pk").values_list("updated_at", *fields)
    number = 0
    for some in batched(rows.iterator(chunk_size=BATCH)):
        number, until = number + len(some), some[-1][0]
        learn(kind, (text for _at, *texts in some for text in texts), until)
        SearchWord.objects.update_or_create(kind=kind, word=UNTIL, defaults={"learnt_at": until})
    return number


def batched(rows):
    while some := list(islice(rows, BATCH)):
        yield some
