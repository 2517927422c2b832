"""A partner, a need and a solution whose people all stand approved."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from grandest_portal.accounts.models import Partner
from needs.actions import suggest_pairing
from needs.models import Need
from suppliers.models import Solution
from tests.factories import NeedFactory, SolutionFactory, buyer_user, company_user, partner_user


def organisation_of(user):
    return user.memberships.get().organisation


@dataclass
class Pair:
    """`people` by role; `suggest` calls the action with sound words, `changes` replace some."""

    partner: Partner
    need: Need
    solution: Solution
    people: dict[str, Any] = field(default_factory=dict)

    def suggest(self, **changes):
        words = {
            "need": self.need,
            "solution": self.solution,
            "direction": "to_buyer",
            "reason": "L'essai répond à la situation décrite.",
            "interest": "none",
            "by": self.people["partner"],
        }
        return suggest_pairing(changes.pop("partner", self.partner), **words | changes)


@pytest.fixture
def pair(dated_data):
    people = {"partner": partner_user(), "buyer": buyer_user(), "company": company_user()}
    need = NeedFactory(published=True, buyer=organisation_of(people["buyer"]).buyer, author=people["buyer"])
    company = organisation_of(people["company"]).company
    solution = SolutionFactory(published=True, company=company, author=people["company"])
    return Pair(organisation_of(people["partner"]).partner, need, solution, people)
