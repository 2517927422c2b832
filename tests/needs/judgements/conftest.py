"""A pair that is shown, and the people of its two sides."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.accounts.models import Organisation
from needs.actions import judge_match
from needs.models import Judgement, Match, Need
from suppliers.models import Solution
from tests.factories import NeedFactory, SolutionFactory, buyer_user, company_user
from tests.needs.matching.engines import refresh_need

NOTE = "Vu au salon de Mulhouse, prix élevé."


def organisation_of(user):
    return user.memberships.get().organisation


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@dataclass
class Pair:
    need: Need
    solution: Solution
    buyer: Any
    company: Any

    @property
    def url(self):
        return reverse("needs:match", args=[self.need.pk, self.solution.pk])

    @property
    def judge_url(self):
        return reverse("needs:match_judge", args=[self.need.pk, self.solution.pk])

    @property
    def match(self):
        return Match.objects.get(need=self.need, solution=self.solution)

    def judge(self, by=None, **changes):
        words = {"relevant": True, "reason_key": "repond_au_besoin", "note": NOTE, "by": by or self.buyer}
        return judge_match(self.need, self.solution, **words | changes)

    def said_by(self, user) -> Judgement:
        return Judgement.objects.current().get(organisation=organisation_of(user))

    def organisation(self, user) -> Organisation:
        return organisation_of(user)


@pytest.fixture
def pair(dated_data):
    buyer, company = buyer_user(), company_user()
    need = NeedFactory(published=True, buyer=organisation_of(buyer).buyer, author=buyer)
    solution = SolutionFactory(published=True, company=organisation_of(company).company, author=company)
    refresh_need(need.pk)
    return Pair(need, solution, buyer, company)
