"""Drafts that nobody wants: thirty days in the trash (a dated parameter), then gone."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import kind_of, record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import TextVersion
from grandest_portal.reference.models import Parameter
from needs.actions.common import lock_need
from needs.enums import NeedStatus
from needs.models import Need


@transaction.atomic
def trash_need(need, *, by):
    """Put a draft that was never sent to moderation in the trash."""
    need = lock_need(need)
    if need.status != NeedStatus.DRAFT or need.submitted_at is not None:
        raise DomainError(
            _("Seul un brouillon jamais envoyé peut être supprimé. Un besoin publié peut être abandonné.")
        )
    if need.trashed_at is None:
        need.trashed_at = timezone.now()
        need.save(update_fields=["trashed_at", "updated_at"])
        record(need, "need.trashed", by=by, after={"title": need.title})
    return need


@transaction.atomic
def restore_need(need, *, by):
    """Take a draft out of the trash, as it was."""
    need = lock_need(need)
    if need.trashed_at is not None:
        need.trashed_at = None
        need.save(update_fields=["trashed_at", "updated_at"])
        record(need, "need.taken_back", by=by, after={"title": need.title})
    return need


def trash_days(on):
    return Parameter.objects.value("need_trash_days", on)


def purge_trash(at):
    """Delete for good what lay long enough in the trash at the moment `at`; returns how many."""
    limit = at - timedelta(days=trash_days(timezone.localdate(at)))
    pks = list(Need.objects.trashed_before(limit).order_by("pk").values_list("pk", flat=True))
    return sum(purge_one(pk, limit) for pk in pks)


@transaction.atomic
def purge_one(pk, limit):
    """Delete one draft unless somebody took it back since it was found; the audit trail keeps its title."""
    need = Need.objects.select_for_update(of=("self",)).trashed_before(limit).filter(pk=pk).first()
    if need is None:
        return False
    record(need, "need.deleted", by=None, before={"status": need.status, "title": need.title})
    TextVersion.objects.filter(kind=kind_of(need), object_pk=need.pk).delete()
    need.delete()
    return True
