"""What a session of the staff must prove before any page answers: a second factor, and that somebody is there."""

import time

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from grandest_portal.accounts.second_factors import has_second_factor, proved_second_factor, way_to_prove
from grandest_portal.core.sessions import SEEN_AT

# A session is marked as seen at most once in this time: the mark is a write.
MARK_SECONDS = 60

# What a member of the staff needs to prove a second factor, and to leave.
TO_PROVE = {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "pages:contact",
}
# Open only to those who hold none yet: a session opened before the enrolment must not read the recovery codes
# nor add a factor of its own.
TO_ENROL = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"}


class StaffSessionMiddleware:
    """Rights of the staff are read from `is_staff` all over the portal: so nothing answers before the proof."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return None
        if is_idle(request):
            logout(request, show_message=False)
            messages.info(request, _("Vous avez été déconnecté après un temps sans activité."))
            return to(reverse(settings.LOGIN_URL), request)
        if not settings.STAFF_MFA_REQUIRED or proved_second_factor(request):
            return None
        page = request.resolver_match.view_name
        if page in TO_PROVE or (page in TO_ENROL and not has_second_factor(user)):
            return None
        return to(way_to_prove(user), request)


def is_idle(request):
    """True when nothing was asked for in STAFF_IDLE_SECONDS; marks the session as seen otherwise."""
    now = int(time.time())
    seen_at = request.session.get(SEEN_AT, now)
    if now - seen_at >= settings.STAFF_IDLE_SECONDS:
        return True
    if now - seen_at >= MARK_SECONDS:
        request.session[SEEN_AT] = now
    return False


def to(url, request):
    """A redirection that comes back to the page asked for, where it was only read."""
    if request.method != "GET":
        return HttpResponseRedirect(url)
    return HttpResponseRedirect(f"{url}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
