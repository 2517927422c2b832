"""Who may do what with a company and its solutions."""

from grandest_portal.accounts.enums import WRITING_ROLES
from grandest_portal.accounts.models import Membership
from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    can_administer,
    can_moderate,
    is_moderator,
    is_own_text,
    organisation_of,
    people_of,
    people_told_of,
    speaking_organisation_of,
    writing_organisation_of,
)
from grandest_portal.core.transitions import can_become
from suppliers.enums import SOLUTION_TRANSITIONS, TRANSFERABLE, SolutionStatus


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
    return approved_company_of(user) is not None or is_own_text(user, solution)


def can_edit_solution(user, solution):
    """Those who may prepare it, while no moderator reads it and it is not published."""
    return can_prepare_solution(user, solution) and solution.is_editable


def can_change_parts(user, solution):
    """What hangs from the sheet (references, documents) changes when its answers do: in public once published."""
    return can_edit_solution(user, solution) or can_amend_solution(user, solution)


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
    return speaks_for(user, solution) and solution.is_published


def speaks_for(user, solution):
    """Approved people of the company who write: what they sign or state of it is said in its name."""
    company = speaking_company_of(user)
    return company is not None and solution.company_id == company.pk


def can_amend_solution(user, solution):
    """The company's approved people who write, for a published solution: what they change is public at once."""
    return speaks_for(user, solution) and solution.is_published


def can_confirm_solution(user, solution):
    """Those who may change it: they say that it still holds."""
    return can_amend_solution(user, solution)


def can_see_all_versions(user, solution):
    """Those who prepare it, the company's readers and moderators; everybody else reads the published versions only."""
    approved = approved_company_of(user)
    own = approved is not None and approved.pk == solution.company_id
    return own or is_moderator(user) or can_prepare_solution(user, solution)


def can_transfer_solution(user, solution):
    """Administrators of its company, for what is published or archived."""
    return solution.status in TRANSFERABLE and can_administer(user, solution.company.organisation)


def can_answer_transfer(user, transfer):
    """Those who speak for the company that would hold the sheet, while the offer stands."""
    return transfer.is_proposed and speaking_company_of(user) == transfer.taker


def can_withdraw_transfer(user, transfer):
    """Administrators of the company that offers it, while the offer stands."""
    return transfer.is_proposed and can_administer(user, transfer.giver.organisation)


def people_who_read(company):
    """The company's approved people."""
    approved = Membership.objects.approved().filter(organisation=company.organisation_id).values("user")
    return people_of(company.organisation_id).filter(pk__in=approved)


def people_who_speak(company):
    """Those of them who are more than readers."""
    writing = Membership.objects.approved().filter(
        organisation=company.organisation_id, role__in=WRITING_ROLES
    )
    return people_of(company.organisation_id).filter(pk__in=writing.values("user"))


def can_decide_access(user, solution):
    """The company's approved people who write: what is given on request is theirs to give."""
    company = speaking_company_of(user)
    return company is not None and solution.company_id == company.pk


def can_propose_keyword(user):
    """Everybody who writes for a company, as for a solution."""
    return can_create_solution(user)


def can_edit_label(user, row):
    """As the rest of the profile."""
    return can_edit_company(user, row.company)


def can_read_evidence(user, row):
    """The documents behind a label: the company's approved people, its readers included, and moderators."""
    return is_moderator(user) or approved_organisation_of(user) == row.company.organisation


def people_of_company(company):
    """The company's approved people: those to tell what is decided about it."""
    approved = Membership.objects.approved().filter(organisation=company.organisation).values("user")
    return people_of(company.organisation).filter(pk__in=approved)


def can_review_solution(user, solution):
    """Moderators, but for their own organisation: they comment a note and check a way to buy."""
    return can_moderate(user, solution.company.organisation)


def readers_of(solution):
    """Those to tell what happens to it: the company's approved people, and its author while waiting."""
    return people_told_of(solution, solution.company.organisation)


def can_import(user):
    """The approved people of a partner who write."""
    return importing_partner_of(user) is not None


def importing_partner_of(user):
    """The partner for which the person may send files of solutions (approved, not a reader), or None."""
    return getattr(speaking_organisation_of(user), "partner", None)


def can_decide_origin(user, origin):
    """The company's approved people who write: a request to speak for it opens nothing that others prepared."""
    company = speaking_company_of(user)
    return company is not None and company.pk == origin.company_id


def people_of_partner(partner):
    """The approved people of a partner."""
    approved = Membership.objects.approved().filter(organisation=partner.organisation_id).values("user")
    return people_of(partner.organisation).filter(pk__in=approved)
