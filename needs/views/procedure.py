"""The procedure hint: for one need and its people, and as a tool open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.core.access import require
from grandest_portal.core.limits import asks, limited
from needs.enums import BudgetBand
from needs.models import Need
from needs.permissions import can_prepare_purchase
from needs.procedure.display import hint, past_sentences
from needs.procedure.forms import OpenProcedureForm, ProcedureForm
from needs.procedure.reading import past_awards, texts_on
from needs.procedure.rules import BOUNDS, GROUP_OF_KIND, nature_of_codes


def answers_of(need, today):
    """What the need already says, by the names of the form."""
    low, high = BOUNDS.get(need.budget_band, (None, None))
    answers = {
        "montant": low,
        "montant_max": high,
        "sans_plafond": "on" if need.budget_band == BudgetBand.GT_1M else "",
        "nature": nature_of_codes(code.code for code in need.cpv.all()),
        "acheteur": GROUP_OF_KIND.get(need.buyer.kind, "") if need.buyer_id else "",
        "date": (need.planned_on or today).isoformat(),
    }
    return {name: "" if value is None else str(value) for name, value in answers.items()}


def siret_of(need):
    organisation = need.buyer.organisation if need.buyer_id else None
    if organisation is None or organisation.identifier_kind != IdentifierKind.SIRET:
        return ""
    return organisation.identifier


@require_safe
def need_procedure(request, pk):
    """Filled in from the need; what is typed here changes nothing in it."""
    rows = Need.objects.visible_to(request.user).select_related("buyer__organisation").prefetch_related("cpv")
    need, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    require(can_prepare_purchase(request.user, need))
    answers = answers_of(need, today)
    complete = all(answers[name] for name in ("montant", "nature", "acheteur"))
    data = request.GET or (answers if complete else None)
    form = ProcedureForm(data, initial=answers)
    crumbs = [
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": _("Procédures possibles")},
    ]
    return page(request, form, siret_of(need), today, {"need": need, "crumbs": crumbs})


@login_not_required
@require_safe
@limited("search", when=asks)
def procedure_tool(request):
    """The same for anybody, about no need: nothing is stored."""
    form = OpenProcedureForm(request.GET or None, initial={"date": timezone.localdate()})
    crumbs = [{"label": _("Procédures possibles")}]
    return page(request, form, "", timezone.localdate(), {"need": None, "crumbs": crumbs})


def page(request, form, buyer_siret, today, context):
    answered = form.is_bound and form.is_valid()
    texts = texts_on(today)
    context |= {
        "form": form,
        "hint": hint(form.question(), today) if answered else None,
        "past": past_of(form.cleaned_data, buyer_siret, today) if answered else [],
        "hint_only": texts.get("procedure_hint_only"),
        "same_company": texts.get("never_the_same_company"),
    }
    return render(request, "needs/procedure.html", context, status=422 if form.errors else 200)


def past_of(answers, buyer_siret, today):
    """Sentences about the markets already passed to the firm that was typed; [] when none was."""
    holder, buyer = answers["entreprise"], buyer_siret or answers.get("siret_acheteur", "")
    if not holder:
        return []
    if not buyer:
        return [_("Le SIRET de l'acheteur n'est pas connu : ses marchés ne peuvent pas être comptés.")]
    past = past_awards(buyer, holder, today)
    return past_sentences(past) if past else [_("La période à compter n'est pas réglée dans le portail.")]
