"""« Mon entreprise »: what the profile holds and could hold, its short sections."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import can_administer
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions
from suppliers.actions import seen_of, update_company
from suppliers.completion import completion_of
from suppliers.facts import CORRECTABLE, facts_of, record_of
from suppliers.forms import COMPANY_SECTIONS
from suppliers.permissions import can_edit_company, company_of
from suppliers.views.companies import go_register


def crumbs_of(*below):
    """To « Mon entreprise », then these labels or (label, url) pairs."""
    trail = [{"label": _("Mon entreprise"), "url": reverse("suppliers:company_edit")}]
    pairs = [each if isinstance(each, tuple) else (each, "") for each in below]
    return trail + [{"label": label, **({"url": url} if url else {})} for label, url in pairs]


@require_safe
def company_edit(request):
    """The task list: nothing in it is a condition of anything."""
    company = company_of(request.user)
    if company is None:
        return go_register(request)
    require(can_edit_company(request.user, company))
    facts = facts_of(company)
    context = {
        "company": company,
        "organisation": company.organisation,
        "tasks": completion_of(company, facts),
        "facts": facts,
        "record": record_of(company.organisation),
        "can_describe": can_administer(request.user, company.organisation),
    }
    return render(request, "suppliers/company_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def company_section(request, section):
    """One short section; who saves second reads both versions."""
    company = company_of(request.user)
    if company is None:
        return go_register(request)
    require(can_edit_company(request.user, company))
    _number, step = COMPANY_SECTIONS.at(section)
    names = list(step.form_class.base_fields)
    version, conflict = request.POST.get("version") or mark_of(seen_of(company), names), []
    form = step.form_class(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        # The form wrote on the instance what it read; the action compares with what is stored.
        try:
            update_company(company, data=form.cleaned_data, by=request.user, seen=mark_on(request))
            messages.success(request, _("« %(title)s » : c'est enregistré.") % {"title": step.title})
            return redirect("suppliers:company_edit")
        except Conflict as error:
            conflict = both_versions(form, step.form_class(instance=error.current))
            version = mark_of(seen_of(error.current), names)
            form.refuse(error)
    context = {
        "form": form,
        "step": step,
        "version": version,
        "conflict": conflict,
        "company": company,
        "organisation": company.organisation,
        "directory": [
            fact for fact in facts_of(stored(company)) if fact.name in names and fact.name in CORRECTABLE
        ],
        "crumbs": crumbs_of(str(step.title)),
    }
    return render(
        request,
        "suppliers/company_section.html",
        context,
        status=409 if conflict else 422 if form.errors else 200,
    )


def stored(company):
    """The row as it is stored, not as a form has just written on it."""
    return type(company).objects.select_related("organisation__directory_record").get(pk=company.pk)
