"""Who speaks for whom. Rights come from a live membership, never from what a person said at sign-up."""

from grandest_portal.accounts.enums import MembershipRole
from grandest_portal.accounts.models import Membership, Organisation, User


def membership_of(user):
    """The person's live membership (waiting or approved) with its organisation, or None. One query per request."""
    if not user.is_authenticated:
        return None
    if not hasattr(user, "live_membership"):
        user.live_membership = (
            Membership.objects.live()
            .filter(user=user)
            .select_related(
                "organisation", "organisation__buyer", "organisation__company", "organisation__partner"
            )
            .first()
        )
    return user.live_membership


def organisation_of(user):
    """The organisation for which the person may prepare things (membership waiting or approved), or None."""
    membership = membership_of(user)
    return membership.organisation if membership else None


def approved_organisation_of(user):
    """The organisation for which the person may speak to others (membership approved), or None."""
    membership = membership_of(user)
    return membership.organisation if membership and membership.status == "approved" else None


def is_moderator(user):
    """Members of the Region's staff who work in the admin."""
    return user.is_authenticated and user.is_active and user.is_staff


def can_moderate(user, organisation):
    """Moderators, except for items of their own organisation; the system (None) moderates nothing by itself."""
    return is_moderator(user) and organisation_of(user) != organisation


def can_close_sessions(user, person):
    """Moderators, for people outside the staff; administrators for everybody."""
    return is_moderator(user) and (user.is_superuser or not person.is_staff)


def can_administer(user, organisation):
    """Administrators of the organisation, once approved."""
    membership = membership_of(user)
    return (
        membership is not None
        and membership.organisation_id == organisation.pk
        and membership.status == "approved"
        and membership.role == MembershipRole.ADMINISTRATOR
    )


def has_role(user, role):
    """True when the person's organisation holds the role `buyer`, `company` or `partner`."""
    organisation = organisation_of(user)
    return isinstance(organisation, Organisation) and getattr(organisation, role, None) is not None


def people_of(organisation):
    """The active persons who speak, or ask to speak, for an organisation: those to tell what happens to it."""
    return (
        User.objects.filter(
            is_active=True,
            memberships__organisation=organisation,
            memberships__status__in=["requested", "approved"],
        )
        .distinct()
        .order_by("pk")
    )
