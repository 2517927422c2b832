"""Who sees which need, and who may do what with it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from needs import permissions
from needs.actions.drafting import drafted_again
from needs.enums import PUBLIC_NEED, NeedSource, NeedStatus
from needs.messages import people_of_need
from needs.models import Need
from tests.accounts.teams import delegate, verified
from tests.factories import (
    JudgementFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    SolutionFactory,
    SuggestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)


@pytest.fixture
def people(agent):
    """One person per role; `waiting` asks to join the agent's organisation, `writer` too and wrote the need."""
    organisation = agent.buyer.organisation
    return {
        "anonymous": AnonymousUser(),
        "own": agent,
        "waiting": MembershipFactory(organisation=organisation, waiting=True).user,
        "writer": MembershipFactory(organisation=organisation, waiting=True).user,
        "refused": MembershipFactory(organisation=organisation, status="refused").user,
        "reader": MembershipFactory(organisation=organisation, role="reader").user,
        "delegate": delegate(organisation).user,
        "other_buyer": buyer_user(),
        "company": company_user(),
        "company_reader": company_user(role="reader"),
        "company_waiting": company_user(waiting=True),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


@pytest.fixture
def need_in(agent, people):
    def make(status, **fields):
        return NeedFactory(
            buyer=agent.buyer,
            author=people["writer"],
            status=status,
            published_at=timezone.now() if status in PUBLIC_NEED else None,
            consultation_url="https://profil.example/1",
            direct_purchase_article="R2122-8",
            **fields,
        )

    return make


EVERYBODY = {
    "anonymous",
    "own",
    "waiting",
    "writer",
    "refused",
    "reader",
    "delegate",
    "company_reader",
    "other_buyer",
    "company",
    "company_waiting",
    "partner",
    "moderator",
    "admin",
}
STAFF = {"moderator", "admin"}
INSIDE = {"own", "writer", "reader", "delegate"}
# status: who sees it
SEEN = {status: EVERYBODY for status in PUBLIC_NEED} | {
    NeedStatus.DRAFT: INSIDE,
    NeedStatus.SUBMITTED: INSIDE | STAFF,
    NeedStatus.RETURNED: INSIDE | STAFF,
    NeedStatus.REJECTED: INSIDE | STAFF,
}
MANAGED = {status: {"own", "delegate"} for status in PUBLIC_NEED}
MATCHED = {status: {"own", "delegate", "reader", *STAFF} for status in PUBLIC_NEED}
WRITERS = {"own", "writer", "delegate"}
# Who waits reads their own text until it is public, as everybody does from then on.
PREPARED = {
    status: (INSIDE - {"writer"} if status in PUBLIC_NEED else INSIDE) | STAFF for status in NeedStatus
}
# verb: {status: who may}; nobody in the states that are absent
MAY = {
    "can_edit_need": {NeedStatus.DRAFT: WRITERS, NeedStatus.RETURNED: WRITERS},
    "can_submit_need": {NeedStatus.DRAFT: WRITERS, NeedStatus.RETURNED: WRITERS},
    "can_recall_need": {NeedStatus.SUBMITTED: WRITERS},
    "can_delete_need": {NeedStatus.DRAFT: WRITERS},
    "can_appeal_need": {NeedStatus.REJECTED: WRITERS},
    "can_manage_need": MANAGED,
    "can_see_matches": MATCHED,
    "can_freeze_shortlist": {NeedStatus.PUBLISHED: {"own", "delegate"}},
    "can_amend_need": {NeedStatus.PUBLISHED: {"own", "delegate"}},
    "can_see_all_versions": PREPARED,
    "can_join_need": {NeedStatus.PUBLISHED: {"other_buyer"}},
    "can_copy_need": {status: WRITERS | {"waiting", "other_buyer"} for status in NeedStatus},
    "can_prepare_purchase": PREPARED,
    "can_justify": {
        NeedStatus.DRAFT: WRITERS,
        NeedStatus.RETURNED: WRITERS,
        NeedStatus.PUBLISHED: {"own", "delegate"},
    },
    "can_read_preparation": {status: {"own", "delegate", "reader"} for status in PUBLIC_NEED},
    "can_prepare_consultation": {
        NeedStatus.PUBLISHED: {"own", "delegate"},
        NeedStatus.CLOSED: {"own", "delegate"},
    },
    "can_propose_meeting": {NeedStatus.PUBLISHED: {"company"}},
    "can_see_contact": dict.fromkeys(NeedStatus, EVERYBODY - {"anonymous"}),
}


def test_visible_to_each_role_is_exactly_the_table(people, need_in):
    for status in NeedStatus:
        need_in(status)
    seen = {
        role: set(Need.objects.visible_to(user).values_list("status", flat=True))
        for role, user in people.items()
    }
    assert seen == {role: {status for status in NeedStatus if role in SEEN[status]} for role in people}


def test_prepared_by_is_all_for_approved_people_and_ones_own_while_waiting(people, need_in, agent):
    mine, other = need_in(NeedStatus.DRAFT), NeedFactory(buyer=agent.buyer, author=agent)
    prepared = {role: set(Need.objects.prepared_by(user)) for role, user in people.items()}
    nothing = {role: set() for role in EVERYBODY}
    every = {role: {mine, other} for role in ["own", "reader", "delegate"]}
    assert prepared == nothing | every | {"writer": {mine}}


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("verb", MAY)
def test_verb_is_open_to_exactly_the_table(people, need_in, verb, status):
    need = need_in(status)
    may = {role for role, user in people.items() if getattr(permissions, verb)(user, need)}
    assert may == MAY[verb].get(status, set())


@pytest.mark.parametrize(("role", "may"), [("administrator", True), ("editor", True), ("reader", False)])
def test_suggesting_is_for_those_who_write_for_a_partner(db, role, may):
    assert permissions.can_suggest(partner_user(role=role)) is may
    assert permissions.can_suggest(partner_user(role=role, waiting=True)) is False
    assert permissions.can_suggest(buyer_user(role=role)) is False


def test_suggestion_is_withdrawn_by_its_own_partner_while_it_stands(db):
    suggestion = SuggestionFactory()
    own = MembershipFactory(organisation=suggestion.partner.organisation).user
    reader = MembershipFactory(organisation=suggestion.partner.organisation, role="reader").user
    assert permissions.can_withdraw_suggestion(own, suggestion) is True
    assert permissions.can_withdraw_suggestion(reader, suggestion) is False
    assert permissions.can_withdraw_suggestion(partner_user(), suggestion) is False
    suggestion.withdrawn_at = timezone.now()
    assert permissions.can_withdraw_suggestion(own, suggestion) is False


@pytest.mark.parametrize("side", ["buyer", "company", "elsewhere"])
def test_person_who_acts_for_a_side_stands_in_the_pair(db, side):
    match = MatchFactory()
    organisation = {
        "buyer": match.need.buyer.organisation,
        "company": match.solution.company.organisation,
        "elsewhere": verified(),
    }[side]
    person = partner_user()
    delegate(organisation, user=person)
    person = type(person).objects.get(pk=person.pk)
    assert permissions.stands_in_pair(person, match.need, match.solution) is (side != "elsewhere")


def test_can_create_need_is_for_people_of_buyers(people):
    may = {role for role, user in people.items() if permissions.can_create_need(user)}
    assert may == {"own", "waiting", "writer", "delegate", "other_buyer"}


def test_imported_needs_belong_to_nobody(people):
    need = NeedFactory(buyer=None, author=None, source=NeedSource.OPEN_DATA, source_id="1", published=True)
    for user in people.values():
        assert not permissions.can_manage_need(user, need)
        assert not permissions.can_propose_meeting(user, need)
        assert not permissions.can_see_contact(user, need)
        assert not permissions.can_edit_need(user, need)
        assert not permissions.can_justify(user, need)
        assert not permissions.can_read_preparation(user, need)
        assert not permissions.can_prepare_consultation(user, need)


def test_asking_again_gives_nothing_back(agent, client, need_in, people):
    """The author of a draft leaves, and asks to join the buyer again: the draft stays the buyer's."""
    author = MembershipFactory(organisation=agent.buyer.organisation, role="editor").user
    draft = need_in(NeedStatus.DRAFT)
    Need.objects.filter(pk=draft.pk).update(author=author)
    author.memberships.update(status="ended")
    MembershipFactory(organisation=agent.buyer.organisation, user=author, waiting=True)
    author, draft = type(author).objects.get(pk=author.pk), Need.objects.get(pk=draft.pk)
    client.force_login(author)
    assert client.get(f"/besoins/{draft.pk}/").status_code == 404
    assert client.post(f"/besoins/{draft.pk}/verifier/").status_code == 404
    assert not permissions.writes_for(author, draft) and not permissions.prepares(author, draft)
    assert author not in people_of_need(draft)
    with pytest.raises(DomainError, match="déjà servi"):
        drafted_again(draft, {"title": "Vandalisé"}, buyer=agent.buyer, by=author)


def test_who_waits_here_and_speaks_elsewhere_is_not_told(agent, need_in, people):
    delegate(company_user().memberships.get().organisation, user=people["waiting"])
    assert people["waiting"] not in people_of_need(need_in(NeedStatus.DRAFT))


@pytest.fixture
def shown_pair(people, need_in):
    company = people["company"].memberships.get().organisation.company
    return need_in(NeedStatus.PUBLISHED), SolutionFactory(published=True, company=company)


def test_judging_is_for_the_writing_people_of_one_side(people, shown_pair):
    sides = {role: permissions.judging_side(user, *shown_pair) for role, user in people.items()}
    nobody = dict.fromkeys(people)
    assert sides == nobody | {"own": "buyer", "delegate": "buyer", "company": "company"}
    assert {role for role, user in people.items() if permissions.can_judge(user, *shown_pair)} == {
        "own",
        "delegate",
        "company",
    }


def test_who_stands_on_both_sides_judges_for_none(people, shown_pair):
    need, solution = shown_pair
    user = delegate(solution.company.organisation, user=people["own"]).user
    assert not permissions.can_judge(type(user).objects.get(pk=user.pk), need, solution)


def test_a_need_without_a_buyer_here_has_one_side(people, shown_pair):
    need, solution = Need(buyer=None), shown_pair[1]
    assert permissions.judging_side(people["company"], need, solution) == "company"
    assert permissions.judging_side(people["own"], need, solution) is None


def test_a_judgement_is_withdrawn_by_its_organisation_while_it_stands(people, shown_pair):
    need, solution = shown_pair
    judgement = JudgementFactory(need=need, solution=solution)
    may = {role for role, user in people.items() if permissions.can_withdraw_judgement(user, judgement)}
    assert may == {"own", "delegate"}
    judgement.ended_at = timezone.now()
    assert not permissions.can_withdraw_judgement(people["own"], judgement)
