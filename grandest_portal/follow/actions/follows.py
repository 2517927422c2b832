"""Following and no longer following. Not in the audit trail: moderators read it, and whom one follows is private."""

from django.db import transaction
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.models import Follow


@transaction.atomic
def follow(user, kind, pk):
    """`user` hears from now on what becomes of a public thing; asking twice changes nothing."""
    if not KINDS[kind].visible(user).filter(pk=pk).exists():
        raise DomainError(_("Cette page n'est plus publique : elle ne peut pas être suivie."))
    return Follow.objects.get_or_create(user=user, kind=kind, object_id=pk)[0]


@transaction.atomic
def unfollow(user, kind, pk):
    """True when `user` followed the thing; whether it is still public does not matter."""
    return bool(Follow.objects.of(user).of_thing(kind, pk).delete()[0])


@transaction.atomic
def unfollow_hidden(user):
    """Forget the things that left public view; returns how many."""
    return Follow.objects.hidden(user).delete()[0]
