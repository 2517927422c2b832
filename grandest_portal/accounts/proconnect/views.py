"""Going to ProConnect and coming back; linking and unlinking; leaving."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.signup import complete_signup, prevent_enumeration
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.decorators import rate_limit
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.proconnect import session
from grandest_portal.accounts.proconnect.actions import link_identity, recognise, sign_up, unlink_identity
from grandest_portal.accounts.proconnect.discovery import end_session_address
from grandest_portal.accounts.proconnect.doors import door, proof_required
from grandest_portal.accounts.proconnect.forms import FirstLoginForm
from grandest_portal.accounts.proconnect.handshake import absolute, begin, finish, take_state
from grandest_portal.accounts.proconnect.refusals import Reason, Refusal
from grandest_portal.accounts.proconnect.tokens import same


def onward(request, template, address):
    """A page that goes on to another site by itself, and by its link.

    A redirection that answers a form would fall under the policy `form-action 'self'`, through every hop of the
    provider; `Refresh` starts a navigation of its own.
    """
    response = render(request, template, {"address": address})
    response["Refresh"] = f"0; url={address}"
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@door
@require_POST
@rate_limit(action="login")
@never_cache
def start(request):
    if request.user.is_authenticated:
        return redirect("pages:dashboard")
    address = begin(request, next_url=get_next_redirect_url(request) or "")
    return onward(request, "proconnect/onward.html", address)


@door
@require_POST
@never_cache
@proof_required
def connect(request):
    return onward(request, "proconnect/onward.html", begin(request, person=request.user.pk))


@login_not_required
@door
@require_safe
@never_cache
def callback(request):
    state = take_state(request)
    identity, id_token = finish(request, state)
    if request.user.pk != state["person"]:
        raise Refusal("other-session", Reason.SESSION)
    if state["person"] is not None:
        session.keep_waiting(request, identity, id_token)
        return redirect("proconnect_link")
    user = recognise(identity)
    if user is None:
        session.keep_waiting(request, identity, id_token)
        return redirect("proconnect_first")
    return enter(request, user, identity, id_token, state["next"])


def enter(request, user, identity, id_token, next_url):
    """Open the session through the stages that every login passes: confirmed address, second factor."""
    session.keep_login(request, user, identity.as_session(), id_token)
    record_authentication(request, user, "socialaccount", provider=identity.issuer, uid=identity.subject)
    if identity.second_factor:
        record_authentication(request, user, "mfa", type="proconnect")
    return perform_login(request, user, redirect_url=next_url or None)


@login_not_required
@door
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="signup")
@never_cache
def first(request):
    """An identity that no account knows. The page and its answers are the same whether the address has an account."""
    identity = session.waiting(request)
    if identity is None or request.user.is_authenticated:
        return redirect("account_login")
    form = FirstLoginForm(request.POST or None, initial=identity)
    if request.method == "POST" and form.is_valid():
        return signed_up(request, identity, form.cleaned_data)
    context = {"form": form, "identity": identity}
    return render(request, "proconnect/first.html", context, status=422 if form.errors else 200)


def signed_up(request, identity, data):
    try:
        user = sign_up(identity, data=data)
    except IntegrityError:  # the same address, in the same moment
        user = None
    id_token = session.stop_waiting(request)
    if user is None:
        return prevent_enumeration(request, email=data["email"].lower())
    session.keep_login(request, user, identity, id_token)
    return complete_signup(request, user=user)


@door
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def link(request):
    identity = session.waiting(request)
    if identity is None:
        messages.info(request, _("Aucune identité ProConnect n'attend : commencez par « Relier »."))
        return redirect("proconnect_identities")
    if request.method == "POST":
        id_token = session.stop_waiting(request)
        link_identity(request.user, identity, by=request.user)
        session.keep_login(request, request.user, identity, id_token)
        messages.success(request, _("Votre identité ProConnect est reliée à votre compte."))
        return redirect("proconnect_identities")
    answers = [
        {"label": _("Identité ProConnect"), "value": f"{identity['full_name']} ({identity['email']})"},
        {"label": _("Votre compte"), "value": request.user.email},
    ]
    return render(request, "proconnect/link.html", {"answers": answers})


@door
@require_safe
def identities(request):
    accounts = SocialAccount.objects.filter(user=request.user).order_by("pk")
    links = [
        {"account": account, "url": reverse("proconnect_unlink", args=[account.pk])} for account in accounts
    ]
    return render(request, "proconnect/identities.html", {"links": links})


@door
@require_POST
@proof_required
def unlink(request, pk):
    account = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    unlink_identity(account, by=request.user)
    messages.success(request, _("Cette identité ProConnect n'est plus reliée à votre compte."))
    return redirect("proconnect_identities")


@login_not_required
@door
@require_safe
@never_cache
def leave(request):
    """The local session has ended; go on to the provider's log-out, when it answers."""
    leaving = request.session.get(session.LEAVING)
    if not leaving:
        return redirect("pages:home")
    try:
        address = end_session_address()
    except Refusal:
        address = None
    if address is None:
        return render(request, "proconnect/left.html", {"everywhere": False})
    asked = {
        "id_token_hint": leaving["id_token"],
        "state": leaving["state"],
        "post_logout_redirect_uri": absolute("proconnect_left"),
    }
    return onward(request, "proconnect/leaving.html", f"{address}?{urlencode(asked)}")


@login_not_required
@door
@require_safe
@never_cache
def left(request):
    """The provider's return from its log-out; it says so only to the browser that asked for it."""
    leaving = request.session.get(session.LEAVING)
    everywhere = bool(leaving) and same(request.GET.get("state"), leaving["state"])
    if everywhere:
        del request.session[session.LEAVING]
    return render(request, "proconnect/left.html", {"everywhere": everywhere})
