"""Which sections a person's dashboard has, from what the person is and speaks for."""

from django.utils import timezone

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import has_role, is_moderator, membership_of
from grandest_portal.pages.desk.buyer import buyer_section
from grandest_portal.pages.desk.company import company_section
from grandest_portal.pages.desk.moderator import moderator_section
from grandest_portal.pages.desk.newcomer import (
    invitation_sections,
    newcomer_section,
    roleless_section,
    waiting_section,
)
from grandest_portal.pages.desk.partner import partner_section


def sections_of(request):
    """The Sections of the signed-in person's dashboard, the most pressing first."""
    at, user = timezone.now(), request.user
    today, membership = timezone.localdate(at), membership_of(user)
    sections = [*invitation_sections(user, at), *([moderator_section(request)] if is_moderator(user) else [])]
    if membership is None:
        return sections or [newcomer_section(user, today)]
    if membership.status == MembershipStatus.REQUESTED:
        sections.append(waiting_section(membership, today))
    roles = []
    if has_role(user, "buyer"):
        roles.append(buyer_section(user, membership, at, today))
    if has_role(user, "company"):
        roles.append(company_section(user, membership, at, today))
    if has_role(user, "partner"):
        roles.append(partner_section(user, membership, today))
    return sections + (roles or [roleless_section(membership)])
