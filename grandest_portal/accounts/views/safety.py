"""« Sécurité du compte » : password, address, second factors and sessions on one page; the sessions; recovery codes."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.actions import close_sessions
from grandest_portal.accounts.browsers import name_of

Type = Authenticator.Type


@require_safe
def index(request):
    held = Authenticator.objects.filter(user=request.user).order_by("pk")
    codes = next((factor.wrap() for factor in held if factor.type == Type.RECOVERY_CODES), None)
    passkeys = [factor.wrap() for factor in held if factor.type == Type.WEBAUTHN]
    context = {
        "email": request.user.email,
        "has_password": request.user.has_usable_password(),
        "totp": next((factor for factor in held if factor.type == Type.TOTP), None),
        "passkeys": len(passkeys),
        "has_codes": codes is not None,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "must_enrol": settings.STAFF_MFA_REQUIRED
        and request.user.is_staff
        and not any(factor.type != Type.RECOVERY_CODES for factor in held),
    }
    return render(request, "mfa/index.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request):
    """The codes are shown once, on demand: showing them is a write, so a button asks for it."""
    held = Authenticator.objects.filter(user=request.user, type=Type.RECOVERY_CODES).first()
    if held is None:
        raise Http404
    shown = held.wrap().did_view
    codes = []
    if request.method == "POST":
        wrapper, can_view = view_recovery_codes(request)
        codes, shown = (wrapper.get_unused_codes(), False) if can_view else ([], True)
    left = len(held.wrap().get_unused_codes())
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes, "shown": shown, "left": left})


@require_safe
def sessions(request):
    rows = [
        {
            "pk": session.pk,
            "device": name_of(session.user_agent),
            "created_at": session.created_at,
            "ip": session.ip,
            "current": session.session_key == request.session.session_key,
        }
        for session in UserSession.objects.purge_and_list(request.user)
    ]
    rows.sort(key=lambda row: (not row["current"], row["created_at"], row["pk"]))
    return render(request, "usersessions/usersession_list.html", {"sessions": rows})


@require_http_methods(["POST"])
@reauthentication_required
def end_sessions(request, pk=None):
    """End one session of the person, or all but the present one."""
    if pk is not None:
        get_object_or_404(UserSession, pk=pk, user=request.user)
    ended = close_sessions(request.user, by=request.user, keep=request.session.session_key, only=pk)
    messages.success(
        request,
        ngettext("%(count)d session fermée.", "%(count)d sessions fermées.", ended) % {"count": ended}
        if ended
        else _("Aucune autre session n'était ouverte."),
    )
    return redirect("usersessions_list")
