"""What every verb does: lock the row, move it, keep the texts and their lists."""

from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE
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
    "sourcing_days",
    "short_window_reason",
    "maturity",
    "languages",
    "foreign_summary",
    "foreign_language",
    "contact_name",
    "contact_role",
)
LISTS = ("cpv", "territories")
CONTACT = frozenset({"contact_name", "contact_role"})


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


def check_names(data, allowed):
    unknown = set(data) - {*allowed, *LISTS}
    if unknown:
        raise TypeError(f"not a text of a need: {sorted(unknown)}")


def changes_of(need, data):
    """({name: before}, {name: after}) of what `data` would change, ready for the audit trail."""
    before, after = {}, {}
    for name, value in data.items():
        if name in LISTS:
            old, new = keys_of(getattr(need, name).all()), keys_of(value)
        else:
            old, new = getattr(need, name), value
        if old != new:
            before[name], after[name] = old, new
    return before, after


def check_same_base(need, version, names):
    """Raise Conflict when one of the answers `names` changed since the `version` that the person had on screen.

    Answers that somebody else changed beside them are in nobody's way.
    """
    if version is None or not any(need.changed_in.get(name, 1) > version for name in names):
        return
    raise Conflict(SAVED_MEANWHILE, current=need)


def keep_answered(need, names):
    """Remember that these answers were given, those too that left what stood there: no version more."""
    first = {name: 1 for name in names if name not in need.changed_in}
    if first:
        need.changed_in = {**need.changed_in, **first}
        need.save(update_fields=["changed_in"])


def store_answers(need, data, names, **values):
    """Write the answers `names` of `data`, and `values`, as the next version of the need."""
    for name in names:
        if name in LISTS:
            getattr(need, name).set(data[name])
        else:
            setattr(need, name, data[name])
    for name, value in values.items():
        setattr(need, name, value)
    next_version(need, names)
    columns = [name for name in names if name not in LISTS]
    need.save(update_fields=[*columns, *values, *VERSION_COLUMNS, "updated_at"])


VERSION_COLUMNS = ("version", "approved_version", "changed_in")


def next_version(need, names):
    """Count one version more. A contact is no text that moderators read again."""
    if need.approved_version == need.version and CONTACT.issuperset(names):
        need.approved_version += 1
    need.version += 1
    need.changed_in = {**need.changed_in, **dict.fromkeys(names, need.version)}
