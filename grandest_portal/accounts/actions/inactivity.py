"""Accounts that nobody uses: warned twice, then erased; a login at any moment starts everything again."""

import logging
from datetime import timedelta

from django.db import OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from grandest_portal.accounts.actions.privacy import erase_account
from grandest_portal.accounts.inactivity import delays, due_on, last_seen_of
from grandest_portal.accounts.models import InactivityNotice, User
from grandest_portal.accounts.permissions import is_moderator
from grandest_portal.core import personal
from grandest_portal.core.audit import record
from grandest_portal.core.dates import months_after
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue

logger = logging.getLogger(__name__)


def follow_inactive_accounts(at):
    """Do what is due on the day of `at` for every unused account; returns {"warned", "held", "erased"}."""
    done = {"warned": 0, "held": 0, "erased": 0}
    given = delays(timezone.localdate(at))
    forget_returned()
    for pk in unused(at, given):
        outcome = follow(pk, at, given)
        if outcome:
            done[outcome] += 1
    return done


def forget_returned():
    """A login cancels the warnings that came before it."""
    InactivityNotice.objects.filter(user__last_login__gt=F("last_seen")).delete()


def unused(at, given):
    """The active accounts whose first warning may be due: last seen long enough ago, with a day of margin."""
    today = timezone.localdate(at)
    limit = months_after(today + given.first, -given.months) + timedelta(days=4)
    seen = User.objects.filter(is_active=True, erased_at=None).annotate(
        seen=Coalesce("last_login", "date_joined")
    )
    return list(seen.filter(seen__date__lte=limit).order_by("pk").values_list("pk", flat=True))


def follow(pk, at, given):
    """One account. What blocks it waits for the next run: one that fails must not stop the others."""
    try:
        return _follow(pk, at, given)
    except (DomainError, OperationalError):
        logger.warning("inactive account %s could not be erased", pk)
        return ""


@transaction.atomic
def _follow(pk, at, given):
    user = (
        User.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, is_active=True).first()
    )
    today = timezone.localdate(at)
    if user is None or today < due_on(user, given) - given.first:
        return ""
    notice = InactivityNotice.objects.filter(user=user).first()
    if is_moderator(user):
        return hold(user, notice, at) if today >= due_on(user, given) else ""
    if notice is None:
        # Accounts found late (the first run of a service) get their two warnings all the same.
        erase_on = max(due_on(user, given), today + given.first)
        return warn(InactivityNotice(user=user, erase_on=erase_on), "first_told_at", at)
    if notice.second_told_at is None:
        if today < notice.erase_on - given.second:
            return ""
        notice.erase_on = max(notice.erase_on, today + given.second)
        return warn(notice, "second_told_at", at)
    if today < notice.erase_on:
        return ""
    if personal.refusals(user):
        return hold(user, notice, at)
    erase_account(user, by=None)
    return "erased"


def warn(notice, moment, at):
    notice.last_seen = last_seen_of(notice.user)
    setattr(notice, moment, at)
    notice.save()
    record(notice.user, "user.inactivity_warned", by=None, after={"erase_on": notice.erase_on})
    enqueue("notifications.inactive_warning", notice.user_id, moment == "second_told_at")
    return "warned"


def hold(user, notice, at):
    """Tell the moderators, once: somebody must decide."""
    if notice is not None and notice.held_at is not None:
        return ""
    if notice is None:
        today = timezone.localdate(at)
        notice = InactivityNotice(
            user=user, last_seen=last_seen_of(user), erase_on=today, first_told_at=at, second_told_at=at
        )
    notice.held_at = at
    notice.save()
    enqueue("notifications.inactive_held", user.pk)
    return "held"
