"""Registering a company, its public page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import (
    has_own_organisation,
    membership_of,
    organisation_of,
)
from grandest_portal.accounts.views.registration import RegistrationPage, what_follows
from grandest_portal.core.access import require
from grandest_portal.core.listing import page_of
from grandest_portal.core.sharing import shared
from suppliers.actions import register_company
from suppliers.enums import Language
from suppliers.facts import facts_of
from suppliers.forms import CompanyRegistrationForm, company_initial
from suppliers.label_pages import clue_sentence, label_row
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


def profile_of(company, today):
    """What the page says beside the presentation and the solutions. Nothing here decides on an order."""
    labels = [label_row(each, today) for each in company.labels.shown().for_list()]
    countries, languages = dict(COUNTRIES), dict(Language.choices)
    sites = list(company.sites.order_by("pk"))
    for site in sites:
        site.country_name = countries.get(site.country, site.country)
    return {
        "facts": facts_of(company, today),
        "sectors": list(company.sectors.for_list()),
        "languages": [str(languages[each]) for each in company.languages if each in languages],
        "contacts": company.contacts.order_by("pk"),
        "sites": sites,
        "labels": labels,
        "clue": clue_sentence() if labels else "",
    }


@login_not_required
@require_safe
def company_detail(request, pk):
    company = get_object_or_404(
        Company.objects.visible_to(request.user).select_related(
            "organisation", "organisation__commune", "organisation__directory_record"
        ),
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
        "login_url": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        **profile_of(company, timezone.localdate()),
    }
    return render(request, "suppliers/company_detail.html", context)
