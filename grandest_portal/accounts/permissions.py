"""Who speaks for whom. Rights come from a live membership, never from what a person said at sign-up.

A person has one organisation of their own, and may act for others that delegate to them until a date. At any
moment they act for exactly one, which every page names: the one chosen in the session, else their own.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import WRITING_ROLES, MembershipKind, MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Membership, Organisation, User
from grandest_portal.reference.models import Parameter


def memberships_of(user):
    """All live, valid memberships of a person, the own one first. One query per request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "live_memberships"):
        user.live_memberships = list(
            Membership.objects.live()
            .valid(timezone.localdate())
            .filter(user=user)
            .select_related(
                "organisation",
                "organisation__buyer",
                "organisation__company",
                "organisation__partner",
                "department",
            )
            .order_by("-kind", "pk")
        )
    return user.live_memberships


def read_again(user):
    """Forget what was read of the person's memberships: called under a lock, by what decides on their rights."""
    if hasattr(user, "live_memberships"):
        del user.live_memberships


def membership_of(user):
    """The live membership (waiting or approved) under which the person acts now, with its organisation, or None."""
    if not user.is_authenticated:
        return None
    mine = memberships_of(user)
    chosen = getattr(user, "acting_membership", None)
    membership = next((each for each in mine if each.pk == chosen), mine[0] if mine else None)
    # The audit trail writes it beside the name.
    user.acting_label = _acting_label(membership)
    return membership


def _acting_label(membership):
    """« par délégation de Valbrune (Cabinet Exemple) », or "" for one's own organisation."""
    if membership is None or not membership.is_delegated:
        return ""
    label = _("par délégation de %(organisation)s") % {"organisation": membership.organisation}
    return f"{label} ({membership.agency})" if membership.agency else label


def wrote_while_waiting(membership):
    """The condition of the texts that a person reads and edits before an approval: those that they wrote since they
    asked, until they are published.

    Anybody may ask to represent an organisation, who was put out of it too: asking opens nothing that others wrote,
    nothing that the person wrote there before, and nothing that the organisation stands for by now.
    """
    return Q(author=membership.user_id, created_at__gte=membership.requested_at, published_at=None)


def is_own_text(user, thing):
    """What `wrote_while_waiting` says, of a row in memory."""
    membership = membership_of(user)
    if membership is None or thing.author_id != user.pk or thing.published_at is not None:
        return False
    return thing.created_at >= membership.requested_at


def has_own_organisation(user):
    """True when the person already belongs, or asks to belong, to an organisation; delegations do not count."""
    return any(each.kind == MembershipKind.OWN for each in memberships_of(user))


def organisation_of(user):
    """The organisation for which the person may read and prepare things (membership waiting or approved), or None."""
    membership = membership_of(user)
    return membership.organisation if membership else None


def approved_organisation_of(user):
    """The organisation whose private things the person may read (membership approved), or None."""
    membership = membership_of(user)
    return membership.organisation if membership and membership.is_approved else None


def hat_of(user):
    """What names, in a form, for whom the person acts; "" for nobody."""
    membership = membership_of(user)
    return str(membership.pk) if membership else ""


def can_write(user):
    """Administrators and editors, even while their membership waits: readers write nothing."""
    membership = membership_of(user)
    return membership is not None and membership.role in WRITING_ROLES


def writing_organisation_of(user):
    """The organisation for which the person may prepare texts (waiting or approved, not a reader), or None."""
    return organisation_of(user) if can_write(user) else None


def speaking_organisation_of(user):
    """The organisation for which the person may speak to others (approved, not a reader), or None."""
    return approved_organisation_of(user) if can_write(user) else None


def partner_of(user):
    """The partner for which the person speaks or asks to speak (membership waiting or approved), or None."""
    return getattr(organisation_of(user), "partner", None)


def approved_partner_of(user):
    """The partner for which the person may speak to others (membership approved), or None."""
    return getattr(approved_organisation_of(user), "partner", None)


def is_moderator(user):
    """Members of the Region's staff who work in the admin."""
    return user.is_authenticated and user.is_active and user.is_staff


def can_moderate(user, organisation):
    """Moderators, except for items of an organisation that is theirs, delegates to them, or did so lately."""
    return (
        is_moderator(user)
        and organisation.pk not in {each.organisation_id for each in memberships_of(user)}
        and not left_lately(user, organisation)
    )


def left_lately(user, organisation):
    """True when a membership or delegation of the person ended within the days of `moderator_distance_days`."""
    past = Membership.objects.filter(user=user, organisation=organisation)
    if not past.exists():
        return False
    today = timezone.localdate()
    since = today - timedelta(days=Parameter.objects.value("moderator_distance_days", today))
    left = Q(status=MembershipStatus.ENDED, decided_at__date__gt=since)
    # A delegation whose last day has passed, which the nightly work has not ended yet.
    expired = Q(status=MembershipStatus.APPROVED, ends_on__gte=since, ends_on__lt=today)
    return past.filter(left | expired).exists()


def can_close_sessions(user, person):
    """Moderators, for people outside the staff; administrators for everybody."""
    return is_moderator(user) and (user.is_superuser or not person.is_staff)


def can_administer(user, organisation):
    """Administrators of the organisation, once approved."""
    membership = membership_of(user)
    return (
        membership is not None
        and membership.organisation_id == organisation.pk
        and membership.is_approved
        and membership.role == MembershipRole.ADMINISTRATOR
    )


def can_see_team(user, organisation):
    """Its approved people, those who act by delegation included."""
    return approved_organisation_of(user) == organisation


def can_decide_membership(user, membership):
    """Moderators; and, once the organisation is verified, its administrators for those who ask to join it.

    Nobody decides about oneself: a moderator's own organisation is for another moderator.
    """
    if membership.user_id == user.pk:
        return False
    organisation = membership.organisation
    return can_moderate(user, organisation) or (
        organisation.verified_at is not None and can_administer(user, organisation)
    )


def can_leave(user, membership):
    """The person whose membership it is, while it lives. Whether somebody stays behind, the action says."""
    return membership.user_id == user.pk and membership.status in {
        MembershipStatus.REQUESTED,
        MembershipStatus.APPROVED,
    }


def can_change_member(user, membership):
    """Administrators of the organisation, for the approved people of it other than themselves."""
    return (
        membership.user_id != user.pk
        and membership.is_approved
        and can_administer(user, membership.organisation)
    )


def can_act_for(user, membership):
    """The person whose live membership it is."""
    return membership.pk in {each.pk for each in memberships_of(user)}


def has_proved(user, email):
    """True when the person showed that messages to `email` reach them."""
    return user.emailaddress_set.filter(email__lower=email.lower(), verified=True).exists()


def can_answer_invitation(user, invitation):
    """The account that proved the invited address, whoever holds the link."""
    return has_proved(user, invitation.email)


def is_delegate(user):
    """True while the person acts for an organisation that is not their own."""
    membership = membership_of(user)
    return membership is not None and membership.kind == MembershipKind.DELEGATED


def represents(user, organisation):
    """True when the person speaks for the organisation, now or by changing hats: the two sides of a pair must be
    two people."""
    return organisation.pk in {each.organisation_id for each in memberships_of(user)}


def sole_administrator_of(user):
    """The organisation that only this person administers while others are attached to it, or None."""
    own = Membership.objects.filter(
        user=user, status=MembershipStatus.APPROVED, role=MembershipRole.ADMINISTRATOR
    ).select_related("organisation")
    for membership in own:
        others = Membership.objects.live().filter(organisation=membership.organisation).exclude(user=user)
        administrators = others.approved().filter(role=MembershipRole.ADMINISTRATOR, user__is_active=True)
        if others.exists() and not administrators.exists():
            return membership.organisation
    return None


def has_role(user, role):
    """True when the person's organisation holds the role `buyer`, `company` or `partner`."""
    organisation = organisation_of(user)
    return isinstance(organisation, Organisation) and getattr(organisation, role, None) is not None


def people_of(organisation):
    """The active persons who speak, or ask to speak, for an organisation: those to tell what happens to it."""
    live = Membership.objects.live().valid(timezone.localdate()).filter(organisation=organisation)
    return User.objects.filter(is_active=True, pk__in=live.values("user")).order_by("pk")


def people_told_of(thing, organisation):
    """Those to tell what happens to a text of the organisation: its approved people, and its author while waiting."""
    told = Membership.objects.approved().filter(organisation=organisation)
    if thing.published_at is None:
        asked = Membership.objects.filter(
            status=MembershipStatus.REQUESTED, user=thing.author_id, requested_at__lte=thing.created_at
        )
        told = told | asked.filter(organisation=organisation)
    return people_of(organisation).filter(pk__in=told.values("user"))
