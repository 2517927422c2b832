"""One need with what its page shows beside it, in one query: short lists come as JSON in columns of the row."""

from django.db.models import Exists, F
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date, parse_datetime

from grandest_portal.core.beside import listed
from grandest_portal.follow.models import Follow
from grandest_portal.reference.models import CPVCode, Territory, Wording
from needs.dialog.figures import figure_columns, keep_figures
from needs.display import NOT_A_CONSULTATION_KEY
from needs.following import KIND
from needs.models import Interest, Need, NeedJoin, ShortlistInvitation
from suppliers.permissions import approved_company_of


def read_need(user, pk, on):
    """The need `pk`, 404 unless `user` may see it, with `shown_codes`, `shown_places`, `live_joins`, `own_interest`,
    `wordings`, `calls` to a meeting, `followed` and its figures; `on` is today."""
    rows = Need.objects.visible_to(user).for_list().annotate(**beside(user, pk, on), **figure_columns(pk, on))
    need = get_object_or_404(rows, pk=pk)
    need.shown_places = [Territory(**each) for each in need.places_beside]
    need.shown_codes = [CPVCode(**each) for each in need.codes_beside]
    need.live_joins = [join_of(need, each) for each in need.joins_beside]
    own = [Interest(need=need, **each) for each in getattr(need, "interests_beside", [])]
    need.own_interest = own[0] if own else None
    need.calls = [{**each, "sent_at": parse_datetime(each["sent_at"])} for each in need.calls_beside]
    need.wordings = {each["key"]: wording_of(each) for each in need.wordings_beside}
    keep_figures(need)
    return need


def beside(user, pk, on):
    company = approved_company_of(user)
    wordings = Wording.objects.in_force(on).filter(key=NOT_A_CONSULTATION_KEY)
    own = Interest.objects.live().filter(need=pk).order_by("created_at", "pk")
    interests = (
        {"interests_beside": listed(own.of_company(company)[:1], "id", "company_id")} if company else {}
    )
    return {
        "places_beside": listed(Territory.objects.filter(needs=pk).order_by("name", "code"), "kind", "name"),
        "codes_beside": listed(
            CPVCode.objects.filter(needs=pk).order_by("code"), "code", "check_digit", "label"
        ),
        "joins_beside": listed(
            NeedJoin.objects.live().filter(need=pk).order_by("created_at", "pk"),
            *("id", "buyer_id", "volume", "wanted_on", "created_at"),
            name=F("buyer__organisation__name"),
        ),
        # The one that started last comes last, and stays.
        "wordings_beside": listed(wordings.order_by("starts_on"), "key", "text", "source", "starts_on"),
        "calls_beside": listed(
            ShortlistInvitation.objects.filter(shortlist__need=pk).order_by("sent_at", "pk"),
            *("criterion", "sent_at", "count"),
        ),
        "followed": Exists(Follow.objects.filter(user=user.pk).of_thing(KIND, pk)),
        **interests,
    }


def join_of(need, row):
    join = NeedJoin(
        pk=row["id"],
        need=need,
        buyer_id=row["buyer_id"],
        volume=row["volume"],
        wanted_on=parse_date(row["wanted_on"]) if row["wanted_on"] else None,
        created_at=parse_datetime(row["created_at"]),
    )
    join.buyer_name = row["name"]
    return join


def wording_of(row):
    return Wording(**{**row, "starts_on": parse_date(row["starts_on"])})
