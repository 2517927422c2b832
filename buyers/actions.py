"""Registering a public buyer and keeping its profile."""

from django.db import transaction
from django.utils.translation import gettext as _

from buyers.models import PublicBuyer
from grandest_portal.accounts.actions import is_alone, register_organisation
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen


@transaction.atomic
def register_buyer(user, *, data, position, kind, by):
    """Attach `user` to the public buyer that `data` (Organisation fields) and `kind` (BuyerKind) describe.

    A buyer that is registered already is joined: its own kind then stays as it is, unless nobody stands for
    it (never verified, no other person). Returns the Membership, in status REQUESTED.
    """
    membership = register_organisation(user, data=data, position=position, by=by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    if hasattr(organisation, "partner") and not hasattr(organisation, "buyer"):
        raise DomainError(
            _(
                "Cette organisation est inscrite comme structure d'accompagnement. Pour la rejoindre, passez par "
                "l'inscription de ces structures ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    company = getattr(organisation, "company", None)
    # An import may have taken it for a company: that is undone once the buyer is verified.
    mistaken = company is not None and company.is_unclaimed and organisation.verified_at is None
    if company is not None and not (mistaken and is_alone(membership)):
        raise DomainError(
            _(
                "Cette organisation est déjà inscrite comme entreprise. Pour la rejoindre, passez par "
                "l'inscription des entreprises ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    buyer, created = PublicBuyer.objects.get_or_create(organisation=organisation, defaults={"kind": kind})
    if created:
        record(buyer, "buyer.created", by=by, after={"kind": kind})
    elif organisation.verified_at is None and is_alone(membership):
        update_buyer(buyer, data={"kind": kind}, by=by)
    return membership


@transaction.atomic
def update_buyer(buyer, *, data, by, seen=None):
    """Store the PublicBuyer fields of `data` (kind, profile_url); `seen` is the mark of those that were on screen."""
    buyer = PublicBuyer.objects.select_for_update(of=("self",)).get(pk=buyer.pk)
    after = {name: value for name, value in data.items() if getattr(buyer, name) != value}
    if after:
        check_seen(seen, buyer, data)
    before = {name: getattr(buyer, name) for name in after}
    for name, value in after.items():
        setattr(buyer, name, value)
    if after:
        buyer.save(update_fields=list(after))
        record(buyer, "buyer.updated", by=by, before=before, after=after)
    return buyer
