"""A person's own data: what is known, their copy, the end of the account, the notices."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.actions import acknowledge, count_export, erase_account
from grandest_portal.accounts.notices import TITLES, in_force
from grandest_portal.core import personal
from grandest_portal.core.errors import DomainError
from grandest_portal.core.export import write_archive


def fates():
    """[(title, records)]: what goes, what loses its name, what stays, as the register says."""
    titles = {
        personal.Fate.DELETE: _("Ce qui est effacé"),
        personal.Fate.ANONYMISE: _("Ce qui perd votre nom"),
        personal.Fate.KEEP: _("Ce qui reste, sous un pseudonyme"),
    }
    rows = personal.records()
    return [(title, [row for row in rows if row.fate == fate]) for fate, title in titles.items()]


@require_safe
def data(request):
    return render(request, "accounts/data.html", {"notices": in_force(timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def export(request):
    """GET explains; POST builds the archive, once the person has just proved who they are."""
    if request.method != "POST":
        return render(request, "accounts/export.html", {"records": exported_records()})
    at = timezone.now()
    count_export(request.user, by=request.user, at=at)
    explanation = _("Vos données sur le portail, au format JSON (UTF-8, dates ISO 8601), et vos fichiers.")
    archive = write_archive(request.user, at=at, explanation=explanation)
    return FileResponse(archive, as_attachment=True, filename=f"mes-donnees-{at:%Y-%m-%d}.zip")


def exported_records():
    return [record for record in personal.records() if record.exported]


@require_safe
def erasure(request):
    return render(
        request, "accounts/erasure.html", {"fates": fates(), "refusals": personal.refusals(request.user)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def confirm_erasure(request):
    if request.method != "POST":
        return render(request, "accounts/confirm_erasure.html", {"refusals": personal.refusals(request.user)})
    try:
        erase_account(request.user, by=request.user)
    except DomainError as refusal:
        return render(request, "accounts/confirm_erasure.html", {"refusals": [refusal.message]}, status=409)
    logout(request)
    return redirect("privacy:erased")


@require_safe
@login_not_required
def erased(request):
    return render(request, "accounts/erased.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def notice(request, key):
    """A notice in its version in force; a signed-in person says by a button that they have read it."""
    row = next((row for row in in_force(timezone.localdate()) if row.key == key), None)
    if key not in TITLES or row is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        acknowledge(request.user, at=timezone.now(), keys={key})
        return redirect("pages:dashboard")
    return render(request, "accounts/notice.html", {"notice": row})
