"""Who reads which answer of a solution.

What finds a solution and what compares it with needs reads public answers alone: those that may be kept for fewer
people stand in neither.
"""

from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from suppliers.enums import Audience
from suppliers.permissions import can_prepare_solution

# The answers that a company may keep for buyers, or give on request.
RESTRICTABLE = (
    "deployment",
    "interfaces",
    "price_models",
    "security",
    "accessibility",
    "environment",
    "references",
)


def is_buyer(user):
    """An approved person of a verified public buyer."""
    organisation = approved_organisation_of(user)
    return (
        organisation is not None and hasattr(organisation, "buyer") and organisation.verified_at is not None
    )


def audiences_of(user, solution):
    """The set of Audience values whose answers `user` reads of a solution that is visible to the person."""
    if is_moderator(user) or can_prepare_solution(user, solution) or reads_for(user, solution):
        return set(Audience)
    return {Audience.EVERYONE, Audience.BUYERS} if is_buyer(user) else {Audience.EVERYONE}


def reads_for(user, solution):
    """A person of the solution's own company, its readers included."""
    organisation = approved_organisation_of(user)
    return organisation is not None and organisation.pk == solution.company.organisation_id


def hidden_names(user, solution, *audiences):
    """The names among RESTRICTABLE that `user` may not read: as the solution says now, or in any of the `audiences`
    (dicts {name: Audience value}) that older versions of it said."""
    allowed = audiences_of(user, solution)
    return {
        name
        for said in [solution.audiences, *audiences]
        for name, audience in said.items()
        if name in RESTRICTABLE and audience not in allowed
    }
