"""What every verb does: lock the row, move it, keep the texts and their lists."""

from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from needs.enums import NEED_TRANSITIONS
from needs.models import Need

TEXTS = (
    "title",
    "summary",
    "current_situation",
    "expected_result",
    "constraints",
    "budget_band",
    "procedure",
    "planned_on",
    "sourcing_open_until",
    "contact_name",
    "contact_role",
)
LISTS = ("cpv", "territories")


def lock_need(need, target=None):
    """The row of `need`, locked until the end of the transaction.

    Refused when it is gone, or when it may not become `target` (a NeedStatus) any more.
    """
    rows = Need.objects.select_for_update(of=("self",)).select_related("buyer__organisation")
    locked = rows.filter(pk=need.pk).first()
    if locked is None:
        raise DomainError(_("Ce besoin n'existe plus : quelqu'un l'a supprimé entre-temps."))
    if target is not None:
        check_transition(locked, target, NEED_TRANSITIONS)
    return locked


def move(need, status, verb, *, by, reason="", **values):
    """Give a need, locked for that `status`, its new status and `values`, with their audit entry."""
    before = {name: getattr(need, name) for name in ("status", *values)}
    need.status = status
    for name, value in values.items():
        setattr(need, name, value)
    need.save(update_fields=["status", *values, "updated_at"])
    record(need, verb, by=by, before=before, after={"status": status, **values}, reason=reason)
    return need


def written(text, sentence, field):
    """`text` without its outer spaces; a refusal with `sentence` when nothing is left."""
    text = text.strip()
    if not text:
        raise DomainError(sentence, field=field)
    return text


def keys_of(rows):
    return sorted(str(row.pk) for row in rows)
