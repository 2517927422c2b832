"""Who sees which need, and who may do what with it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from needs import permissions
from needs.enums import PUBLIC_NEED, NeedSource, NeedStatus
from needs.models import Need
from tests.factories import (
    MembershipFactory,
    NeedFactory,
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
        "other_buyer": buyer_user(),
        "company": company_user(),
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
    "other_buyer",
    "company",
    "company_waiting",
    "partner",
    "moderator",
    "admin",
}
STAFF = {"moderator", "admin"}
# status: who sees it
SEEN = {status: EVERYBODY for status in PUBLIC_NEED} | {
    NeedStatus.DRAFT: {"own", "writer"},
    NeedStatus.SUBMITTED: {"own", "writer", *STAFF},
    NeedStatus.RETURNED: {"own", "writer", *STAFF},
    NeedStatus.REJECTED: {"own", "writer", *STAFF},
}
MANAGED = {status: {"own"} for status in PUBLIC_NEED}
MATCHED = {status: {"own", *STAFF} for status in PUBLIC_NEED}
WRITERS = {"own", "writer"}
# verb: {status: who may}; nobody in the states that are absent
MAY = {
    "can_edit_need": {NeedStatus.DRAFT: WRITERS, NeedStatus.RETURNED: WRITERS},
    "can_submit_need": {NeedStatus.DRAFT: WRITERS, NeedStatus.RETURNED: WRITERS},
    "can_delete_need": {NeedStatus.DRAFT: WRITERS},
    "can_manage_need": MANAGED,
    "can_see_matches": MATCHED,
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
    assert prepared == nothing | {"own": {mine, other}, "writer": {mine}}


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("verb", MAY)
def test_verb_is_open_to_exactly_the_table(people, need_in, verb, status):
    need = need_in(status)
    may = {role for role, user in people.items() if getattr(permissions, verb)(user, need)}
    assert may == MAY[verb].get(status, set())


def test_can_create_need_is_for_people_of_buyers(people):
    may = {role for role, user in people.items() if permissions.can_create_need(user)}
    assert may == {"own", "waiting", "writer", "other_buyer"}


def test_imported_needs_belong_to_nobody(people):
    need = NeedFactory(buyer=None, author=None, source=NeedSource.OPEN_DATA, source_id="1", published=True)
    for user in people.values():
        assert not permissions.can_manage_need(user, need)
        assert not permissions.can_propose_meeting(user, need)
        assert not permissions.can_see_contact(user, need)
        assert not permissions.can_edit_need(user, need)
