"""The closed list of reasons: what may be chosen, and what a choice says to the person."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import ModerationReason


@dataclass(frozen=True)
class Chosen:
    """A reason as it is kept: `key` of the list ("" when written freely), `text` as the person reads it."""

    key: str
    text: str


def offered_reasons(uses, kind):
    """The ModerationReason rows that serve one of `uses` for a `kind`, today, in the order of the list."""
    return list(ModerationReason.objects.offered(kind, timezone.localdate()).filter(uses__overlap=list(uses)))


def choose_reason(use, kind, key, precision="", *, required=True):
    """The Chosen of a key of the closed list, with what the person added under it.

    Without a key, what is written alone; refused when `required`, when the key is not offered, when nothing is said.
    """
    precision = precision.strip()
    if not key:
        if required:
            raise DomainError(_("Choisissez une raison dans la liste."), field="reason_key")
        if not precision:
            raise DomainError(_("Choisissez une raison dans la liste, ou écrivez-la."), field="reason")
        return Chosen("", precision)
    rows = ModerationReason.objects.offered(kind, timezone.localdate())
    row = rows.filter(key=key, uses__contains=[use]).first()
    if row is None:
        raise DomainError(
            _("Cette raison n'est plus dans la liste : choisissez-en une autre."), field="reason_key"
        )
    said = f"{row.text}\n\n{_('Source : %(source)s.') % {'source': row.source}}" if row.source else row.text
    return Chosen(row.key, "\n\n".join(filter(None, [said, precision])))
