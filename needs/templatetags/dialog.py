"""Questions and interests on the page of a need: to read for all, to do for those who may."""

from django import template
from django.utils import timezone

from needs.dialog.display import (
    count_text,
    own_row,
    panel_row,
    takes_questions,
    until_text,
    waiting_row,
    waiting_text,
)
from needs.dialog.figures import figures_of
from needs.dialog.permissions import (
    can_answer_questions,
    can_ask,
    can_declare_interest,
    can_read_waiting,
    can_see_interests,
)
from needs.enums import NeedSource
from needs.models import Question
from suppliers.permissions import approved_company_of

register = template.Library()
SHOWN = 5


def has_dialog(need):
    return need.is_public and need.source == NeedSource.PORTAL


@register.inclusion_tag("needs/dialog/_questions.html", takes_context=True)
def need_questions(context, need):
    """The latest answers, how many questions wait, and the way to ask or to answer."""
    request = context["request"]
    if not has_dialog(need):
        return {"shown": False}
    user, today, figures = request.user, timezone.localdate(), figures_of(need)
    company = approved_company_of(user)
    reads = bool(figures.waiting) and can_read_waiting(user, need)
    asks = bool(figures.waiting) and company is not None
    rows = Question.objects.filter(need=need).for_page(company if asks else None, reads, SHOWN)
    asked = {each.pk: each for each in rows} if figures.thread or asks or reads else {}
    waiting = [each for each in asked.values() if each.is_waiting]
    thread = sorted(
        (each for each in asked.values() if not each.is_waiting),
        key=lambda each: (each.answered_at, each.pk),
        reverse=True,
    )
    open_now = takes_questions(need, figures.until, today)
    return {
        "shown": True,
        "need": need,
        "request": request,
        "rows": [panel_row(each) for each in thread],
        "more": figures.thread > SHOWN,
        "waiting": [waiting_row(each) for each in waiting[:SHOWN]] if reads else [],
        "own": [own_row(each) for each in waiting if company and each.company_id == company.pk],
        "waiting_text": waiting_text(figures.waiting, need.takes_answers),
        "until": until_text(need, figures.until, today),
        "can_ask": open_now and can_ask(user, need),
        "invite_to_sign_in": open_now and not user.is_authenticated,
        "can_answer": figures.waiting and can_answer_questions(user, need),
    }


@register.inclusion_tag("needs/dialog/_interest.html", takes_context=True)
def need_interest(context, need):
    """A count for everybody; the own interest for a company; what is due for the buyer's people."""
    request = context["request"]
    if not has_dialog(need):
        return {"shown": False}
    user, figures = request.user, figures_of(need)
    company, own = approved_company_of(user), need.own_interest
    return {
        "shown": True,
        "need": need,
        "request": request,
        "figures": figures,
        "count_text": count_text(figures.companies),
        "own": own,
        "can_declare": (own is None or own.company_id != company.pk) and can_declare_interest(user, need),
        "can_see": can_see_interests(user, need),
        "invite_to_sign_in": need.is_open and not user.is_authenticated,
    }
