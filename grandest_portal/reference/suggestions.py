"""What is proposed for a field of the reference data: from the words a person looks for, as JSON for a script, and,
for CPV codes, from what a draft says already. Codes come from here alone, whichever way they are asked for."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from grandest_portal.core.text import clean_line
from grandest_portal.reference.models import CPVCode, Keyword
from grandest_portal.reference.proposals.model import FEWEST_WORDS, model
from grandest_portal.reference.text import LONGEST_TEXT

MOST = 8
SHORTEST = 2


def asked(request):
    return request.headers.get("X-Suggest") == "1"


def typed_in(request):
    text = clean_line(request.GET.get("q", "")[:LONGEST_TEXT])
    return text if len(text) >= SHORTEST else ""


def answer(found):
    """[(what is written in the field, what is shown)]"""
    response = JsonResponse({"found": [{"value": value, "label": label} for value, label in found]})
    patch_vary_headers(response, ["X-Suggest"])
    return response


def codes_of_text(text, fewest_words=FEWEST_WORDS):
    """[(code, the words of the text that speak for it)], best first; only codes of the vocabulary in the database."""
    found = model().proposals(text, fewest_words)
    held = CPVCode.objects.in_bulk([each.code for each in found])
    return [(held[each.code], each.words) for each in found if each.code in held]


def cpv_entries(text):
    """Codes whose label holds the words, wide ones first; then those that buyers' own words lead to (« cantine »);
    of a word still being typed, what looks like it."""
    if not text:
        return []
    rows = list(CPVCode.objects.search(text).order_by("level", "code")[:MOST])
    if len(rows) < MOST and not text[0].isdigit():
        rows += [code for code, _words in codes_of_text(text, fewest_words=1) if code not in rows]
    rows = rows or list(CPVCode.objects.near_label(text, MOST))
    return [(row.full, str(row)) for row in rows[:MOST]]


def keyword_entries(text):
    if not text:
        return []
    terms = Keyword.objects.in_force(timezone.localdate())
    rows = list(terms.holding(text).order_by("search_plain", "pk")[:MOST]) or list(terms.near(text, MOST))
    return [(row.label, row.label) for row in rows]
