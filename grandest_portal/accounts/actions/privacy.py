"""A person's own data: given to them, and erased."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.core import personal
from grandest_portal.core.audit import kind_of, record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.reference.models import Parameter

EXPORTED = "user.data_exported"


@transaction.atomic
def count_export(user, *, by, at):
    """Record that the person asks for their data; refused beyond the hourly number of the parameters."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    allowed = Parameter.objects.value("data_exports_per_hour", timezone.localdate(at))
    recent = AuditEntry.objects.filter(
        kind=kind_of(user), object_pk=str(user.pk), verb=EXPORTED, at__gt=at - timedelta(hours=1)
    )
    if recent.count() >= allowed:
        raise DomainError(
            ngettext(
                "Vous avez déjà téléchargé vos données %(count)d fois depuis une heure : réessayez plus tard.",
                "Vous avez déjà téléchargé vos données %(count)d fois depuis une heure : réessayez plus tard.",
                allowed,
            )
            % {"count": allowed}
        )
    record(user, EXPORTED, by=by)


def leaver_of(user, by):
    """The Leaver that a person is, with every address that the portal knows of them."""
    return personal.Leaver(
        user=user,
        name=user.full_name,
        addresses=tuple(user.known_addresses()),
        pseudonym=_("Compte supprimé n° %(number)d") % {"number": user.pk},
        by=by,
    )


@transaction.atomic
def erase_account(user, *, by):
    """Erase what the register of personal data says, in every room; the row stays under a pseudonym.

    `by` is the person, or None for an account that nobody uses any more. Meetings are locked first, then the
    person, then the organisation, as everywhere. Returns the User.
    """
    leaver = leaver_of(User.objects.get(pk=user.pk), by)
    check_not_erased(leaver.user)
    personal.before_erasure(leaver)
    if leaver.user.is_staff:
        # Of two moderators who leave at once, the second must see that the first is gone.
        list(User.objects.select_for_update(of=("self",)).filter(is_staff=True).order_by("pk"))
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    check_not_erased(locked)
    # Of two administrators who leave at once, the second must see that the first is gone.
    organisations = Organisation.objects.filter(memberships__user=locked).order_by("pk")
    list(Organisation.objects.select_for_update(of=("self",)).filter(pk__in=organisations).order_by("pk"))
    sentences = personal.refusals(locked)
    if sentences:
        raise DomainError(" ".join(sentences))
    leaver = replace(leaver, user=locked)
    personal.apply_all(leaver)
    record(locked, "user.erased", by=locked if by else None)
    return locked


def check_not_erased(user):
    if user.erased_at is not None:
        raise DomainError(_("Ce compte est déjà effacé."))
