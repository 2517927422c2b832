"""The shared matching view: a buyer and a company read the same rows, the same score, the same reasons."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, can_write, hat_of, is_moderator
from grandest_portal.core.access import require
from grandest_portal.core.listing import page_of
from grandest_portal.reference.models import CPVCode, Parameter, Wording
from needs.actions.judgements import mark_of_match
from needs.forms.judgements import JudgementForm
from needs.matching.bands import band_of, bands
from needs.matching.explanation import explain
from needs.matching.figures import right_of_ten
from needs.models import Judgement, Match, Need
from needs.permissions import can_freeze_shortlist, can_judge, can_withdraw_judgement
from suppliers.models import Solution

TO_JUDGE = "a-donner"


def with_bands(matches, on):
    ordered = bands(on)
    for match in matches:
        match.band = band_of(match.score, ordered)
    return matches


@require_safe
def need_matches(request, pk):
    """For the buyer's people and moderators: the solutions close to one need."""
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=pk
    )
    require(owns(request.user, need.buyer) or is_moderator(request.user))
    rows, left = left_to_judge(request, Match.objects.of_need(need).live().with_both())
    page = page_of(request, rows)
    crumbs = [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": _("Correspondances")},
    ]
    with_bands(page.object_list, timezone.localdate())
    with_judgements(page.object_list, request.user)
    context = {
        "need": need,
        "page_obj": page,
        "can_freeze": can_freeze_shortlist(request.user, need),
        "shortlists": need.shortlists.count() if need.is_public else 0,
        "crumbs": crumbs,
        "left": left,
        "judges": owns(request.user, need.buyer) and can_write(request.user),
    }
    return render(request, "needs/matches.html", context)


@require_safe
def solution_matches(request, pk):
    """For the company's people and moderators: the open needs close to one solution."""
    solutions = Solution.objects.visible_to(request.user).select_related("company__organisation")
    solution = get_object_or_404(solutions, pk=pk)
    require(owns(request.user, solution.company) or is_moderator(request.user))
    rows, left = left_to_judge(request, Match.objects.of_solution(solution).live().with_both())
    page = page_of(request, rows)
    crumbs = [
        {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
        {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
        {"label": _("Correspondances")},
    ]
    with_bands(page.object_list, timezone.localdate())
    with_judgements(page.object_list, request.user)
    context = {
        "solution": solution,
        "page_obj": page,
        "crumbs": crumbs,
        "left": left,
        "judges": owns(request.user, solution.company) and can_write(request.user),
        "own": owns(request.user, solution.company),
    }
    return render(request, "needs/solution_matches.html", context)


@require_safe
def match_detail(request, need_pk, solution_pk):
    try:
        return match_page(request, match_or_404(request.user, need_pk, solution_pk))
    except Http404:
        return gone_page(request, need_pk, solution_pk)


def gone_page(request, need_pk, solution_pk):
    """Two texts that are no match today, for their two sides and moderators: what one's organisation said of them
    stays within reach."""
    user = request.user
    need = get_object_or_404(Need.objects.visible_to(user).select_related("buyer__organisation"), pk=need_pk)
    solutions = Solution.objects.visible_to(user).select_related("company__organisation")
    solution = get_object_or_404(solutions, pk=solution_pk)
    buyer_side = owns(user, need.buyer)
    if not (buyer_side or owns(user, solution.company) or is_moderator(user)):
        raise Http404
    judgement = Judgement.objects.visible_to(user).current().of_pair(need, solution).order_by("pk").first()
    pair = Match(need=need, solution=solution)
    context = {
        "need": need,
        "solution": solution,
        "judgement": judgement,
        "can_withdraw": judgement is not None and can_withdraw_judgement(user, judgement),
        "crumbs": crumbs_of(pair, buyer_side or is_moderator(user)),
    }
    return render(request, "needs/match_gone.html", context, status=404)


def match_or_404(user, need_pk, solution_pk):
    """The match of a pair as it is shown now; only its two sides and moderators see it."""
    match = get_object_or_404(Match.objects.live().with_both(), need=need_pk, solution=solution_pk)
    if owns(user, match.need.buyer) or owns(user, match.solution.company) or is_moderator(user):
        return match
    raise Http404


def match_page(request, match, *, form=None, mark=None, status=200):
    """One pair, explained; `form` is what the person could not send of their judgement, `mark` what they had read."""
    user, today = request.user, timezone.localdate()
    buyer_side, company_side = owns(user, match.need.buyer), owns(user, match.solution.company)
    with_bands([match], today)
    context = {
        "match": match,
        "explanation": explain(match, today),
        "right_of_ten": right_of_ten(match.engine, match.band.key),
        "cpv": CPVCode.objects.filter(pk=match.cpv_code).first(),
        "minimum_stems": Parameter.objects.value("minimum_stems", today),
        "propose_url": propose_url(match, buyer_side, company_side) if can_write(user) else "",
        "crumbs": crumbs_of(match, buyer_side or (is_moderator(user) and not company_side)),
        **judgement_context(user, match, form, mark),
    }
    return render(request, "needs/match.html", context, status=status)


def judgement_context(user, match, form, mark):
    """What the person's own organisation says of the pair, and the form of who may say it."""
    rows = Judgement.objects.visible_to(user).current().of_pair(match.need, match.solution)
    judgement = rows.select_related("author").order_by("pk").first()
    may = can_judge(user, match.need, match.solution)
    return {
        "judgement": judgement,
        "judgement_form": form or (JudgementForm(current=judgement) if may else None),
        "judgement_mark": mark_of_match(match, judgement) if mark is None else mark,
        "judgement_wording": wording_of("judgement_may_be_communicated", timezone.localdate()),
        "acting": hat_of(user),
    }


def wording_of(key, on):
    row = Wording.objects.in_force(on).filter(key=key).order_by("-starts_on").first()
    return row.text if row else ""


def left_to_judge(request, matches):
    """(the matches that the address asks for, whether it asks for those that one's own organisation has not judged)."""
    if request.GET.get("avis") != TO_JUDGE:
        return matches, False
    pair = {"need": OuterRef("need"), "solution": OuterRef("solution")}
    said = Judgement.objects.visible_to(request.user).current().filter(**pair)
    return matches.filter(~Exists(said)), True


def with_judgements(matches, user):
    """Give each match of a page what the person's own organisation says of it, or None."""
    rows = Judgement.objects.visible_to(user).current()
    found = rows.filter(
        need__in={match.need_id for match in matches}, solution__in={match.solution_id for match in matches}
    )
    said = {(each.need_id, each.solution_id): each for each in found.order_by("pk")}
    for match in matches:
        match.judgement = said.get((match.need_id, match.solution_id))


def owns(user, role):
    """True when the person speaks, approved, for the organisation of `role` (a PublicBuyer, a Company or None)."""
    organisation = approved_organisation_of(user)
    return organisation is not None and role is not None and role.organisation_id == organisation.pk


def propose_url(match, buyer_side, company_side):
    """Where to propose a meeting about this pair, or "" for those who may not."""
    if match.need.buyer_id is None:
        return ""
    if buyer_side:
        args = [match.need_id, match.solution.company_id]
        return reverse("meetings:propose_to_company", args=args) + f"?solution={match.solution_id}"
    if company_side:
        return reverse("meetings:propose_to_buyer", args=[match.need_id]) + f"?solution={match.solution_id}"
    return ""


def crumbs_of(match, buyer_side):
    if buyer_side:
        return [
            {"label": _("Besoins"), "url": reverse("needs:list")},
            {"label": str(match.need), "url": reverse("needs:detail", args=[match.need_id])},
            {"label": _("Correspondances"), "url": reverse("needs:matches", args=[match.need_id])},
            {"label": str(match.solution)},
        ]
    return [
        {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
        {"label": str(match.solution), "url": reverse("suppliers:solution_detail", args=[match.solution_id])},
        {"label": _("Correspondances"), "url": reverse("needs:solution_matches", args=[match.solution_id])},
        {"label": str(match.need)},
    ]
