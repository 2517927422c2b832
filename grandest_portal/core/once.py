"""A form that is sent twice acts once: a double click, a page sent again by the browser.

Each drawing of a form carries a token of its own (`{% sent_token %}`). `once` keeps, for a day, a digest of the whole
sending with the page to which it led: the same sending again leads there and does nothing. Another text sent from the
same drawing is another sending. A refusal keeps nothing, so that the form may be sent again. While the first sending
is still at work, the second waits for it as long as the database lets it (`lock_timeout`), then says so.
"""

import hashlib
import json
import uuid
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.db import OperationalError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from psycopg.errors import LockNotAvailable

from grandest_portal.core.models import SentForm

KEPT = timedelta(days=1)
ALREADY = gettext_lazy(
    "Ce formulaire était déjà envoyé : rien n'a été fait deux fois. Pour le refaire, rouvrez sa page."
)
OUTSIDE = frozenset({"csrfmiddlewaretoken"})
RETRY_SECONDS = 10


def typed_token(request):
    """The UUID that the page carried, or None."""
    try:
        return uuid.UUID(request.POST.get("form_token", ""))
    except ValueError:
        return None


def digest_of(request):
    """What names one sending: who, where, and all that was typed; None without a token."""
    if request.method != "POST" or typed_token(request) is None:
        return None
    typed = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in OUTSIDE)
    whole = json.dumps([request.user.pk, request.path, typed])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


class StillSending(Exception):
    """The first sending of the same form is not over."""


def remembered(digest):
    """(the SentForm of the digest, whether it is new); StillSending when its first sending keeps it too long."""
    try:
        return SentForm.objects.get_or_create(digest=digest)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise StillSending from error
        raise


def still_sending(request):
    """Sent again by a reload, it leads where the first sending led, or acts if that one failed."""
    response = render(request, "still_sending.html", status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def once(view):
    """Run the view in one transaction with the memory of its sending; only a redirection counts as done, unless the
    view says `request.nothing_done`.

    The unique digest makes the second of two simultaneous sendings wait for the end of the first.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        digest = digest_of(request)
        if digest is None:
            return view(request, *args, **kwargs)
        try:
            return act_once(digest, view, request, *args, **kwargs)
        except StillSending:
            return still_sending(request)

    return guarded


@transaction.atomic
def act_once(digest, view, request, *args, **kwargs):
    sent, is_new = remembered(digest)
    if not is_new:
        messages.info(request, ALREADY)
        return redirect(sent.location)
    response = view(request, *args, **kwargs)
    if response.status_code == 302 and not getattr(request, "nothing_done", False):
        SentForm.objects.filter(pk=sent.pk).update(location=response.url)
    else:
        transaction.set_rollback(True)
    return response


def forget_sent_forms(at):
    """Delete what is older than a day at the moment `at`; how many rows."""
    return SentForm.objects.filter(created_at__lt=at - KEPT).delete()[0]
