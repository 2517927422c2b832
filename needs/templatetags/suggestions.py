"""The partners' suggestions on the pages of a need, of a solution and of a pair, for those who may read them."""

from django import template
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from needs.enums import NeedSource
from needs.models import Suggestion
from needs.permissions import can_suggest
from needs.suggestions.display import equal_treatment_beside, row_of

register = template.Library()
SHOWN = 5


@register.inclusion_tag("needs/_suggestions.html", takes_context=True)
def suggestions(context, need=None, solution=None):
    """The latest suggestions about `need`, `solution`, or the pair of both, and the way to make one."""
    user = context["request"].user
    rows = readable(user, need, solution)
    return {
        "rows": [row_of(each) for each in rows[:SHOWN]],
        "more_url": list_url(need, solution) if len(rows) > SHOWN else "",
        "wording": rows[0].wording if rows else "",
        "suggest_url": suggest_url(user, need, solution),
        "for_need": need is not None,
    }


def readable(user, need, solution):
    """One row more than shown, to know whether there are others; each with the `wording` in force beside it."""
    if not (is_moderator(user) or approved_organisation_of(user)):
        return []
    wanted = {name: thing for name, thing in [("need", need), ("solution", solution)] if thing is not None}
    rows = Suggestion.objects.visible_to(user).filter(**wanted).for_list()
    return list(rows.annotate(wording=equal_treatment_beside(timezone.localdate()))[: SHOWN + 1])


def list_url(need, solution):
    query = f"besoin={need.pk}" if need is not None else f"solution={solution.pk}"
    return f"{reverse('needs:suggestions')}?{query}"


def suggest_url(user, need, solution):
    """Where a partner chooses what to bring; "" for others, and on the page of a pair."""
    if (need is not None and solution is not None) or not can_suggest(user):
        return ""
    if need is not None:
        open_here = need.is_open and need.source == NeedSource.PORTAL
        return reverse("needs:suggest_solution", args=[need.pk]) if open_here else ""
    return reverse("needs:suggest_need", args=[solution.pk]) if solution.is_published else ""
