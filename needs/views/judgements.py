"""What one side says of a match: shown to its organisation alone, on the page of the pair."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_on
from grandest_portal.core.steps import same_hat
from grandest_portal.reference.pace import paced
from needs.actions import judge_match, withdraw_judgement
from needs.forms.judgements import JudgementForm
from needs.models import Judgement
from needs.permissions import can_judge, can_withdraw_judgement
from needs.views.matches import match_or_404, match_page


@require_http_methods(["GET", "HEAD", "POST"])
@paced("judgements_per_hour")
@once
def match_judge(request, need_pk, solution_pk):
    """Keep what the person says; an error leaves it on the page of the pair, where the form stands."""
    match, user = match_or_404(request.user, need_pk, solution_pk), request.user
    require(can_judge(user, match.need, match.solution))
    if request.method != "POST":
        return match_page(request, match)
    form, mark = JudgementForm(request.POST), mark_on(request)
    if form.is_valid() and same_hat(request, hat_of(user), form):
        try:
            judge_match(match.need, match.solution, by=user, mark=mark, **form.said)
            messages.success(request, _("Votre avis est gardé. Il ne change aucun score ni aucun ordre."))
            return redirect("needs:match", need_pk, solution_pk)
        except Conflict as error:
            form.refuse(error)
            match = match_or_404(user, need_pk, solution_pk)
            return match_page(request, match, form=form, status=409)
        except DomainError as error:
            form.refuse(error)
    return match_page(request, match, form=form, mark=mark, status=422)


@require_POST
@paced("judgements_per_hour")
def judgement_withdraw(request, pk):
    """Take back what one's organisation said; the page of the pair says what stands now."""
    judgement = get_object_or_404(Judgement.objects.visible_to(request.user), pk=pk)
    require(can_withdraw_judgement(request.user, judgement) or judgement.ended_at is not None)
    withdraw_judgement(judgement, by=request.user)
    messages.success(request, _("Votre avis est retiré : il ne compte plus."))
    return redirect("needs:match", judgement.need_id, judgement.solution_id)
