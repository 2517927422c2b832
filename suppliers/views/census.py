"""The public census: the list with its filters, and the page of a solution."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from grandest_portal.accounts.permissions import is_moderator
from grandest_portal.core.dates import moment
from grandest_portal.core.limits import asks, limited
from grandest_portal.core.listing import chips_of, clean_address, neutral_order, page_of_window
from grandest_portal.core.search import LONGEST_QUERY, search
from grandest_portal.core.text import clean_line
from grandest_portal.follow.permissions import follow_button
from suppliers.enums import SolutionStatus
from suppliers.filters import SolutionFilter
from suppliers.following import KIND
from suppliers.models import Solution
from suppliers.permissions import (
    can_amend_solution,
    can_appeal_solution,
    can_archive_solution,
    can_confirm_solution,
    can_delete_solution,
    can_edit_solution,
    can_prepare_solution,
    can_transfer_solution,
)
from suppliers.places import served_text
from suppliers.sheet import sheet_for

NOT_LISTED = ("search", "search_plain", "problem_solved", "novelty")
SHOWN_REASON = {SolutionStatus.RETURNED, SolutionStatus.REJECTED}


def count_text(count, is_cut=False):
    if not count:
        return _("Aucune solution")
    if is_cut:
        return _("Plus de %(count)d solutions") % {"count": count}
    return ngettext("%(count)d solution", "%(count)d solutions", count) % {"count": count}


def asked_of(request):
    """(the words of the search, the filters over what answers them in the order of the list)"""
    words = clean_line(request.GET.get("q", "")[:LONGEST_QUERY])
    found = search(Solution.objects.published(), words)
    ordered = found.order_by("-rank", "pk") if words else neutral_order(found, timezone.localdate())
    return words, SolutionFilter(request.GET, ordered)


def addresses(words, filterset):
    """Where the same solutions are found as files, and in a mail to somebody."""
    query = "&".join(filter(None, [urlencode({"q": words}) if words else "", filterset.query_string]))
    after = f"?{query}" if query else ""
    here = settings.SITE_URL + reverse("suppliers:solution_list") + after
    return {
        "here": here,
        "csv": reverse("suppliers:export_csv") + after,
        "xlsx": reverse("suppliers:export_xlsx") + after,
        "mail": f"mailto:?subject={quote(_('Solutions innovantes'))}&body={quote(here)}",
    }


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def solution_list(request):
    """Published solutions: by relevance for a search, else in a draw that changes each day."""
    words, filterset = asked_of(request)
    rows = Solution.objects.select_related("company", "company__organisation")
    page = page_of_window(request, filterset.window, rows.defer(*NOT_LISTED))
    chips = chips_of(filterset, filterset.data)
    filterset.show_counts()
    here = reverse("suppliers:solution_list")
    context = {
        "page_obj": page,
        "heading": count_text(page.paginator.count, filterset.window.is_cut),
        "cap": filterset.window.cap if filterset.window.is_cut else 0,
        "words": words,
        "filter": filterset,
        "chips": chips,
        "addresses": addresses(words, filterset),
        "in_force": [
            *([_("Recherche : %(words)s") % {"words": words}] if words else []),
            *(chip["label"] for chip in chips),
        ],
        "clear_url": f"{here}?{urlencode({'q': words})}" if words else here,
    }
    return render(request, "suppliers/solution_list.html", context)


@login_not_required
@require_safe
def solution_detail(request, pk):
    solution = get_object_or_404(
        Solution.objects.visible_to(request.user).select_related(
            "company", "company__organisation", "company__organisation__commune"
        ),
        pk=pk,
    )
    own = can_prepare_solution(request.user, solution)
    context = {
        "solution": solution,
        "codes": solution.cpv.for_list(),
        "served": served_text(solution),
        "crumbs": [
            {"label": _("Mes solutions"), "url": reverse("suppliers:mine")}
            if own
            else {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
            {"label": str(solution), "url": ""},
        ],
        "own": own,
        "sheet": sheet_for(request.user, solution),
        "follow": follow_button(request.user, KIND, solution) if solution.is_published else None,
        "moderator": is_moderator(request.user),
        "reason": solution.moderation_reason if solution.status in SHOWN_REASON else "",
        "may_appeal": can_appeal_solution(request.user, solution),
        "can_edit": can_edit_solution(request.user, solution),
        "can_archive": can_archive_solution(request.user, solution),
        "can_amend": can_amend_solution(request.user, solution),
        "can_confirm": can_confirm_solution(request.user, solution)
        and solution.confirmation_asked_at is not None,
        "can_transfer": can_transfer_solution(request.user, solution),
        "amended": moment(solution.amended_at) if solution.is_published and solution.amended_at else "",
        "sees_versions": own or is_moderator(request.user),
        "can_delete": can_delete_solution(request.user, solution),
    }
    return render(request, "suppliers/solution_detail.html", context)
