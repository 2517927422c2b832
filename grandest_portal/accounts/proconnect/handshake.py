"""One round with the provider: the address to send the browser to, and what its return is worth.

The state lives in the browser's session, serves once and for ten minutes (django-allauth); with it are kept the
nonce that the id_token must carry and the verifier of the code (PKCE).
"""

import secrets
from urllib.parse import urlencode

from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.conf import settings
from django.urls import reverse

from grandest_portal.accounts.proconnect.discovery import configuration
from grandest_portal.accounts.proconnect.identity import identity_of
from grandest_portal.accounts.proconnect.refusals import Reason, Refusal
from grandest_portal.accounts.proconnect.tokens import id_token_claims, same, userinfo_claims
from grandest_portal.accounts.proconnect.transport import call

SCOPES = "openid given_name usual_name email uid siret idp_id organization_label"
OWNER = "proconnect"


def absolute(name):
    """The address registered at the provider: from the settings, never from the request's Host header."""
    return settings.SITE_URL + reverse(name)


def begin(request, *, person=None, next_url=""):
    """The authorization address of a new round. `person` is the key of who links an identity to their account."""
    nonce = secrets.token_urlsafe(32)
    challenge = generate_code_challenge()
    state = {"nonce": nonce, "verifier": challenge["code_verifier"], "person": person, "next": next_url}
    endpoint = configuration()["authorization_endpoint"]
    state_id = statekit.stash_state(
        request, provider_id=OWNER, state=state, state_id=secrets.token_urlsafe(32)
    )
    asked = {
        "response_type": "code",
        "client_id": settings.PROCONNECT_CLIENT_ID,
        "redirect_uri": absolute("proconnect_callback"),
        "scope": SCOPES,
        "state": state_id,
        "nonce": nonce,
        "code_challenge": challenge["code_challenge"].decode(),
        "code_challenge_method": challenge["code_challenge_method"],
    }
    return f"{endpoint}?{urlencode(asked)}"


def take_state(request):
    """The state of the round that this browser began, which is spent by this; Refusal when there is none."""
    state_id = request.GET.get("state", "")
    state = statekit.unstash_state(request, provider_id=OWNER, state_id=state_id) if state_id else None
    if state is None:
        raise Refusal("state", Reason.STATE)
    return state


def finish(request, state):
    """(Identity, id_token as received) of a provider's return; Refusal otherwise."""
    if request.GET.get("error"):
        cancelled = request.GET["error"] == "access_denied"
        raise Refusal("cancelled" if cancelled else "error", Reason.CANCELLED if cancelled else Reason.ANSWER)
    check_sender(request.GET.get("iss"))
    code = request.GET.get("code")
    if not code:
        raise Refusal("code")
    tokens = exchange(code, state["verifier"])
    claims = id_token_claims(tokens.get("id_token"), state["nonce"])
    userinfo = userinfo_claims(fetch_userinfo(tokens["access_token"]), claims["sub"])
    return identity_of(claims, userinfo), tokens["id_token"]


def check_sender(issuer):
    """The `iss` of the return (RFC 9207): ours when given, and given when the provider says that it does."""
    needed = configuration().get("authorization_response_iss_parameter_supported") is True
    if (issuer is not None or needed) and not same(issuer, settings.PROCONNECT_ISSUER):
        raise Refusal("sender")


def exchange(code, verifier):
    """The provider's answer to the code; it holds an access token."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": absolute("proconnect_callback"),
        "client_id": settings.PROCONNECT_CLIENT_ID,
        "client_secret": settings.PROCONNECT_CLIENT_SECRET,
        "code_verifier": verifier,
    }
    tokens = call("POST", configuration()["token_endpoint"], data=asked).json()
    if not isinstance(tokens.get("access_token"), str) or str(tokens.get("token_type")).lower() != "bearer":
        raise Refusal("token-answer")
    return tokens


def fetch_userinfo(access_token):
    """The userinfo as a signed JWT: an unsigned JSON answer is refused."""
    answer = call(
        "GET",
        configuration()["userinfo_endpoint"],
        headers={"Authorization": f"Bearer {access_token}", "Accept": "application/jwt"},
    )
    if answer.status != 200:
        raise Refusal("userinfo-status", Reason.UNAVAILABLE)
    if answer.kind != "application/jwt":
        raise Refusal("userinfo-unsigned")
    try:
        return answer.body.decode("ascii").strip()
    except UnicodeDecodeError:
        raise Refusal("userinfo-unsigned") from None
