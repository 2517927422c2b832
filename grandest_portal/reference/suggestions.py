"""What a script shows while a person types in a field of the reference data: a few entries, as JSON."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from grandest_portal.core.text import clean_line
from grandest_portal.reference.models import CPVCode, Keyword
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


def cpv_entries(text):
    """Wide codes first; of a word still being typed, what looks like it."""
    if not text:
        return []
    rows = list(CPVCode.objects.search(text).order_by("level", "code")[:MOST])
    rows = rows or list(CPVCode.objects.near_label(text, MOST))
    return [(row.full, str(row)) for row in rows]


def keyword_entries(text):
    if not text:
        return []
    terms = Keyword.objects.in_force(timezone.localdate())
    rows = list(terms.holding(text).order_by("search_plain", "pk")[:MOST]) or list(terms.near(text, MOST))
    return [(row.label, row.label) for row in rows]
