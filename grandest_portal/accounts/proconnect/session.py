"""What the browser's session keeps of ProConnect: an identity that waits, a proposal, the hint of a log-out.

Imported by pages that ask little (registration, log-out): nothing here needs the network or a key.
"""

import secrets
import time

from django.conf import settings
from django.urls import reverse

WAITING = "proconnect_waiting"
LOGIN = "proconnect_login"
LEAVING = "proconnect_leaving"


def keep_waiting(request, identity, id_token):
    """An identity that no account knows yet: the person says what to do with it within some minutes."""
    request.session[WAITING] = {"identity": identity.as_session(), "id_token": id_token, "at": time.time()}


def waiting(request):
    """The fields of the identity that waits, or None."""
    found = request.session.get(WAITING)
    if not found or time.time() - found["at"] > settings.PROCONNECT_WAITING_SECONDS:
        return None
    return found["identity"]


def stop_waiting(request):
    """Forget the identity that waits; returns its id_token."""
    return (request.session.pop(WAITING, None) or {}).get("id_token", "")


def keep_login(request, user, fields, id_token):
    """What a session opened or completed by ProConnect remembers until it ends, for that person alone: a login
    that stops at its second factor leaves these lines to whoever logs in next in the same browser."""
    request.session.pop(LEAVING, None)
    request.session[LOGIN] = {
        "person": user.pk,
        "id_token": id_token,
        "issuer": fields["issuer"],
        "subject": fields["subject"],
        "siret": fields["siret"],
        "organisation": fields["organisation"],
    }


def login_of(request):
    """What `keep_login` kept for the person who is logged in now; {} otherwise."""
    found = request.session.get(LOGIN) or {}
    return found if request.user.is_authenticated and found.get("person") == request.user.pk else {}


def identity_proved(request, user):
    """(issuer, subject) that this session proved for that person, even before the login is complete; or None."""
    found = request.session.get(LOGIN) or {}
    if found.get("person") != user.pk or "subject" not in found:
        return None
    return found["issuer"], found["subject"]


def registration_proposal(request):
    """Initial values of an organisation form from the ProConnect of this session, {} otherwise.

    A proposal to read over: a SIRET that an identity provider states gives no right to speak for anybody.
    """
    found = login_of(request)
    if not found.get("siret"):
        return {}
    return {"country": "FR", "identifier": found["siret"], "name": found["organisation"]}


def keep_leaving(request, id_token):
    """Called in the new, anonymous session: what the log-out at the provider needs."""
    request.session[LEAVING] = {"id_token": id_token, "state": secrets.token_urlsafe(32)}


class LeavesProConnect:
    """For the account adapter: a log-out here goes on with the log-out at the provider."""

    def logout(self, request):
        id_token = login_of(request).get("id_token")
        super().logout(request)
        if id_token and settings.PROCONNECT_ENABLED:
            keep_leaving(request, id_token)

    def get_logout_redirect_url(self, request):
        if login_of(request) and settings.PROCONNECT_ENABLED:
            return reverse("proconnect_leave")
        return super().get_logout_redirect_url(request)
