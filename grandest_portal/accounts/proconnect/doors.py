"""Decorators of ProConnect's pages."""

import logging
import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from grandest_portal.accounts.proconnect.refusals import Refusal

logger = logging.getLogger(__name__)


def door(view):
    """404 unless ProConnect is configured; a Refusal becomes one line of the log, without a word received from
    anybody, and a calm page."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not settings.PROCONNECT_ENABLED:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            logger.warning("login refused: %s", refusal.code)
            return refused_page(request, refusal)

    return wrapper


def refused_page(request, refusal):
    context = {"sentence": refusal.sentence, "has_errors": True}
    return render(request, "proconnect/refused.html", context, status=refusal.status)


def proved(request):
    """True when the person gave a password or a second factor some minutes ago; an account that has neither is
    entered through ProConnect alone."""
    if reauthentication.did_recently_reauthenticate(request):
        return True
    records = get_authentication_records(request, request.user)
    own = [row["at"] for row in records if row["method"] != "socialaccount"]
    return bool(own) and time.time() - own[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def proof_required(view):
    """Ask who has not proved lately to be the holder of the account to do it, then go on."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not proved(request):
            return reauthentication.suspend_request(request, reverse("account_reauthenticate"))
        return view(request, *args, **kwargs)

    return wrapper
