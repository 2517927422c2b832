"""What the page of a solution says beside its sheet: how to buy it, and the company's note on its innovation."""

from django import template
from django.utils import timezone

from suppliers.audience import audiences_of, reads_for
from suppliers.buying import table_of
from suppliers.innovation import sheet_words
from suppliers.models import Assessment, SolutionRoute
from suppliers.permissions import can_review_solution, speaks_for

register = template.Library()


@register.inclusion_tag("suppliers/_how_to_buy.html", takes_context=True)
def how_to_buy(context, solution):
    user = context["request"].user
    reviews, speaks = can_review_solution(user, solution), speaks_for(user, solution)
    rows = SolutionRoute.objects.filter(solution=solution).for_list()
    if not (reviews or reads_for(user, solution)):
        rows = rows.shown()
    table = table_of(rows, timezone.localdate())
    return {"solution": solution, "table": table, "speaks": speaks, "reviews": reviews}


@register.inclusion_tag("suppliers/_assessment.html", takes_context=True)
def innovation_note(context, solution):
    user = context["request"].user
    note = Assessment.objects.signed().filter(solution=solution).for_list().first()
    if note is not None:
        note.solution = solution
    return {
        "solution": solution,
        "note": note,
        "sheet": sheet_words(note) if note else "",
        "readable": note is not None and note.audience in audiences_of(user, solution),
        "speaks": speaks_for(user, solution),
    }
