"""The table « Comment l'acheter » of a solution: what its company states, beside the rule and the dated figures."""

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.reference.figures import figures_on, row_of
from grandest_portal.reference.models import PurchaseRoute, Wording
from suppliers.enums import RouteCheck

NOTICE = "purchase_routes_notice"


def ways_on(day):
    """{key: PurchaseRoute} of those offered on `day`, in their order."""
    return {way.key: way for way in PurchaseRoute.objects.offered(day)}


def notice_on(day):
    rows = Wording.objects.in_force(day).filter(key=NOTICE).order_by("-starts_on")
    return rows.first()


def texts_on(day):
    """(the ways, the sentence under their table)"""
    return ways_on(day), notice_on(day)


def table_of(rows, day, texts=None):
    """{rows, figures, notice} for the statements `rows` (in order), as they are to be read on `day`; `texts` are those
    of the day where they were read with the solution. Without statements nothing is asked of the database."""
    ways, notice = (texts or texts_on(day)) if rows else ({}, None)
    rows = [drawn(row, ways.get(row.route), day) for row in rows]
    keys = list(dict.fromkeys(key for row in rows if row["way"] for key in row["way"].threshold_keys))
    now, before = figures_on(day, keys)
    return {
        "rows": rows,
        "figures": [row_of(key, now.get(key), before.get(key)) for key in keys],
        "notice": notice,
        "day": date_words(day),
    }


def drawn(row, way, day):
    label, tone = check_words(row)
    return {
        "route": row,
        "way": way,
        "label": way.label if way else _("Voie qui n'est plus proposée"),
        "stated": date_words(timezone.localdate(row.stated_at)),
        "until": date_words(row.valid_until) if row.valid_until else "",
        "expired": row.is_expired(day),
        "check": label,
        "tone": tone,
        "refused": row.check_result == RouteCheck.REFUSED,
    }


def check_words(row):
    """(« vérifié le … par la modération », colour of the label)"""
    if row.checked_at is None:
        return _("non vérifié"), "grey"
    day = date_words(timezone.localdate(row.checked_at))
    if row.check_result == RouteCheck.CONFIRMED:
        return _("vérifié le %(day)s par la modération") % {"day": day}, "fir"
    return _("non confirmé le %(day)s par la modération") % {"day": day}, "sandstone"
