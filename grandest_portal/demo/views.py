"""What a visitor of the demonstration gets besides the portal: the caught mails, and accounts in one click."""

from functools import wraps

from allauth.usersessions.models import UserSession
from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from grandest_portal.accounts.models import User
from grandest_portal.core.listing import page_of
from grandest_portal.demo import mailbox
from grandest_portal.demo.accounts import ACCOUNTS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# The one exception to the portal's policy: a mail is shown with its own styles, and can do nothing.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


def demo_only(view):
    """Outside the demonstration the page does not exist, even if an address led to it."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO_MODE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def opened(name):
    mail = mailbox.open_mail(name)
    if mail is None:
        raise Http404
    return mail


@demo_only
@require_safe
def mail_list(request):
    recipient = request.GET.get("destinataire", "").strip().lower()[:320]
    mails = mailbox.caught_mails()
    addresses = sorted({address for mail in mails for address in mail.recipients})
    shown = [mail for mail in mails if recipient in mail.recipients] if recipient in addresses else mails
    context = {
        "page_obj": page_of(request, shown),
        "addresses": addresses,
        "recipient": recipient if recipient in addresses else "",
        "count": len(shown),
    }
    return render(request, "demo/mail_list.html", context)


@demo_only
@require_safe
def mail_detail(request, name):
    mail = opened(name)
    return render(request, "demo/mail_detail.html", {"mail": mail, "caught": mail.caught})


@demo_only
@require_safe
@xframe_options_sameorigin
@csp(MAIL_POLICY)
def mail_html(request, name):
    mail = opened(name)
    if not mail.html:
        raise Http404
    return HttpResponse(mail.html)


@demo_only
@require_safe
def mail_attachment(request, name, number):
    attachments = opened(name).attachments
    if int(number) >= len(attachments):
        raise Http404
    response = HttpResponse(attachments[int(number)].content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, attachments[int(number)].name)
    return response


@demo_only
@require_POST
def enter(request):
    """Log in as one of the open accounts, whose password is printed anyway."""
    email = request.POST.get("email", "")
    if email not in dict(ACCOUNTS):
        raise Http404(_("Ce compte n'est pas un compte de démonstration."))
    user = get_object_or_404(User, email=email, is_active=True)
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    return redirect("pages:dashboard")
