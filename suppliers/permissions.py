"""Who may do what with a company and its solutions."""

from django.db.models import Q

from grandest_portal.accounts.models import Membership
from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    can_moderate,
    organisation_of,
    people_of,
    speaking_organisation_of,
    writing_organisation_of,
)
from grandest_portal.core.transitions import can_become
from suppliers.enums import SOLUTION_TRANSITIONS, SolutionStatus


def company_of(user):
    """The company to which the person belongs (membership waiting or approved), or None."""
    return getattr(organisation_of(user), "company", None)


def approved_company_of(user):
    """The company whose private things the person may read (membership approved), or None."""
    return getattr(approved_organisation_of(user), "company", None)


def writing_company_of(user):
    """The company for which the person may prepare solutions (waiting or approved, not a reader), or None."""
    return getattr(writing_organisation_of(user), "company", None)


def speaking_company_of(user):
    """The company for which the person may speak to others (approved, not a reader), or None."""
    return getattr(speaking_organisation_of(user), "company", None)


def can_edit_company(user, company):
    """Its people who write, once approved: the page is public."""
    return speaking_company_of(user) == company


def can_create_solution(user):
    """Everybody who writes for a company, even while the request to speak for it waits."""
    return writing_company_of(user) is not None


def can_prepare_solution(user, solution):
    """The company's people who write, once approved; while the request waits, one's own texts only."""
    company = writing_company_of(user)
    if company is None or solution.company_id != company.pk:
        return False
    return approved_company_of(user) is not None or solution.author_id == user.pk


def can_edit_solution(user, solution):
    """Those who may prepare it, while no moderator reads it and it is not published."""
    return can_prepare_solution(user, solution) and solution.is_editable


def can_submit_solution(user, solution):
    """Those who may prepare it, from a state that leads to a reading."""
    return can_prepare_solution(user, solution) and can_become(
        solution.status, SolutionStatus.SUBMITTED, SOLUTION_TRANSITIONS
    )


def can_appeal_solution(user, solution):
    """Those who may prepare it, once it is rejected. Whether it is still time, the action says."""
    return solution.status == SolutionStatus.REJECTED and can_prepare_solution(user, solution)


def can_delete_solution(user, solution):
    """Those who may prepare it, as long as it was never sent."""
    return can_prepare_solution(user, solution) and solution.status == SolutionStatus.DRAFT


def can_archive_solution(user, solution):
    """The company's approved people who write, for a published solution: the census changes for everybody."""
    company = speaking_company_of(user)
    return company is not None and solution.company_id == company.pk and solution.is_published


def can_speak_for_solution(user, solution):
    """The company's approved people who write: what they sign or state about it is said in its name."""
    company = speaking_company_of(user)
    return company is not None and solution.company_id == company.pk


def can_review_solution(user, solution):
    """Moderators, but for their own organisation: they comment a note and check a way to buy."""
    return can_moderate(user, solution.company.organisation)


def readers_of(solution):
    """Those to tell what happens to it: the company's approved people, and its author while waiting."""
    organisation = solution.company.organisation
    approved = Membership.objects.approved().filter(organisation=organisation).values("user")
    return people_of(organisation).filter(Q(pk__in=approved) | Q(pk=solution.author_id))
