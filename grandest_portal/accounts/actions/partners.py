"""Registering a structure that accompanies both sides; the Region decides who is one."""

from django.db import transaction
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.organisations import is_alone, register_organisation
from grandest_portal.accounts.models import Organisation, Partner
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError


@transaction.atomic
def register_partner(user, *, data, position, kind, by):
    """Attach `user` to the partner that `data` (Organisation fields) and `kind` (PartnerKind) describe.

    A partner that is registered already is joined. The role is never added to an organisation that stands for
    something else, or that somebody already speaks for: its people would be partners without the Region's
    decision. Returns the Membership, in status REQUESTED: a moderator approves it.
    """
    membership = register_organisation(user, data=data, position=position, by=by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    alone = organisation.verified_at is None and is_alone(membership)
    partner = Partner.objects.filter(organisation=organisation).first()
    company = getattr(organisation, "company", None)
    # An import may have taken it for a company: that is undone once the partner is verified.
    claimed = company is not None and not company.is_unclaimed
    other_role = hasattr(organisation, "buyer") or claimed
    if partner is None and (other_role or not alone):
        raise DomainError(
            _(
                "Cette organisation est déjà inscrite à un autre titre. Pour la rejoindre, passez par "
                "l'inscription qui lui correspond ; si elle doit aussi accompagner les autres, écrivez-nous."
            ),
            field="identifier",
        )
    if partner is None:
        partner = Partner.objects.create(organisation=organisation, kind=kind)
        record(partner, "partner.created", by=by, after={"kind": kind})
    elif alone and partner.kind != kind:
        record(partner, "partner.updated", by=by, before={"kind": partner.kind}, after={"kind": kind})
        partner.kind = kind
        partner.save(update_fields=["kind"])
    return membership
