"""Who may ask, read, answer, declare: one table over every kind of person and every state of the need."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from grandest_portal.accounts.models import User
from needs.dialog import permissions
from needs.enums import (
    AWAITING_EXIT,
    ENDED_NEED,
    PUBLIC_NEED,
    ConsortiumStatus,
    InterestStatus,
    NeedSource,
    NeedStatus,
    QuestionStatus,
)
from needs.models import Need
from tests.accounts.teams import delegate
from tests.factories import (
    InterestFactory,
    MembershipFactory,
    NeedFactory,
    QuestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.dialog.conftest import company_of, organisation_of


@pytest.fixture
def people(dated_data):
    """One person per role around one buyer and one company; `both` edits for the company and acts for the buyer."""
    own, company = buyer_user(), company_user()
    buying, selling = organisation_of(own), organisation_of(company)
    both = MembershipFactory(organisation=selling, role="editor").user
    delegate(buying, user=both)
    return {
        "anonymous": AnonymousUser(),
        "own": own,
        "reader": MembershipFactory(organisation=buying, role="reader").user,
        "delegate": delegate(buying).user,
        "waiting": MembershipFactory(organisation=buying, waiting=True).user,
        "other_buyer": buyer_user(),
        "company": company,
        "both": both,
        "company_reader": MembershipFactory(organisation=selling, role="reader").user,
        "company_waiting": MembershipFactory(organisation=selling, waiting=True).user,
        "other_company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


def read_anew(people):
    """Persons as a new request finds them: nothing of their memberships is kept."""
    return {
        role: user if user.is_anonymous else User.objects.get(pk=user.pk) for role, user in people.items()
    }


@pytest.fixture
def need_in(people):
    def make(status, **fields):
        return NeedFactory(
            buyer=organisation_of(people["own"]).buyer,
            status=status,
            published_at=timezone.now() if status in PUBLIC_NEED else None,
            consultation_url="https://profil.example/1",
            direct_purchase_article="R2122-8",
            **fields,
        )

    return make


OPEN = NeedStatus.PUBLISHED
COMPANIES = {"company", "other_company"}
MANAGERS = {"own", "delegate"}
INSIDE = MANAGERS | {"reader"}
STAFF = {"moderator", "admin"}
MAY = {
    "can_ask": {OPEN: COMPANIES},
    "can_declare_interest": {OPEN: COMPANIES},
    "can_read_waiting": {status: INSIDE | STAFF for status in PUBLIC_NEED},
    "can_answer_questions": dict.fromkeys(AWAITING_EXIT, MANAGERS),
    "can_see_interests": {status: INSIDE for status in PUBLIC_NEED},
    "can_answer_interests": {status: MANAGERS for status in PUBLIC_NEED - ENDED_NEED},
}


def who(verb, people, thing):
    return {role for role, user in read_anew(people).items() if getattr(permissions, verb)(user, thing)}


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("verb", MAY)
def test_verb_is_open_to_exactly_the_table(people, need_in, verb, status):
    assert who(verb, people, need_in(status)) == MAY[verb].get(status, set())


@pytest.mark.parametrize("verb", MAY)
def test_need_of_open_data_is_open_to_nobody(people, verb):
    need = NeedFactory(buyer=None, author=None, source=NeedSource.OPEN_DATA, source_id="1", published=True)
    assert who(verb, people, need) == ({"moderator", "admin"} if verb == "can_read_waiting" else set())


@pytest.mark.parametrize("verb", ["can_ask", "can_declare_interest"])
def test_row_of_open_data_with_a_buyer_is_still_no_exchange(people, need_in, verb):
    assert who(verb, people, need_in(OPEN, source=NeedSource.OPEN_DATA, source_id="1")) == set()


@pytest.mark.parametrize("need_status", sorted(PUBLIC_NEED))
@pytest.mark.parametrize("status", QuestionStatus)
def test_question_is_taken_back_by_its_company_while_it_waits(people, need_in, need_status, status):
    question = QuestionFactory(
        need=need_in(need_status),
        company=company_of(people["company"]),
        status=status,
        answered_at=timezone.now() if status == QuestionStatus.ANSWERED else None,
        ended_at=timezone.now() if status in {QuestionStatus.WITHHELD, QuestionStatus.WITHDRAWN} else None,
        reason="x",
    )
    open_now = need_status == OPEN and status == QuestionStatus.ASKED
    assert who("can_withdraw_question", people, question) == ({"company", "both"} if open_now else set())


def test_question_is_put_aside_by_moderators_of_neither_side(people, need_in):
    question = QuestionFactory(need=need_in(OPEN), company=company_of(people["company"]))
    people["of_buyer"] = MembershipFactory(
        organisation=organisation_of(people["own"]), user__is_staff=True
    ).user
    people["of_company"] = MembershipFactory(
        organisation=organisation_of(people["company"]), user__is_staff=True
    ).user
    assert who("can_withhold_question", people, question) == STAFF


@pytest.mark.parametrize("need_status", sorted(PUBLIC_NEED))
@pytest.mark.parametrize("status", InterestStatus)
def test_interest_is_withdrawn_by_its_company_until_the_need_ends(people, need_in, need_status, status):
    interest = InterestFactory(
        need=need_in(need_status),
        company=company_of(people["company"]),
        status=status,
        withdrawn_at=timezone.now() if status == InterestStatus.WITHDRAWN else None,
    )
    may = status == InterestStatus.DECLARED and need_status not in ENDED_NEED
    assert who("can_withdraw_interest", people, interest) == ({"company", "both"} if may else set())


@pytest.mark.parametrize("need_status", sorted(PUBLIC_NEED))
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("status", ConsortiumStatus)
def test_invitation_is_answered_by_the_invited_company_alone(people, need_in, need_status, live, status):
    interest = InterestFactory(
        need=need_in(need_status),
        status=InterestStatus.DECLARED if live else InterestStatus.WITHDRAWN,
        withdrawn_at=None if live else timezone.now(),
    )
    people["inviting_too"] = MembershipFactory(
        organisation=organisation_of(people["company"]), role="editor"
    ).user
    delegate(interest.company.organisation, user=people["inviting_too"])
    partner = SimpleNamespace(
        interest=interest, company_id=company_of(people["company"]).pk, status=ConsortiumStatus(status)
    )
    may = live and need_status == OPEN and status == ConsortiumStatus.INVITED
    assert who("can_answer_partnership", people, partner) == ({"company"} if may else set())


def test_interests_are_listed_for_approved_people_of_companies(people):
    may = {role for role, user in read_anew(people).items() if permissions.can_list_interests(user)}
    assert may == {"company", "both", "company_reader", "other_company"}


def test_interest_is_read_by_the_companies_that_take_part(people, need_in):
    interest = InterestFactory(need=need_in(OPEN), company=company_of(people["company"]))
    seen = {
        role
        for role, user in read_anew(people).items()
        if type(interest).objects.visible_to(user).filter(pk=interest.pk).exists()
    }
    assert seen == {"company", "both", "company_reader"}
    row = interest.partners.create(company=company_of(people["other_company"]))
    other = read_anew(people)["other_company"]
    assert type(interest).objects.visible_to(other).exists()
    row.status, row.answered_at = ConsortiumStatus.DECLINED, timezone.now()
    row.save(update_fields=["status", "answered_at"])
    assert not type(interest).objects.visible_to(other).exists()
    assert Need.objects.count() == 1
