"""Registering an organisation, and who may publish in its name."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.directory import ask_directory
from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Membership, Organisation, User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.reference.models import Territory


def commune_of(country, postal_code, city):
    """The commune of the region that an address names, or None (elsewhere, or not recognised)."""
    if country != "FR":
        return None
    rows = list(Territory.objects.communes().filter(postal_codes__contains=[postal_code]))
    named = [row for row in rows if same_name(row.name, city)]
    return named[0] if len(named) == 1 else rows[0] if len(rows) == 1 else None


def same_name(one, other):
    return one.casefold().replace("-", " ") == other.casefold().replace("-", " ")


@transaction.atomic
def register_organisation(user, *, data, position, by):
    """Attach `user` to the organisation that `data` describes, which is created when it is new.

    `data` holds the Organisation fields; an organisation is known by (country, identifier kind, identifier).
    One that exists keeps its own description, unless it was never verified and nobody stands for it.
    The first person becomes its administrator once approved. Returns the Membership, in status REQUESTED.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if Membership.objects.live().own().filter(user=user).exists():
        raise DomainError(_("Vous êtes déjà rattaché à une organisation : quittez-la d'abord."))
    key = {name: data[name] for name in ["country", "identifier_kind", "identifier"]}
    rest = {name: value for name, value in data.items() if name not in key}
    rest["commune"] = commune_of(data["country"], data["postal_code"], data["city"])
    organisation, created = Organisation.objects.get_or_create(**key, defaults=rest)
    # Of two people who ask at once, the second must see the first: one administrator.
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    first = not Membership.objects.live().filter(organisation=organisation).exists()
    if created:
        record(organisation, "organisation.created", by=by, after={**data})
    elif first and organisation.verified_at is None:
        # What a person typed whose request was refused must not name the next one's organisation.
        Organisation.objects.filter(pk=organisation.pk).update(
            **rest, version=F("version") + 1, updated_at=timezone.now()
        )
        record(organisation, "organisation.described_again", by=by, after={**data})
    ask_directory(organisation)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=MembershipRole.ADMINISTRATOR if first else MembershipRole.EDITOR,
        position=position,
    )
    record(membership, "membership.requested", by=by, after={"role": membership.role, "position": position})
    enqueue("notifications.membership_requested", membership.pk)
    return membership


def is_alone(membership):
    """True when nobody else speaks, or asks to speak, for the organisation."""
    others = Membership.objects.live().filter(organisation=membership.organisation_id)
    return not others.exclude(pk=membership.pk).exists()


def check_speaker(organisation, author_id):
    """Refuse to publish in the name of an organisation that nobody verified, or for a person who does not speak
    for it: their latest membership waits or was refused. One that ended later is no fault of the text."""
    if organisation.verified_at is None:
        raise DomainError(
            _("Vérifiez d'abord l'organisation « %(name)s » : validez le rattachement d'une personne.")
            % {"name": organisation}
        )
    latest = Membership.objects.filter(organisation=organisation, user=author_id).order_by("-pk").first()
    if latest and latest.status in {MembershipStatus.REQUESTED, MembershipStatus.REFUSED}:
        raise DomainError(
            _(
                "La personne qui a envoyé ce texte ne représente pas encore « %(name)s » : décidez d'abord de "
                "son rattachement."
            )
            % {"name": organisation}
        )
