"""Declaring an interest in three pages, following it, and answering every company that declared one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buyers.permissions import approved_buyer_of
from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from grandest_portal.core.steps import same_hat
from grandest_portal.reference.pace import paced
from needs.actions import (
    answer_interests,
    answer_partnership,
    declare_interest,
    mark_interests_read,
    withdraw_interest,
)
from needs.actions.questions import check_open
from needs.dialog.display import buyer_row, interest_next, own_interest_row
from needs.dialog.figures import figures_of
from needs.dialog.forms import InterestAnswerForm, InterestForm
from needs.dialog.permissions import (
    can_answer_interests,
    can_answer_partnership,
    can_declare_interest,
    can_list_interests,
    can_see_interests,
    can_withdraw_interest,
)
from needs.models import Interest, InterestPartner
from needs.views.questions import is_number, need_or_404
from suppliers.permissions import approved_company_of, speaking_company_of


def crumbs_of(need, label):
    return [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": label},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@paced("dialog_verbs_per_hour")
@once
def interest_declare(request, pk):
    """The second of three pages: the need, this form, the interest that it makes."""
    need, user = need_or_404(pk), request.user
    check_open(need)
    require(can_declare_interest(user, need))
    company = speaking_company_of(user)
    existing = Interest.objects.live().filter(need=need, company=company).first()
    if existing is not None and request.method != "POST":
        messages.info(request, _("Votre entreprise a déjà déclaré son intérêt pour ce besoin : le voici."))
        return redirect("needs:interest", existing.pk)
    form = InterestForm(request.POST if request.method == "POST" else None, company=company)
    if form.is_valid() and same_hat(request, hat_of(user), form):
        try:
            interest = declare_interest(need, by=user, **form.cleaned_data)
            messages.success(
                request,
                _("Votre intérêt est déclaré. Vous suivez maintenant ce besoin : voyez « Mes suivis »."),
            )
            return redirect("needs:interest", interest.pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "form": form,
        "existing": existing,
        "acting": hat_of(user),
        "crumbs": crumbs_of(need, _("Déclarer un intérêt")),
    }
    return render(request, "needs/dialog/declare.html", context, status=422 if form.errors else 200)


@require_safe
def my_interests(request):
    """What the company declared, alone or with others, the latest first."""
    require(can_list_interests(request.user))
    company = approved_company_of(request.user)
    page = page_of(request, Interest.objects.of_company(company).for_list())
    rows = [own_interest_row(each, company) for each in page]
    return render(request, "needs/dialog/my_interests.html", {"page_obj": page, "rows": rows})


def own_interest_or_404(request, pk):
    return get_object_or_404(Interest.objects.visible_to(request.user).for_list(), pk=pk)


@require_safe
def interest_detail(request, pk):
    """One interest for the companies that take part in it: where it stands, and what comes next."""
    interest, user = own_interest_or_404(request, pk), request.user
    row = own_interest_row(interest, approved_company_of(user))
    if row["partner"] is not None:
        row["partner"].interest = interest
    context = {
        "interest": interest,
        "row": row,
        "next": interest_next(interest, timezone.now()),
        "can_withdraw": can_withdraw_interest(user, interest),
        "can_join": row["partner"] is not None and can_answer_partnership(user, row["partner"]),
        "crumbs": [
            {"label": _("Mes intérêts"), "url": reverse("needs:my_interests")},
            {"label": interest.reference},
        ],
    }
    return render(request, "needs/dialog/interest.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@paced("dialog_verbs_per_hour")
@once
def interest_withdraw(request, pk):
    interest = own_interest_or_404(request, pk)
    require(can_withdraw_interest(request.user, interest))
    if request.method == "POST":
        withdraw_interest(interest, by=request.user)
        messages.success(request, _("Votre intérêt est retiré."))
        return redirect("needs:interest", interest.pk)
    context = {
        "interest": interest,
        "crumbs": [
            {"label": _("Mes intérêts"), "url": reverse("needs:my_interests")},
            {"label": interest.reference, "url": reverse("needs:interest", args=[interest.pk])},
            {"label": _("Retirer")},
        ],
    }
    return render(request, "needs/dialog/withdraw.html", context)


@require_POST
@once
def interest_join(request, pk):
    return partnership(request, pk, joins=True, done=_("Vous avez confirmé : l'acheteur lit votre nom."))


@require_POST
@once
def interest_decline(request, pk):
    return partnership(
        request, pk, joins=False, done=_("Vous avez décliné : l'acheteur ne lira pas votre nom.")
    )


def partnership(request, pk, *, joins, done):
    """The answer of an invited company; once it said no, the interest is no longer its own to read."""
    interest = own_interest_or_404(request, pk)
    rows = InterestPartner.objects.for_list().filter(interest=interest)
    partner = get_object_or_404(rows, company=approved_company_of(request.user))
    require(can_answer_partnership(request.user, partner))
    answer_partnership(partner, by=request.user, joins=joins)
    messages.success(request, done)
    return redirect("needs:interest", interest.pk) if joins else redirect("needs:my_interests")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def interest_list(request, pk):
    """All interests of a need in the order of their declaration, and one answer to one, several or all."""
    need, user = need_or_404(pk), request.user
    require(can_see_interests(user, need))
    answers = can_answer_interests(user, need)
    require(answers or request.method != "POST")
    due = Interest.objects.due().filter(need=need).for_buyer()
    newest = figures_of(need).newest_interest or 0
    form = InterestAnswerForm(request.POST if request.method == "POST" else None, due=due, newest=newest)
    if form.is_valid() and same_hat(request, hat_of(user), form):
        try:
            text, chosen = form.cleaned_data["text"], form.chosen()
            count = len(answer_interests(need, by=user, text=text, interests=chosen))
            done = ngettext(
                "Réponse envoyée à %(count)d entreprise.", "Réponse envoyée à %(count)d entreprises.", count
            )
            messages.success(request, done % {"count": count})
            tell_since(request, need, form.cleaned_data["shown"])
            return redirect("needs:interests", need.pk)
        except DomainError as error:
            form.refuse(error)
    page = page_of(request, Interest.objects.filter(need=need).for_buyer())
    context = {
        "need": need,
        "page_obj": page,
        "rows": [buyer_row(each) for each in page],
        "figures": figures_of(need),
        "unread": unread_of(page),
        "form": form,
        "can_answer": answers,
        "can_propose": answers and need.is_open,
        "acting": hat_of(user),
        "crumbs": crumbs_of(need, _("Entreprises intéressées")),
    }
    return render(request, "needs/dialog/interests.html", context, status=422 if form.errors else 200)


def unread_of(page):
    """What the button « Marquer comme lus » sends: the unread ones of this page."""
    return [{"name": "shown", "value": each.pk} for each in page if each.is_live and each.read_at is None]


def tell_since(request, need, shown):
    """Say how many companies declared since the page was opened: they were not answered."""
    late = Interest.objects.due().filter(need=need, pk__gt=shown).count() if shown is not None else 0
    if late:
        text = ngettext(
            "%(count)d entreprise s'est déclarée depuis l'ouverture de la page : elle attend encore.",
            "%(count)d entreprises se sont déclarées depuis l'ouverture de la page : elles attendent encore.",
            late,
        )
        messages.info(request, text % {"count": late})


@require_POST
@once
def interests_read(request, pk):
    """« Marquer comme lus »: those that stood on the page; how many others are unread is said."""
    need = need_or_404(pk)
    require(can_answer_interests(request.user, need))
    shown = [int(number) for number in request.POST.getlist("shown") if is_number(number)]
    if mark_interests_read(need, by=request.user, shown=shown):
        messages.success(request, _("Les entreprises voient que vous les avez lues."))
    rest = Interest.objects.live().filter(need=need, read_at=None).count()
    if rest:
        text = ngettext(
            "%(count)d intérêt n'était pas sur cette page : il reste non lu.",
            "%(count)d intérêts n'étaient pas sur cette page : ils restent non lus.",
            rest,
        )
        messages.info(request, text % {"count": rest})
    return redirect("needs:interests", need.pk)


@require_safe
def interests_due(request):
    """Every company that waits for the buyer's answer, all needs together, the oldest first."""
    buyer = approved_buyer_of(request.user)
    require(buyer is not None)
    page = page_of(request, Interest.objects.due_from(buyer).for_buyer())
    rows = [buyer_row(each) for each in page]
    return render(request, "needs/dialog/interests_due.html", {"page_obj": page, "rows": rows})
