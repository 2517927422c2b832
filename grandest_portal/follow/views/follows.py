"""« Mes suivis », and the buttons of the pages that may be followed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grandest_portal.core.dates import date_words
from grandest_portal.core.listing import page_of
from grandest_portal.follow import actions
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.models import Follow
from grandest_portal.follow.views.rows import kind_or_404, with_things
from grandest_portal.reference.pace import paced


@require_POST
@paced("follows_per_hour")
def follow(request, kind, pk):
    """Follow a public thing; 404 for what the person may not read."""
    thing = get_object_or_404(kind_or_404(kind).visible(request.user), pk=pk)
    actions.follow(request.user, kind, pk)
    messages.success(
        request, _("Vous suivez « %(thing)s » : vous serez prévenu de ce qui change.") % {"thing": thing}
    )
    return redirect(KINDS[kind].url(pk))


@require_POST
@paced("follows_per_hour")
def unfollow(request, kind, pk):
    """Follow no longer; back to the list when the button stood there, or when the page is no longer public."""
    found = kind_or_404(kind).visible(request.user).filter(pk=pk).exists()
    actions.unfollow(request.user, kind, pk)
    messages.success(request, _("Vous ne suivez plus cette page."))
    if not found or request.POST.get("back") == "list":
        return redirect("follow:mine")
    return redirect(KINDS[kind].url(pk))


@require_safe
def my_follows(request):
    """What the person follows, the latest first; what left public view is said in one line."""
    page = page_of(request, Follow.objects.readable(request.user).for_list())
    context = {
        "page_obj": page,
        "rows": rows_of(page, request.user),
        "hidden_count": Follow.objects.hidden(request.user).count(),
    }
    return render(request, "follow/mine.html", context)


@require_POST
def forget_hidden(request):
    actions.unfollow_hidden(request.user)
    messages.success(request, _("Votre liste ne garde que ce qui est public."))
    return redirect("follow:mine")


def rows_of(follows, user):
    """What the list shows of each Follow: the row of its thing, its kind in words, since when."""
    return [
        row
        | {
            "follow": each,
            "since": _("Suivi depuis le %(day)s") % {"day": date_words(localtime(each.created_at))},
        }
        for each, row in with_things(follows, user)
    ]
