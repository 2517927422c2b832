"""The public census: the list with its filters, and the page of a solution."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from grandest_portal.accounts.permissions import is_moderator
from grandest_portal.core.comparison import MOST, choice_on, compare, query_of
from grandest_portal.core.dates import date_words, moment
from grandest_portal.core.limits import asks, limited
from grandest_portal.core.listing import chips_of, clean_address, page_of_window
from grandest_portal.core.sharing import shared
from grandest_portal.core.text import clean_line
from grandest_portal.follow.permissions import follow_button
from suppliers.atom import title_of
from suppliers.comparison import LABELS, sides_of
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
from suppliers.reading import read_solution
from suppliers.sheet import sheet_for

NOT_LISTED = ("search", "search_plain", "problem_solved", "novelty")
DESCRIPTION = gettext_lazy(
    "Le recensement des solutions innovantes que les entreprises proposent aux acheteurs publics."
)
SHOWN_REASON = {SolutionStatus.RETURNED, SolutionStatus.REJECTED}


def count_text(count, is_cut=False):
    if not count:
        return _("Aucune solution")
    if is_cut:
        return _("Plus de %(count)d solutions") % {"count": count}
    return ngettext("%(count)d solution", "%(count)d solutions", count) % {"count": count}


def asked_of(request):
    """The filters over the published solutions, in the order of the list."""
    return SolutionFilter(request.GET, Solution.objects.published())


def addresses(filterset):
    """Where the same solutions are found as files, as a feed, and in a mail to somebody."""
    query = filterset.query_string
    after = f"?{query}" if query else ""
    here = settings.SITE_URL + reverse("suppliers:solution_list") + after
    return {
        "here": here,
        "csv": reverse("suppliers:export_csv") + after,
        "xlsx": reverse("suppliers:export_xlsx") + after,
        "atom": reverse("suppliers:feed") + after,
        "mail": f"mailto:?subject={quote(title_of(filterset))}&body={quote(here)}",
    }


def today_url(filterset):
    """The same list in the order of today, or "" when it is."""
    if filterset.day == timezone.localdate():
        return ""
    query = filterset.query_string
    return reverse("suppliers:solution_list") + (f"?{query}" if query else "")


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def solution_list(request):
    """Published solutions: by relevance for a search, else in a draw that changes each day."""
    filterset = asked_of(request)
    filterset.form.is_valid()
    words = clean_line(filterset.form.cleaned_data.get("q") or "")
    rows = Solution.objects.select_related("company", "company__organisation")
    page = page_of_window(request, filterset.window, rows.defer(*NOT_LISTED))
    page.day = filterset.day.isoformat()
    chips = chips_of(filterset, filterset.data)
    filterset.show_counts()
    here = reverse("suppliers:solution_list")
    context = {
        "page_obj": page,
        "heading": count_text(page.paginator.count, filterset.window.is_cut),
        "cap": filterset.window.cap if filterset.window.is_cut else 0,
        "words": words,
        "replaced": filterset.replaced,
        "filter": filterset,
        "chips": chips,
        "choice": choice_on(filterset, page, reverse("suppliers:compare")),
        "day_words": date_words(filterset.day),
        "today_url": today_url(filterset),
        "share": shared(here, _("Solutions innovantes"), DESCRIPTION),
        "addresses": addresses(filterset),
        "in_force": [
            *([_("Recherche : %(words)s") % {"words": words}] if words else []),
            *(chip["label"] for chip in chips),
        ],
        "clear_url": f"{here}?{urlencode({'q': words})}" if words else here,
    }
    return render(request, "suppliers/solution_list.html", context)


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def solution_compare(request):
    """Up to four published solutions side by side, in the order of the address."""
    here, where = reverse("suppliers:compare"), reverse("suppliers:solution_list")
    context = {
        "comparison": compare(
            request.GET.getlist("s"), lambda pks: sides_of(request.user, pks), LABELS, here
        ),
        "heading": _("Comparer des solutions"),
        "add_label": _("Ajouter une solution par sa référence, par exemple S-12"),
        "list_url": where,
        "most": MOST,
        "unlisted": True,
        "crumbs": [{"label": _("Solutions"), "url": where}, {"label": _("Comparer"), "url": ""}],
    }
    return render(request, "components/comparison.html", context)


@login_not_required
@require_safe
def solution_detail(request, pk):
    solution = read_solution(request.user, pk, timezone.localdate())
    own = can_prepare_solution(request.user, solution)
    context = {
        "solution": solution,
        "codes": solution.codes_read,
        "served": served_text(solution),
        "crumbs": [
            {"label": _("Mes solutions"), "url": reverse("suppliers:mine")}
            if own
            else {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
            {"label": str(solution), "url": ""},
        ],
        "own": own,
        "sheet": sheet_for(request.user, solution),
        "share": share_of(solution),
        "unlisted": not solution.is_published,
        "compare_url": f"{reverse('suppliers:compare')}?{query_of([pk])}" if solution.is_published else "",
        "follow": follow_of(request.user, solution),
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


def follow_of(user, solution):
    return follow_button(user, KIND, solution, solution.followed) if solution.is_published else None


def share_of(solution):
    if not solution.is_published:
        return None
    path = reverse("suppliers:solution_detail", args=[solution.pk])
    return shared(path, solution, solution.problem_solved, "article")
