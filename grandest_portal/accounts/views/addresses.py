"""Changing one's address: the request, and the links of its two mails. Opening a link changes nothing.

The links' pages are read under the portal's Referrer-Policy (same-origin): no other site learns a link. Not
`no-referrer`, under which browsers send forms with « Origin: null », which the CSRF check refuses.
"""

from allauth.account.decorators import reauthentication_required
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.actions import confirm_address, request_address_change, stop_address_change
from grandest_portal.accounts.enums import AddressChangeStatus
from grandest_portal.accounts.forms.addresses import AddressForm
from grandest_portal.accounts.models import AddressChange
from grandest_portal.core.errors import DomainError


@require_http_methods(["GET", "POST"])
@rate_limit(action="manage_email")
@reauthentication_required(allow_get=True)
def change_address(request):
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request_address_change(request.user, new_email=form.cleaned_data["email"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Deux messages viennent de partir : un à chaque adresse."))
            return redirect("account_email")
    pending = AddressChange.objects.alive(timezone.now()).filter(user=request.user).first()
    return render(
        request, "account/email.html", {"form": form, "pending": pending, "email": request.user.email}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="address_link")
def confirm(request, token):
    """The page of a link, from either mailbox; its button confirms."""
    if request.method == "POST":
        return confirmed(request, token)
    change = AddressChange.objects.opened_by(token, timezone.now(), ["new_link", "old_link"]).first()
    return page(request, change, "account/address_confirm.html")


def confirmed(request, token):
    try:
        change = confirm_address(token, keep=request.session.session_key)
    except DomainError as error:
        return spent(request, error.message)
    if change.status != AddressChangeStatus.DONE:
        return render(request, "account/address_half.html", {"other": "old" if change.old_link else "new"})
    messages.success(request, _("L'adresse de votre compte est changée."))
    return redirect("account_email" if request.user.is_authenticated else settings.LOGIN_URL)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="address_link")
def stop(request, token):
    """« Ce n'est pas moi » : the page of the old mailbox's other link."""
    if request.method == "GET":
        change = AddressChange.objects.opened_by(token, timezone.now(), ["stop_link"]).first()
        return page(request, change, "account/address_stop.html")
    try:
        stop_address_change(token)
    except DomainError as error:
        return spent(request, error.message)
    return render(request, "account/address_stopped.html")


def page(request, change, template):
    if change is None:
        return spent(
            request, _("Il a déjà servi, ou il est trop ancien. Refaites la demande depuis votre compte.")
        )
    return render(request, template, {"new_email": change.new_email})


def spent(request, sentence):
    return render(request, "account/address_spent.html", {"sentence": sentence}, status=410)
