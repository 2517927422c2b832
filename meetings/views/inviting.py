"""Calling companies to a sourcing meeting from a frozen shortlist."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once
from grandest_portal.core.steps import same_hat
from grandest_portal.reference.pace import paced
from meetings.forms import InvitationForm
from meetings.invitations import called_from, criterion_of
from meetings.inviting import invite_shortlist
from meetings.permissions import can_invite
from meetings.views.reading import typed
from needs.enums import ShortlistAudience
from needs.models import Need


@require_http_methods(["GET", "HEAD", "POST"])
@paced("dialog_verbs_per_hour")
@once
def invite(request, need_pk, number):
    """Choose to whom the call goes, read what will be published, send."""
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=need_pk
    )
    require(can_invite(request.user, need))
    shortlist = get_object_or_404(need.shortlists.for_list(), number=number)
    shortlist.need = need
    options = options_of(shortlist)
    open_to = [each for each in options if each["count"] and not each["sent"]]
    form = InvitationForm(typed(request), choices=[(each["value"], each["label"]) for each in open_to])
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            sent = invite_shortlist(shortlist, form.cleaned_data["audience"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, told(sent.count))
            return redirect("needs:shortlist", need.pk, shortlist.number)
    context = {
        "need": need,
        "shortlist": shortlist,
        "options": options,
        "sendable": bool(open_to),
        "form": form,
        "acting": hat_of(request.user),
        "crumbs": crumbs_of(need, shortlist),
    }
    return render(request, "meetings/invite.html", context, status=422 if form.errors else 200)


def told(count):
    return ngettext(
        "L'invitation part à %(count)d entreprise ; le critère est publié sur la page du besoin.",
        "L'invitation part à %(count)d entreprises ; le critère est publié sur la page du besoin.",
        count,
    ) % {"count": count}


def options_of(shortlist):
    """For each audience: how many companies would be told, the words that would be published, whether it was done."""
    sent = set(shortlist.invitations.values_list("audience", flat=True))
    return [option_of(shortlist, ShortlistAudience(each), sent) for each in ShortlistAudience.values]


def option_of(shortlist, audience, sent):
    count = len(called_from(shortlist, audience))
    label = ngettext(
        "%(audience)s (%(count)d entreprise à prévenir)",
        "%(audience)s (%(count)d entreprises à prévenir)",
        count,
    ) % {"audience": audience.label, "count": count}
    return {
        "value": audience.value,
        "title": audience.label,
        "label": label,
        "count": count,
        "criterion": criterion_of(shortlist, audience),
        "sent": audience.value in sent,
    }


def crumbs_of(need, shortlist):
    return [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": _("Correspondances"), "url": reverse("needs:matches", args=[need.pk])},
        {"label": _("Listes courtes"), "url": reverse("needs:shortlists", args=[need.pk])},
        {"label": str(shortlist), "url": reverse("needs:shortlist", args=[need.pk, shortlist.number])},
        {"label": _("Inviter")},
    ]
