"""People of one organisation, and the mails of saved searches."""

from email import message_from_bytes, policy

from django.http import QueryDict
from django.utils import timezone

from grandest_portal.follow import actions
from grandest_portal.notifications.models import OutgoingEmail
from tests.factories import MembershipFactory, NeedFactory
from tests.windows import end_windows


def colleague(user, **fields):
    """Another person of the organisation of `user`."""
    return MembershipFactory(organisation=user.memberships.get().organisation, **fields).user


def organisation_of(user):
    return user.memberships.get().organisation


def kept(user, thing, kind="need", note=""):
    """A favourite of the organisation of `user`."""
    favourite = actions.add_favourite(organisation_of(user), kind, thing.pk, by=user)
    if note:
        favourite = actions.write_favourite(
            favourite, note=note, chosen=None, by=user, version=favourite.version
        )
    return favourite


def searched(user, query="q=fuites", frequency="instant", kind="need", at=None):
    """A saved search whose alert counts from `at`."""
    saved, _is_new = actions.save_search(user, kind, QueryDict(query))
    saved = actions.change_search(saved, name=saved.name, frequency=frequency)
    type(saved).objects.filter(pk=saved.pk).update(
        since=at or timezone.now(), last_run_at=at or timezone.now(), seen_at=at or timezone.now()
    )
    saved.refresh_from_db()
    return saved


def need_at(moment, title="Chercher des fuites", **fields):
    return NeedFactory(published=True, published_at=moment, title=title, **fields)


def mails_to(user):
    """The alerts written to a person, parsed, in their order, once every window has ended."""
    end_windows()
    subjects = ["Du nouveau pour une recherche enregistrée", "Du nouveau dans vos suivis"]
    rows = OutgoingEmail.objects.filter(recipients__contains=[user.email], subject__in=subjects)
    return [message_from_bytes(bytes(row.mime), policy=policy.default) for row in rows.order_by("pk")]


def plain(mail):
    return mail.get_body(("plain",)).get_content()
