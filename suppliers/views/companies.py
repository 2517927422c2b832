"""Registering a company, its public page, its profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import (
    can_administer,
    has_own_organisation,
    membership_of,
    organisation_of,
)
from grandest_portal.accounts.views.registration import RegistrationPage, what_follows
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict
from grandest_portal.core.listing import page_of
from grandest_portal.core.seen import mark_of
from grandest_portal.core.sharing import shared
from grandest_portal.core.steps import both_versions
from suppliers.actions import register_company, update_company
from suppliers.forms import CompanyProfileForm, CompanyRegistrationForm, company_initial
from suppliers.models import Company, Solution
from suppliers.permissions import can_edit_company, company_of


def go_register(request):
    """Where a person without a company goes on: registration, unless another organisation holds the person."""
    require(organisation_of(request.user) is None)
    messages.info(request, _("Dites d'abord au nom de quelle entreprise vous venez."))
    return redirect("suppliers:register")


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    if has_own_organisation(request.user):
        messages.info(request, _("Vous êtes déjà rattaché à une organisation."))
        return redirect("pages:dashboard")
    page = RegistrationPage(request, CompanyRegistrationForm, refine=company_initial)
    if page.is_complete and page.attach(register_company, company_data=page.form.company_data()):
        return redirect("suppliers:registered")
    return page.render("suppliers/register.html")


@require_safe
def registered(request):
    """What happens next, for a person whose request waits."""
    membership = membership_of(request.user)
    if company_of(request.user) is None or membership.status != MembershipStatus.REQUESTED:
        return redirect("pages:dashboard")
    return render(request, "suppliers/registered.html", what_follows(membership))


@login_not_required
@require_safe
def company_detail(request, pk):
    company = get_object_or_404(
        Company.objects.visible_to(request.user).select_related("organisation", "organisation__commune"),
        pk=pk,
    )
    solutions = Solution.objects.published().filter(company=company).order_by("title", "pk")
    page = page_of(request, solutions)
    path, listed = reverse("suppliers:company_detail", args=[pk]), bool(page.paginator.count)
    context = {
        "company": company,
        "organisation": company.organisation,
        "share": shared(path, company.organisation, company.presentation, "profile") if listed else None,
        "unlisted": not listed,
        "country": dict(COUNTRIES).get(company.organisation.country, company.organisation.country),
        "page_obj": page,
        "own": company_of(request.user) == company,
        "can_edit": can_edit_company(request.user, company),
    }
    return render(request, "suppliers/company_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def company_edit(request):
    company = company_of(request.user)
    if company is None:
        return go_register(request)
    require(can_edit_company(request.user, company))
    version, conflict = request.POST.get("version") or mark_of(company, CompanyProfileForm.base_fields), []
    form = CompanyProfileForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        try:
            update_company(company, data=form.cleaned_data, by=request.user, seen=request.POST.get("version"))
            messages.success(request, _("Le profil de l'entreprise est enregistré."))
            return redirect("suppliers:company_detail", company.pk)
        except Conflict as error:
            conflict = both_versions(form, CompanyProfileForm(instance=error.current))
            version = mark_of(error.current, CompanyProfileForm.base_fields)
            form.refuse(error)
    return render(
        request,
        "suppliers/company_edit.html",
        {
            "form": form,
            "version": version,
            "conflict": conflict,
            "organisation": company.organisation,
            "company": company,
            "can_describe": can_administer(request.user, company.organisation),
        },
        status=409 if conflict else 422 if form.errors else 200,
    )
