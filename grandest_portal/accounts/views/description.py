"""The name and address of an organisation, corrected by its administrators."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.actions import describe_organisation
from grandest_portal.accounts.forms import DescriptionForm
from grandest_portal.accounts.permissions import can_administer, organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.steps import both_versions, typed_version


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request):
    organisation = organisation_of(request.user)
    require(organisation is not None and can_administer(request.user, organisation))
    name, version, conflict = organisation.name, organisation.version, []
    version = request.POST.get("version") or version
    form = DescriptionForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            describe_organisation(
                organisation, data=form.cleaned_data, by=request.user, version=typed_version(request) or 0
            )
            messages.success(request, _("La description de l'organisation est enregistrée."))
            return redirect("pages:dashboard")
        except Conflict as error:
            conflict = both_versions(form, DescriptionForm(instance=error.current))
            version = error.current.version
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "name": name,
        "verified": organisation.verified_at is not None,
        "version": version,
        "conflict": conflict,
    }
    return render(
        request, "accounts/description.html", context, status=409 if conflict else 422 if form.errors else 200
    )
