"""Solutions in any state, and one person per role towards a company."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.text import slugify

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.reference.models import CPVCode, Keyword
from suppliers.enums import SolutionStatus
from suppliers.models import SolutionReference
from tests.accounts.teams import delegate
from tests.factories import (
    CompanyFactory,
    MembershipFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

DATED = {
    SolutionStatus.SUBMITTED: ["submitted_at"],
    SolutionStatus.PUBLISHED: ["submitted_at", "published_at"],
    SolutionStatus.ARCHIVED: ["submitted_at", "published_at", "archived_at"],
}


def code(digits="38420000", label="Instruments de mesure du débit"):
    row, _created = CPVCode.objects.get_or_create(
        code=digits, defaults={"check_digit": "5", "label": label, "level": 4}
    )
    return row


def terms(*labels):
    """Rows of the vocabulary of keywords, in force for years."""
    for label in labels:
        Keyword.objects.create(key=slugify(label), label=label, starts_on=date(2020, 1, 1))


def answers(**changes):
    """Everything that a solution needs to be sent."""
    return {
        "title": "Écoute des fuites d'eau",
        "problem_solved": "Les fuites des écoles restent cachées pendant des mois.",
        "description": "Un capteur posé sur la conduite écoute l'eau la nuit.",
        "novelty": "La mesure se fait sans couper la conduite.",
        "trl": 8,
        "references": "",
        "cpv": [code()],
        "keywords": "eau, fuite",
        "link": "https://ecoute.example/",
    } | changes


def solution_in(status, company=None, **fields):
    """A complete solution in `status`, of a verified company."""
    company = company or CompanyFactory(organisation__verified_at=timezone.now())
    dates = dict.fromkeys(DATED.get(status, []), timezone.now())
    solution = SolutionFactory(company=company, status=status, **dates, **fields)
    solution.cpv.add(code())
    return solution


def member(company, **fields):
    """An approved person of `company`; `fields` go to the membership."""
    return MembershipFactory(organisation=company.organisation, **fields).user


def people_towards(solution):
    """{role: user} for every role that a solution may meet; the « author » role wrote it, still unapproved."""
    company = solution.company
    author = member(company, waiting=True, requested_at=solution.created_at)
    solution.author = author
    solution.save(update_fields=["author"])
    return {
        "anonymous": AnonymousUser(),
        "own, approved": member(company),
        "own, waiting author": author,
        "own, waiting": member(company, waiting=True),
        "own, reader": member(company, role="reader"),
        "own, delegate": delegate(company.organisation).user,
        "own, refused": member(company, status=MembershipStatus.REFUSED),
        "own, ended": member(company, status=MembershipStatus.ENDED),
        "other company": company_user(),
        "buyer": buyer_user(),
        "partner": partner_user(),
        "nobody's": UserFactory(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


def refer(solution, rank):
    """A noted reference, with a person who agreed to be asked."""
    SolutionReference.objects.create(
        solution=solution,
        who=f"Ville {rank}",
        year=2020 + rank,
        result="Un tiers de fuites en moins.",
        contact_name="Camille Essai",
        contact_email="camille@valbrune.example",
        consent_by="Camille Essai",
        consent_on=date(2026, 1, 15),
    )
