"""« Même besoin chez nous »: another buyer joins in public; and a need that serves as a model."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.actions import retract
from grandest_portal.follow.enums import Topic
from needs.actions.common import LISTS, lock_need, written
from needs.actions.telling import tell_buyer_later
from needs.enums import NeedSource
from needs.following import JOINED, KIND, tell_followers
from needs.models import Need, NeedJoin

MODEL_TEXTS = (
    "title",
    "summary",
    "current_situation",
    "expected_result",
    "constraints",
    "budget_band",
    "procedure",
    "sourcing_days",
    "short_window_reason",
    "maturity",
    "languages",
    "foreign_summary",
    "foreign_language",
)


@transaction.atomic
def join_need(need, buyer, *, by, volume, wanted_on=None):
    """`buyer` says that it has the same need: how much (`volume`, words) and for when (a date or None)."""
    need = lock_need(need)
    if not need.is_open or need.source != NeedSource.PORTAL:
        raise DomainError(_("Les échanges de ce besoin sont clos : il ne peut plus être rejoint."))
    if need.buyer_id == buyer.pk:
        raise DomainError(_("Ce besoin est déjà celui de votre organisation."))
    volume = written(volume, _("Dites quel volume vous concerne chez vous."), "volume")
    try:
        with transaction.atomic():
            join = NeedJoin.objects.create(
                need=need, buyer=buyer, author=by, volume=volume, wanted_on=wanted_on
            )
    except IntegrityError as error:
        raise DomainError(_("Votre organisation a déjà rejoint ce besoin.")) from error
    record(need, "need.joined", by=by, after={"buyer": buyer.pk, "volume": volume, "wanted_on": wanted_on})
    tell_buyer_later(need)
    tell_followers(need, JOINED, Topic.JOINED, at=join.created_at)
    return join


@transaction.atomic
def leave_need(join, *, by):
    """A buyer takes its word back while exchanges are open; the page no longer shows it."""
    need = lock_need(join.need)
    join = NeedJoin.objects.select_for_update().get(pk=join.pk)
    if join.withdrawn_at is not None:
        return join
    if not need.is_open:
        raise DomainError(_("Les échanges de ce besoin sont clos : sa page ne change plus."))
    join.withdrawn_at = timezone.now()
    join.save(update_fields=["withdrawn_at"])
    record(need, "need.join_withdrawn", by=by, after={"buyer": join.buyer_id})
    others = NeedJoin.objects.live().filter(need=need).order_by("-created_at").first()
    retract(KIND, need.pk, Topic.JOINED, others and others.created_at)
    return join


@transaction.atomic
def copy_need(need, buyer, *, by, token=None):
    """A new draft of `buyer` with the texts of `need`: neither its dates, nor its contact, nor what became of it.

    `token` (a UUID) names the button that asked: asked twice, it gives the same draft.
    """
    texts = {name: getattr(need, name) for name in MODEL_TEXTS}
    answered = dict.fromkeys([*MODEL_TEXTS, *LISTS], 1)
    fields = {"buyer": buyer, "author": by, "model_of": need, "changed_in": answered, **texts}
    if token is None:
        copy, created = Need.objects.create(**fields), True
    else:
        copy, created = Need.objects.get_or_create(form_token=token, defaults=fields)
    if not created:
        return copied_again(copy, need, buyer=buyer, by=by)
    for name in LISTS:
        getattr(copy, name).set(getattr(need, name).all())
    record(copy, "need.created", by=by, after={"buyer": buyer.pk, "title": copy.title, "model_of": need.pk})
    return copy


def copied_again(copy, need, *, buyer, by):
    """The draft that the button made the first time, unless it was thrown away since or is somebody else's."""
    if (copy.buyer_id, copy.author_id, copy.model_of_id) != (buyer.pk, by.pk, need.pk) or copy.trashed_at:
        raise DomainError(_("Ce bouton a déjà servi : rechargez la page du besoin, puis reprenez-le."))
    return copy
