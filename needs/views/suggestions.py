"""Suggesting a pair as a partner, and reading suggestions as one of its sides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import approved_partner_of, is_moderator
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import ReasonForm
from grandest_portal.core.listing import neutral_order, page_of
from grandest_portal.core.once import once
from grandest_portal.core.search import LONGEST_QUERY, search
from grandest_portal.core.text import clean_line
from needs.actions import suggest_pairing, withdraw_suggestion
from needs.actions.suggestions import check_open_need, check_pair, check_published_solution
from needs.display import row_of as need_row
from needs.enums import NeedSource, SuggestionDirection
from needs.models import Match, Need, Suggestion
from needs.permissions import can_suggest, can_withdraw_suggestion
from needs.suggestions.display import equal_treatment, row_of
from needs.suggestions.forms import SuggestionForm
from needs.views.matches import owns
from suppliers.following import row_of as solution_row
from suppliers.models import Solution


@require_safe
def suggestion_list(request):
    """What the person may read: made by the own structure, or about the own needs and solutions."""
    partner = approved_partner_of(request.user)
    rows, about = Suggestion.objects.visible_to(request.user).for_list(), None
    for name, field, model in [("besoin", "need", Need), ("solution", "solution", Solution)]:
        pk = request.GET.get(name, "")
        if pk.isascii() and pk.isdigit() and len(pk) < 19:
            about = model.objects.visible_to(request.user).filter(pk=pk).first()
            rows = rows.filter(**{field: pk})
    page = page_of(request, rows)
    context = {
        "page_obj": page,
        "rows": [row_of(each) for each in page],
        "about": about,
        "partner": partner,
        "can_suggest": can_suggest(request.user),
        "wording": equal_treatment(timezone.localdate()),
    }
    return render(request, "needs/suggestion_list.html", context)


def suggestion_or_404(request, pk):
    return get_object_or_404(Suggestion.objects.visible_to(request.user).for_list(), pk=pk)


@require_safe
def suggestion_detail(request, pk):
    """One suggestion, the same words for both sides, its partner and moderators."""
    suggestion = suggestion_or_404(request, pk)
    context = {
        "suggestion": suggestion,
        "row": row_of(suggestion),
        "solution_url": solution_url(suggestion),
        "match_url": match_url(request.user, suggestion),
        "can_withdraw": can_withdraw_suggestion(request.user, suggestion),
        "wording": equal_treatment(timezone.localdate()),
        "crumbs": [
            {"label": _("Suggestions"), "url": reverse("needs:suggestions")},
            {"label": suggestion.reference},
        ],
    }
    return render(request, "needs/suggestion_detail.html", context)


def solution_url(suggestion):
    if not suggestion.solution.is_published:
        return ""
    return reverse("suppliers:solution_detail", args=[suggestion.solution_id])


def match_url(user, suggestion):
    """The page of the pair for those who may read it; "" when none is stored: a suggestion makes no match."""
    need, solution = suggestion.need, suggestion.solution
    reads = owns(user, need.buyer) or owns(user, solution.company) or is_moderator(user)
    if not reads or not Match.objects.live().filter(need=need, solution=solution).exists():
        return ""
    return reverse("needs:match", args=[need.pk, solution.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_withdraw(request, pk):
    suggestion = suggestion_or_404(request, pk)
    require(can_withdraw_suggestion(request.user, suggestion))
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label=gettext_lazy("Pourquoi la retirer ?"),
        help_text=gettext_lazy("L'acheteur et l'entreprise liront cette raison."),
    )
    if form.is_valid():
        withdraw_suggestion(suggestion, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("La suggestion est retirée ; les deux parties sont prévenues."))
        return redirect("needs:suggestion", suggestion.pk)
    context = {
        "row": row_of(suggestion),
        "form": form,
        "crumbs": [
            {"label": _("Suggestions"), "url": reverse("needs:suggestions")},
            {"label": suggestion.reference, "url": reverse("needs:suggestion", args=[suggestion.pk])},
            {"label": _("Retirer")},
        ],
    }
    return render(request, "needs/suggestion_withdraw.html", context, status=422 if form.errors else 200)


@require_safe
def choose_solution(request, pk):
    """The published solutions, to choose one for a need."""
    require(can_suggest(request.user))
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    check_open_need(need)
    return choice_page(
        request,
        Solution.objects.published().select_related("company__organisation"),
        solution_row,
        lambda chosen: reverse("needs:suggest_to_buyer", args=[need.pk, chosen.pk]),
        {"thing": need, "back": reverse("needs:detail", args=[need.pk]), "for_need": True},
    )


@require_safe
def choose_need(request, pk):
    """The open needs of this portal, to choose one for a solution."""
    require(can_suggest(request.user))
    solution = get_object_or_404(Solution.objects.visible_to(request.user), pk=pk)
    check_published_solution(solution)
    needs = Need.objects.published().filter(source=NeedSource.PORTAL)
    return choice_page(
        request,
        needs.select_related("buyer__organisation").prefetch_related("territories"),
        need_row,
        lambda chosen: reverse("needs:suggest_to_company", args=[solution.pk, chosen.pk]),
        {"thing": solution, "back": reverse("suppliers:solution_detail", args=[pk]), "for_need": False},
    )


def choice_page(request, rows, draw, url_of, context):
    """A list to choose from: by relevance for a search, else in the day's draw, as in the public lists."""
    words, today = clean_line(request.GET.get("q", "")[:LONGEST_QUERY]), timezone.localdate()
    found = search(rows, words)
    page = page_of(request, found.order_by("-rank", "pk") if words else neutral_order(found, today))
    drawn = [draw(thing, today) | {"choose_url": url_of(thing)} for thing in page]
    context |= {"page_obj": page, "rows": drawn, "words": words, "wording": equal_treatment(today)}
    return render(request, "needs/suggestion_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def suggest_to_buyer(request, need_pk, solution_pk):
    return suggestion_form(request, need_pk, solution_pk, SuggestionDirection.TO_BUYER)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def suggest_to_company(request, solution_pk, need_pk):
    return suggestion_form(request, need_pk, solution_pk, SuggestionDirection.TO_COMPANY)


def suggestion_form(request, need_pk, solution_pk, direction):
    """Show or store one suggestion; an error leaves what was typed on the page."""
    require(can_suggest(request.user))
    needs = Need.objects.visible_to(request.user).select_related("buyer__organisation")
    solutions = Solution.objects.visible_to(request.user).select_related("company__organisation")
    need, solution = get_object_or_404(needs, pk=need_pk), get_object_or_404(solutions, pk=solution_pk)
    partner = approved_partner_of(request.user)
    check_pair(partner, need, solution)
    form = SuggestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        pair = {"need": need, "solution": solution, "direction": direction}
        try:
            suggestion = suggest_pairing(partner, **pair, **form.cleaned_data, by=request.user)
            messages.success(request, _("Votre suggestion est envoyée à l'acheteur et à l'entreprise."))
            return redirect("needs:suggestion", suggestion.pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "solution": solution,
        "form": form,
        "to_buyer": direction == SuggestionDirection.TO_BUYER,
        "wording": equal_treatment(timezone.localdate()),
        "crumbs": [
            {"label": _("Suggestions"), "url": reverse("needs:suggestions")},
            {"label": _("Suggérer un rapprochement")},
        ],
    }
    return render(request, "needs/suggestion_form.html", context, status=422 if form.errors else 200)
