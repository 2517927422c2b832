"""Ending the sessions of a person, after a change that touches the safety of the account or on demand."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record


@transaction.atomic
def close_sessions(user, *, by, keep=None, only=None):
    """End the sessions of `user`, except the one whose key is `keep`; with `only`, that UserSession's pk alone.

    Returns how many ended; their cookies open nothing any more.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    sessions = UserSession.objects.filter(user=user).exclude(session_key=keep or "").order_by("pk")
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = [session.end() for session in sessions]
    if ended:
        record(user, "user.sessions_closed", by=by, after={"sessions": len(ended)})
    return len(ended)
