"""The page on which a person chooses the clock by which they read the hours of meetings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.actions.zone import choose_zone
from grandest_portal.accounts.forms.zone import ZoneForm


@require_http_methods(["GET", "HEAD", "POST"])
def zone(request):
    form = ZoneForm(request.POST if request.method == "POST" else None, initial={"zone": request.user.zone})
    if request.method == "POST" and form.is_valid():
        choose_zone(request.user, form.cleaned_data["zone"])
        messages.success(request, _("Votre fuseau horaire est enregistré."))
        return redirect("pages:account")
    context = {
        "form": form,
        "crumbs": [
            {"label": _("Mon compte"), "url": reverse("pages:account")},
            {"label": _("Fuseau horaire")},
        ],
    }
    return render(request, "accounts/zone.html", context, status=422 if form.errors else 200)
