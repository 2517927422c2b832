"""What became of the sheets that a partner imported: whether the company took them over, and what is public of it."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from suppliers.enums import LineResult, OriginStatus
from suppliers.models import Origin

BECAME_A_SHEET = frozenset({LineResult.IMPORTED, LineResult.UPDATED})


def fates_of(batch, lines):
    """{number of a line: its fate} of the imported ones, in one query for all of them."""
    keys = {line.number: line.key for line in lines if line.result in BECAME_A_SHEET}
    if not keys:
        return {}
    rows = Origin.objects.filter(partner=batch.partner_id, key__in=set(keys.values()))
    origins = {row.key: row for row in rows.select_related("solution")}
    return {number: fate_of(origins[key]) for number, key in keys.items() if key in origins}


def fate_of(origin):
    """{label, tone, note, url}: the partner reads what its company decided, then only what is public."""
    solution = origin.solution
    if origin.status == OriginStatus.CONFIRMED and solution is not None and solution.is_published:
        day = date_words(localtime(solution.published_at))
        return {
            "label": solution.get_status_display(),
            "tone": solution.tone,
            "note": _("Publiée le %(day)s.") % {"day": day},
            "url": reverse("suppliers:solution_detail", args=[solution.pk]),
        }
    return {
        "label": origin.get_status_display(),
        "tone": origin.tone,
        "note": note_of(origin),
        "url": "",
    }


def note_of(origin):
    if origin.decided_at is None:
        return _("Elle attend l'entreprise depuis le %(day)s.") % {
            "day": date_words(localtime(origin.imported_at))
        }
    day = date_words(localtime(origin.decided_at))
    if origin.status == OriginStatus.DECLINED:
        return _("Refusée par l'entreprise le %(day)s.") % {"day": day}
    if origin.proof:
        return _(
            "Accord de l'entreprise vérifié par la modération le %(day)s\u00a0; elle n'est pas publiée."
        ) % {"day": day}
    return _("Confirmée par l'entreprise le %(day)s\u00a0; elle n'est pas publiée.") % {"day": day}
