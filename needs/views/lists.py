"""Reading needs: one need, and the buyer's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buyers.permissions import buyer_of
from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.comparison import query_of
from grandest_portal.core.dates import day, moment
from grandest_portal.core.listing import in_state, page_of
from grandest_portal.core.sharing import shared
from grandest_portal.follow.permissions import follow_button
from needs.display import (
    NOT_A_CONSULTATION_KEY,
    facts_of,
    not_a_consultation,
    own_row_of,
    places_text,
    state_label,
    when_text,
)
from needs.enums import LEFT_EXCHANGES, NeedSource, NeedStatus
from needs.following import KIND
from needs.life import closing_note, life_steps, stopped_note
from needs.models import Need
from needs.permissions import (
    can_amend_need,
    can_appeal_need,
    can_copy_need,
    can_create_need,
    can_edit_need,
    can_join_need,
    can_manage_need,
    can_propose_meeting,
    can_recall_need,
    can_see_contact,
    can_see_matches,
)
from needs.reading import read_need
from needs.views.drafting import unregistered_buyer
from needs.views.life import events_of
from needs.views.trash import just_trashed
from suppliers.permissions import approved_company_of

OWN_ORDER = (
    NeedStatus.RETURNED,
    NeedStatus.DRAFT,
    NeedStatus.SUBMITTED,
    NeedStatus.PUBLISHED,
    NeedStatus.CLOSED,
    NeedStatus.CONSULTATION,
    NeedStatus.DIRECT_PURCHASE,
    NeedStatus.AWARDED,
    NeedStatus.UNAWARDED,
    NeedStatus.ABANDONED,
    NeedStatus.REJECTED,
)


@login_not_required
@require_safe
def need_detail(request, pk):
    now, user = timezone.now(), request.user
    need = read_need(user, pk, timezone.localdate(now))
    label, tone = state_label(need)
    manages = can_manage_need(user, need)
    context = {
        "need": need,
        "label": label,
        "tone": tone,
        **seen_from_outside(need),
        "steps": life_steps(need, now),
        "when": when_text(need) if need.is_public else "",
        "soon": closing_note(need, timezone.localdate(now)),
        "wording": not_a_consultation(need.wordings.get(NOT_A_CONSULTATION_KEY)),
        "codes": need.shown_codes,
        "place": places_text(need.shown_places),
        "facts": facts_of(need, with_contact=can_see_contact(user, need)),
        "awarded_on": day(need.awarded_on) if need.awarded_on else "",
        "deadline": moment(need.consultation_deadline) if need.consultation_deadline else "",
        "stopped": stopped_note(need),
        "has_left": need.status in LEFT_EXCHANGES,
        "imported": need.source == NeedSource.OPEN_DATA,
        "can_propose": can_propose_meeting(user, need),
        "company_pk": getattr(approved_company_of(user), "pk", None),
        "invite_to_sign_in": not user.is_authenticated and need.is_open and need.source == NeedSource.PORTAL,
        "follow": follow_button(user, KIND, need, need.followed) if need.is_public else None,
        "can_edit": can_edit_need(user, need),
        "can_recall": can_recall_need(user, need),
        "can_amend": can_amend_need(user, need),
        "can_copy": can_copy_need(user, need),
        "copy_fields": [{"name": "acting", "value": hat_of(user)}],
        "can_join": can_join_need(user, need),
        "may_appeal": can_appeal_need(user, need),
        "can_see_matches": can_see_matches(user, need),
        "events": events_of(need) if manages else [],
        "crumbs": [{"label": _("Besoins"), "url": reverse("needs:list")}, {"label": str(need)}],
    }
    return render(request, "needs/detail.html", context)


def seen_from_outside(need):
    """What the page says to search engines, and the way to a comparison."""
    if not need.is_public:
        return {"share": None, "unlisted": True, "compare_url": ""}
    return {
        "share": shared(reverse("needs:detail", args=[need.pk]), need, need.in_short, "article"),
        "unlisted": False,
        "compare_url": f"{reverse('needs:compare')}?{query_of([need.pk])}",
    }


@require_safe
def my_needs(request):
    """The buyer's own, what awaits them first."""
    if unregistered_buyer(request.user):
        messages.info(request, _("Dites d'abord pour quelle organisation vous déposez des besoins."))
        return redirect("buyers:register")
    require(buyer_of(request.user) is not None)
    ranks = [When(status=status, then=Value(rank)) for rank, status in enumerate(OWN_ORDER)]
    rows = Need.objects.prepared_by(request.user).select_related("buyer__organisation")
    rows = rows.annotate(place=Case(*ranks, output_field=IntegerField()))
    rows, chips = in_state(request, rows, NeedStatus)
    page = page_of(request, rows.order_by("place", "-updated_at", "-pk"))
    writes = can_create_need(request.user)
    return render(
        request,
        "needs/mine.html",
        {
            "page_obj": page,
            "groups": groups_of(page, writes),
            "count": page.paginator.count,
            "chips": chips,
            "can_create": writes,
            "trashed": just_trashed(request),
        },
    )


def groups_of(page, writes):
    """[{title, rows}], one entry per state of the page, in its order; readers open the text, not its form."""
    groups, today = [], timezone.localdate()
    for need in page:
        if not groups or groups[-1]["status"] != need.status:
            groups.append({"status": need.status, "title": need.get_status_display(), "rows": []})
        groups[-1]["rows"].append(own_row_of(need, today, writes))
    return groups
