"""What the page of a solution says beside its sheet: how to buy it, and the company's note on its innovation."""

from django import template
from django.utils import timezone

from grandest_portal.core.beside import read_with
from suppliers.audience import audiences_of, reads_for, signed_note_of
from suppliers.buying import table_of
from suppliers.innovation import sheet_words
from suppliers.models import SolutionRoute
from suppliers.permissions import can_review_solution, speaks_for

register = template.Library()


@register.inclusion_tag("suppliers/_how_to_buy.html", takes_context=True)
def how_to_buy(context, solution):
    user = context["request"].user
    reviews, speaks = can_review_solution(user, solution), speaks_for(user, solution)
    asked = SolutionRoute.objects.filter(solution=solution).for_list()
    rows = read_with(solution, "routes_read", lambda: list(asked))
    if not (reviews or reads_for(user, solution)):
        rows = [row for row in rows if row.is_shown]
    table = table_of(rows, timezone.localdate(), getattr(solution, "texts_read", None))
    return {"solution": solution, "table": table, "speaks": speaks, "reviews": reviews}


@register.inclusion_tag("suppliers/_assessment.html", takes_context=True)
def innovation_note(context, solution):
    user = context["request"].user
    note = signed_note_of(solution)
    if note is not None:
        note.solution = solution
    return {
        "solution": solution,
        "note": note,
        "sheet": sheet_words(note) if note else "",
        "readable": note is not None and note.audience in audiences_of(user, solution),
        "speaks": speaks_for(user, solution),
    }
