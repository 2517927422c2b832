"""From the first words to the moderators: create, change, submit, delete a draft."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.messages import moderators
from needs.actions.common import LISTS, TEXTS, keys_of, lock_need, move
from needs.checks import check_ready
from needs.enums import NeedStatus
from needs.messages import NeedSubmitted
from needs.models import Need

REQUIRED = (
    "title",
    "summary",
    "current_situation",
    "expected_result",
    "cpv",
    "territories",
    "sourcing_open_until",
    "contact_name",
)


def check_names(data):
    unknown = set(data) - {*TEXTS, *LISTS}
    if unknown:
        raise TypeError(f"not a text of a need: {sorted(unknown)}")


@transaction.atomic
def create_need(buyer, *, data, by):
    """A draft of `buyer` written by `by`; `data` holds some of TEXTS and LISTS (iterables of rows)."""
    check_names(data)
    need = Need.objects.create(
        buyer=buyer, author=by, **{name: value for name, value in data.items() if name in TEXTS}
    )
    for name in LISTS:
        getattr(need, name).set(data.get(name, []))
    record(need, "need.created", by=by, after={"buyer": buyer.pk, "title": need.title})
    return need


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


@transaction.atomic
def update_need(need, *, data, by, version=None):
    """Store the given texts and lists of a draft; `version` is the one that the person had on screen."""
    check_names(data)
    need = lock_need(need)
    if not need.is_editable:
        raise DomainError(_("Ce besoin a été envoyé : son texte ne peut plus être modifié ici."))
    before, after = changes_of(need, data)
    if version is not None and version != need.version and after:
        raise DomainError(
            _(
                "Quelqu'un a modifié ce texte entre-temps. Ce que vous avez saisi est encore ci-dessous : copiez-le, "
                "rechargez la page, puis reportez vos changements."
            )
        )
    if not after:
        return need
    for name in after:
        if name in LISTS:
            getattr(need, name).set(data[name])
        else:
            setattr(need, name, data[name])
    need.version += 1
    need.save(update_fields=[*(name for name in after if name in TEXTS), "version", "updated_at"])
    record(need, "need.updated", by=by, before=before, after=after)
    return need


def missing_of(need):
    """The French names of the required answers that a need does not hold."""
    holds = {
        name: getattr(need, name).exists() if name in LISTS else getattr(need, name) for name in REQUIRED
    }
    return [str(Need._meta.get_field(name).verbose_name) for name, value in holds.items() if not value]


@transaction.atomic
def submit_need(need, *, by):
    """Hand a complete draft to the moderators."""
    need, now = lock_need(need, NeedStatus.SUBMITTED), timezone.now()
    missing = missing_of(need)
    if missing:
        raise DomainError(
            _("Il manque : %(answers)s. Complétez, puis envoyez.") % {"answers": ", ".join(missing)}
        )
    if need.sourcing_open_until <= timezone.localdate(now):
        raise DomainError(
            _("La fin des échanges est passée : choisissez une date à venir."), field="sourcing_open_until"
        )
    check_ready(need, timezone.localdate(now))
    if by is not None:
        need.author = by
        need.save(update_fields=["author", "updated_at"])
    move(need, NeedStatus.SUBMITTED, "need.submitted", by=by, submitted_at=now, moderation_reason="")
    NeedSubmitted(need).send_to(moderators())
    return need


@transaction.atomic
def delete_need_draft(need, *, by):
    """Remove a draft that was never sent to moderation; the audit trail keeps its title."""
    need = lock_need(need)
    if need.status != NeedStatus.DRAFT:
        raise DomainError(
            _("Seul un brouillon jamais envoyé peut être supprimé. Un besoin publié peut être abandonné.")
        )
    record(need, "need.deleted", by=by, before={"status": need.status, "title": need.title})
    need.delete()
