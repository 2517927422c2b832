"""From the first words to the moderators: create, change, submit a draft."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_read
from grandest_portal.core.versions import keep_version
from grandest_portal.notifications.messages import moderators
from needs.actions.common import (
    LISTS,
    TEXTS,
    changes_of,
    check_names,
    check_same_base,
    keep_answered,
    lock_need,
    move,
    store_answers,
)
from needs.checks import check_ready
from needs.enums import NeedStatus
from needs.messages import NeedSubmitted
from needs.models import Need
from needs.permissions import writes_for
from needs.versioning import SENT_LABELS, content_of, content_to_send
from needs.window import check_window

REQUIRED = (
    "title",
    "current_situation",
    "expected_result",
    "cpv",
    "territories",
    "sourcing_days",
    "contact_name",
)


@transaction.atomic
def create_need(buyer, *, data, by, token=None, proposed=None):
    """A draft of `buyer` written by `by`; `data` holds some of TEXTS and LISTS (iterables of rows).

    `proposed` holds answers that a new draft begins with. `token` (a UUID) names the page that asked: asked twice, it
    gives the same draft, with the second answers.
    """
    check_names(data, TEXTS)
    texts = (proposed or {}) | {name: value for name, value in data.items() if name in TEXTS}
    texts["changed_in"] = dict.fromkeys(data, 1)
    if token is None:
        need, created = Need.objects.create(buyer=buyer, author=by, **texts), True
    else:
        need, created = Need.objects.get_or_create(
            form_token=token, defaults={"buyer": buyer, "author": by, **texts}
        )
    if not created:
        return drafted_again(need, data, buyer=buyer, by=by)
    for name in LISTS:
        getattr(need, name).set(data.get(name, []))
    record(need, "need.created", by=by, after={"buyer": buyer.pk, "title": need.title})
    return need


def drafted_again(need, data, *, buyer, by):
    """The page of a new draft was sent twice: its draft takes the answers, unless it is somebody else's."""
    if (need.buyer_id, need.author_id) != (buyer.pk, by.pk) or not writes_for(by, need):
        raise DomainError(_("Cette page a déjà servi : ouvrez un nouveau besoin."))
    typed = {name: data[name] for name in data if data[name] not in (None, "")}
    return update_need(need, data=typed, by=by)


@transaction.atomic
def update_need(need, *, data, by, version=None, quiet=False):
    """Store the given texts and lists of a draft; `version` is the one that the person had on screen.

    `quiet` is what the browser stores while a person types: no version of its own is kept for the history.
    """
    check_names(data, TEXTS)
    need = lock_need(need)
    if not need.is_editable or need.trashed_at is not None:
        raise DomainError(_("Ce besoin n'est plus un brouillon : son texte ne peut plus être modifié ici."))
    before, after = changes_of(need, data)
    if after:
        check_same_base(need, version, after)
        store_answers(need, data, after)
        record(need, "need.updated", by=by, before=before, after=after)
    keep_answered(need, data)
    if not quiet:
        keep_version(need, need.version, content_of(need), by=by)
    return need


def missing_of(need):
    """The French names of the required answers that a need does not hold."""
    holds = {
        name: getattr(need, name).exists() if name in LISTS else getattr(need, name) for name in REQUIRED
    }
    return [str(Need._meta.get_field(name).verbose_name) for name, value in holds.items() if not value]


@transaction.atomic
def submit_need(need, *, by, seen=None):
    """Hand a complete draft to the moderators; `seen` holds the marks of the text that was on screen."""
    need, now = lock_need(need, NeedStatus.SUBMITTED), timezone.now()
    if need.trashed_at is not None:
        raise DomainError(_("Ce besoin est dans la corbeille : reprenez-le avant de l'envoyer."))
    missing = missing_of(need)
    if missing:
        raise DomainError(
            _("Il manque : %(answers)s. Complétez, puis envoyez.") % {"answers": ", ".join(missing)}
        )
    check_window(need, timezone.localdate(now))
    check_ready(need, timezone.localdate(now))
    check_read(seen, content_to_send(need), SENT_LABELS, current=need)
    if by is not None:
        need.author = by
        need.save(update_fields=["author", "updated_at"])
    move(need, NeedStatus.SUBMITTED, "need.submitted", by=by, submitted_at=now, moderation_reason="")
    keep_version(need, need.version, content_of(need), by=by)
    NeedSubmitted(need).send_to(moderators())
    return need


@transaction.atomic
def recall_need(need, *, by):
    """Take a sent need back before anybody decides: a draft again, out of the queue. Nobody is told."""
    need = lock_need(need)
    if by is not None:
        read_again(by)
        if not writes_for(by, need):
            raise DomainError(_("Vous ne préparez plus les besoins de cet acheteur."))
    if need.status != NeedStatus.SUBMITTED:
        raise DomainError(
            _(
                "Ce besoin n'attend plus de décision : son état est maintenant « %(now)s ». "
                "Rechargez sa page pour voir ce qui a changé."
            )
            % {"now": need.get_status_display()}
        )
    return move(need, NeedStatus.DRAFT, "need.recalled", by=by)
