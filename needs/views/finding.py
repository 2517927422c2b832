"""Finding needs: the public list, its files and its feed, all under the same filters."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from grandest_portal.core.atom import feed_response
from grandest_portal.core.comparison import MOST, choice_on, compare
from grandest_portal.core.exports import csv_response, spreadsheet_response
from grandest_portal.core.limits import asks, by_person, limited
from grandest_portal.core.listing import PAGE_SIZE, chips_of, clean_address, page_of, page_of_window
from grandest_portal.core.sharing import shared
from needs.atom import feed_of, title_of
from needs.comparison import labels, sides_of
from needs.display import row_of
from needs.files import COLUMNS, rows_of
from needs.filters import NeedFilter
from needs.models import Need
from needs.permissions import can_create_need
from needs.states import STATE_LABELS, STATES

MOST_WORDS = 8
DESCRIPTION = gettext_lazy(
    "Les besoins d'innovation que les acheteurs publics du Grand Est annoncent avant toute consultation."
)


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def need_list(request):
    filterset = NeedFilter(request.GET, queryset=Need.objects.public())
    window = filterset.window
    partly = filterset.partly(window.pks) if len(window.pks) < PAGE_SIZE else []
    page, others = page_and_others(request, window, partly)
    chips = chips_of(filterset, filterset.data)
    filterset.show_counts()
    today = timezone.localdate()
    choice = choice_on(filterset, page, reverse("needs:compare"))
    context = {
        "filter": filterset,
        "page_obj": page,
        "rows": [
            row_of(need, today) | {"pk": need.pk, "compared": need.pk in choice["chosen"]} for need in page
        ],
        "choice": choice,
        "share": shared(reverse("needs:list"), _("Besoins d'innovation"), DESCRIPTION),
        "partly": [row_of(need, today) for need in others],
        "count_text": count_text(page.paginator.count, window.is_cut),
        "cap": window.cap if window.is_cut else 0,
        "chips": chips,
        "query": request.GET.get("q", "")[:200],
        "order": filterset.order,
        "replaced": filterset.replaced,
        "all_states_url": all_states_url(request),
        "any_word_url": any_word_url(request),
        "addresses": addresses(filterset),
        "in_force": in_force(filterset, chips),
        "can_create": request.user.is_authenticated and can_create_need(request.user),
    }
    return render(request, "needs/list.html", context)


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def need_compare(request):
    """Up to four public needs side by side, in the order of the address."""
    here, where = reverse("needs:compare"), reverse("needs:list")
    context = {
        "comparison": compare(request.GET.getlist("s"), sides_of, labels(), here),
        "heading": _("Comparer des besoins"),
        "add_label": _("Ajouter un besoin par sa référence, par exemple B-12"),
        "list_url": where,
        "most": MOST,
        "unlisted": True,
        "crumbs": [{"label": _("Besoins"), "url": where}, {"label": _("Comparer"), "url": ""}],
    }
    return render(request, "components/comparison.html", context)


def in_force(filterset, chips):
    """What a printed list says of its filters: the state too, which is one without a choice."""
    chosen = filterset.data.get("etat", "")
    usual = [] if chosen and chosen in STATES else [str(STATE_LABELS[0][1])]
    return [*usual, *(chip["label"] for chip in chips)]


def page_and_others(request, window, partly):
    """(the Page, the needs that hold some of the words): read together."""
    if not partly:
        return page_of_window(request, window, Need.objects.for_rows()), []
    page = page_of(request, window.pks)
    found = Need.objects.for_rows().in_bulk([*page.object_list, *partly])
    page.object_list = [found[pk] for pk in page.object_list if pk in found]
    return page, [found[pk] for pk in partly if pk in found]


def count_text(count, is_cut=False):
    if not count:
        return _("Aucun besoin")
    if is_cut:
        return _("Plus de %(count)d besoins") % {"count": count}
    return ngettext("%(count)d besoin", "%(count)d besoins", count) % {"count": count}


def any_word_url(request):
    """The same list for any of the words that were typed; "" for a single word, or for a search written with signs."""
    words = request.GET.get("q", "")[:200].split()
    if not 1 < len(words) <= MOST_WORDS or any(each.lower() == "or" or not each.isalpha() for each in words):
        return ""
    query = request.GET.copy()
    query.pop("page", None)
    query["q"] = " or ".join(words)
    return f"?{query.urlencode()}"


def all_states_url(request):
    """The same list without regard to the state, or "" when the state was not in the way."""
    query = request.GET.copy()
    if query.get("etat") == "tous":
        return ""
    query.pop("page", None)
    query["etat"] = "tous"
    return f"?{query.urlencode()}"


def addresses(filterset):
    """Where the same needs are found as files, as a feed, and in a mail to somebody."""
    query = filterset.query_string
    after = f"?{query}" if query else ""
    here = settings.SITE_URL + reverse("needs:list") + after
    return {
        "here": here,
        "csv": reverse("needs:export_csv") + after,
        "xlsx": reverse("needs:export_xlsx") + after,
        "atom": reverse("needs:feed") + after,
        "mail": f"mailto:?subject={quote(title_of(filterset))}&body={quote(here)}",
    }


@login_not_required
@require_safe
@limited("exports", key=by_person)
def export_csv(request):
    rows, note = rows_of(NeedFilter(request.GET, queryset=Need.objects.public()))
    return csv_response(file_name(), COLUMNS, rows, note)


@login_not_required
@require_safe
@limited("exports", key=by_person)
def export_xlsx(request):
    rows, note = rows_of(NeedFilter(request.GET, queryset=Need.objects.public()))
    return spreadsheet_response(file_name(), _("Besoins"), COLUMNS, rows, note)


def file_name():
    return f"besoins-{timezone.localdate().isoformat()}"


@login_not_required
@require_safe
@limited("feed")
def feed(request):
    filterset = NeedFilter(request.GET, queryset=Need.objects.public())
    return feed_response(request, feed_of(filterset, filterset.query_string))
