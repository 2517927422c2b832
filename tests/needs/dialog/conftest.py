"""An open need, its buyer's person, two companies with one person each, and sound words for every verb."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from grandest_portal.notifications.models import Notification
from needs import actions
from needs.models import Interest, Need
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user, company_user
from tests.windows import end_windows

QUESTION = "Les compteurs actuels peuvent-ils être remplacés ?"
NOTE = "Nous écoutons les conduites la nuit, sans couper l'eau."


def organisation_of(user):
    return user.memberships.get().organisation


def company_of(user):
    return organisation_of(user).company


@dataclass
class Talk:
    """`people` by role; each verb with sound words, `by` and the like replace some."""

    need: Need
    people: dict[str, Any] = field(default_factory=dict)

    def ask(self, text=QUESTION, by="company"):
        return actions.ask_question(self.need, by=self.who(by), text=text)

    def publish(self, *pairs, by="buyer"):
        texts = {question.pk: (text, question.draft_version) for question, text in pairs}
        return actions.publish_answers(self.need, by=self.who(by), texts=texts)

    def draft(self, *pairs, by="buyer"):
        texts = {question.pk: (text, question.draft_version) for question, text in pairs}
        return actions.save_answer_drafts(self.need, by=self.who(by), texts=texts)

    def declare(self, by="company", note=NOTE, **fields):
        return actions.declare_interest(self.need, by=self.who(by), note=note, **fields)

    def answer(self, *interests, text="Merci, voici la suite.", by="buyer"):
        chosen = list(interests) or None
        return actions.answer_interests(self.need, by=self.who(by), text=text, interests=chosen)

    def who(self, by):
        return self.people.get(by, by) if isinstance(by, str) else by

    def become(self, status, **fields):
        """Move the need as a row, whatever its life says."""
        fields = {
            "consultation_url": "https://profil.example/1",
            "direct_purchase_article": "R2122-8",
        } | fields
        Need.objects.filter(pk=self.need.pk).update(status=status, **fields)
        self.need.refresh_from_db()


@pytest.fixture
def talk(dated_data):
    people = {
        "buyer": buyer_user(),
        "company": company_user(),
        "company_b": company_user(),
        "moderator": UserFactory(moderator=True),
    }
    need = NeedFactory(published=True, buyer=organisation_of(people["buyer"]).buyer, author=people["buyer"])
    return Talk(need, people)


@pytest.fixture
def solution(talk):
    return SolutionFactory(published=True, company=company_of(talk.people["company"]))


def told():
    """{user pk: notices} once every window has ended, and forgets them."""
    end_windows()
    found = {}
    for row in Notification.objects.order_by("pk"):
        found.setdefault(row.user_id, []).append(row)
    Notification.objects.all().delete()
    return found


def everything():
    """The numbers of all interests, as a page that shows them all sends them."""
    return list(Interest.objects.values_list("pk", flat=True))
