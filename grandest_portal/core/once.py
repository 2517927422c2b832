"""A page that is sent twice acts once: the second sending is led where the first one led.

The page carries a token (`{% form_token %}`). What is kept of it is a digest with the person and the address, so that
a token means nothing to anybody else; no row holds who it was.
"""

import hashlib
import uuid
from functools import wraps

from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone

from grandest_portal.core.models import SentPage


def typed_token(request):
    """The UUID that the page carried, or None."""
    try:
        return uuid.UUID(request.POST.get("form_token", ""))
    except ValueError:
        return None


def token_of(request):
    """The token of the page that is drawn: the one that was sent, until something has come of it; else a new one."""
    if not hasattr(request, "form_token"):
        request.form_token = str(typed_token(request) or uuid.uuid4())
    return request.form_token


def digest_of(request, token):
    person = request.user.pk or request.META.get("REMOTE_ADDR", "")
    return hashlib.sha256(f"{token} {person} {request.path}".encode()).hexdigest()


def once(view):
    """Run a view's POST once per page: who sends at the same time waits for the first one, then follows it.

    An answer that leads nowhere (an error on the page) leaves no trace: the page may be sent again.
    """

    @wraps(view)
    def run(request, *args, **kwargs):
        token = typed_token(request) if request.method == "POST" else None
        if token is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            sent, is_first = SentPage.objects.get_or_create(
                digest=digest_of(request, token), defaults={"sent_at": timezone.now()}
            )
            if not is_first:
                return redirect(sent.leads_to)
            response = view(request, *args, **kwargs)
            if response.status_code == 302:
                sent.leads_to = response.url
                sent.save(update_fields=["leads_to"])
            else:
                sent.delete()
            return response

    return run
