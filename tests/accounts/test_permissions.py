"""Who speaks for whom: one row per rule, one column per kind of person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from grandest_portal.accounts import permissions
from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Membership
from needs.models import Need
from tests.factories import (
    MembershipFactory,
    NeedFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

pytestmark = pytest.mark.django_db

INSIDE = ["administrator", "editor", "reader", "waiting", "refused", "ended", "own moderator", "inactive"]
OUTSIDE = ["anonymous", "alone", "other", "moderator", "retired moderator", "admin"]
LIVE = {"administrator", "editor", "reader", "waiting", "own moderator", "inactive"}
APPROVED = LIVE - {"waiting"}
MODERATORS = {"own moderator", "moderator", "admin"}


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def people(organisation):
    """{kind: person}: all that one can be towards `organisation`."""

    def member(**fields):
        return MembershipFactory(organisation=organisation, **fields).user

    return {
        "administrator": member(),
        "editor": member(role=MembershipRole.EDITOR),
        "reader": member(role=MembershipRole.READER),
        "waiting": member(waiting=True),
        "refused": member(status=MembershipStatus.REFUSED),
        "ended": member(status=MembershipStatus.ENDED),
        "own moderator": member(role=MembershipRole.EDITOR, user__moderator=True),
        "inactive": member(role=MembershipRole.EDITOR, user__is_active=False),
        "anonymous": AnonymousUser(),
        "alone": UserFactory(),
        "other": MembershipFactory().user,
        "moderator": UserFactory(moderator=True),
        "retired moderator": UserFactory(moderator=True, is_active=False),
        "admin": UserFactory(admin=True),
    }


def able(people, allowed):
    return {kind for kind, user in people.items() if allowed(user)}


def test_people_of_the_table_are_all_there(people):
    assert sorted(people) == sorted(INSIDE + OUTSIDE)


def test_organisation_is_that_of_a_live_membership(people, organisation):
    assert able(people, lambda user: permissions.organisation_of(user) == organisation) == LIVE
    nobody = able(people, lambda user: permissions.organisation_of(user) is None)
    assert nobody == {*INSIDE, *OUTSIDE} - LIVE - {"other"}


def test_approved_organisation_is_that_of_an_approved_membership(people, organisation):
    assert able(people, lambda user: permissions.approved_organisation_of(user) == organisation) == APPROVED
    nobody = able(people, lambda user: permissions.approved_organisation_of(user) is None)
    assert nobody == {*INSIDE, *OUTSIDE} - APPROVED - {"other"}


def test_membership_is_read_once_and_only_when_it_is_live(people, django_assert_num_queries):
    user, waiting, gone = people["editor"], people["waiting"], people["ended"]
    with django_assert_num_queries(3):
        found = [permissions.membership_of(person) for person in [user, waiting, gone] for _again in range(3)]
    expected = [Membership.objects.get(user=user), Membership.objects.get(user=waiting), None]
    assert found == [each for each in expected for _again in range(3)]


def test_membership_comes_with_its_organisation_and_roles(django_assert_num_queries):
    membership = permissions.membership_of(buyer_user())
    with django_assert_num_queries(0):
        roles = [getattr(membership.organisation, role, None) for role in ["buyer", "company", "partner"]]
    assert [role is None for role in roles] == [False, True, True]


def test_moderators_are_the_active_staff(people):
    assert able(people, permissions.is_moderator) == MODERATORS


def test_moderating_is_for_moderators_of_other_organisations(people, organisation):
    assert able(people, lambda user: permissions.can_moderate(user, organisation)) == {"moderator", "admin"}


def test_administering_is_for_approved_administrators_of_the_organisation(people, organisation):
    people["waiting administrator"] = MembershipFactory(
        organisation=organisation, role=MembershipRole.ADMINISTRATOR, waiting=True
    ).user
    able_people = able(people, lambda user: permissions.can_administer(user, organisation))
    assert able_people == {"administrator"}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (buyer_user, ["buyer"]),
        (company_user, ["company"]),
        (partner_user, ["partner"]),
        (UserFactory, []),
        (AnonymousUser, []),
    ],
)
def test_role_is_that_of_the_organisation(make, expected):
    user = make()
    assert [
        role for role in ["buyer", "company", "partner"] if permissions.has_role(user, role) is True
    ] == expected


def test_people_of_an_organisation_are_its_active_live_ones_in_order(people, organisation):
    expected = sorted(people[kind].pk for kind in LIVE - {"inactive"})
    assert [user.pk for user in permissions.people_of(organisation)] == expected


def test_person_who_left_and_came_back_is_told_once(organisation):
    back = MembershipFactory(organisation=organisation, status=MembershipStatus.ENDED).user
    MembershipFactory(organisation=organisation, user=back)
    assert list(permissions.people_of(organisation)) == [back]


@pytest.mark.parametrize(
    ("changes", "own"),
    [
        ({}, True),
        ({"author": None}, False),
        ({"published_at": timezone.now()}, False),
        ({"created_at": timezone.now() - timedelta(days=1)}, False),
    ],
    ids=["written since", "somebody else's", "published", "written before"],
)
def test_own_text_while_waiting(organisation, changes, own):
    """In memory, in the database, and for those who are told: the same."""
    membership = MembershipFactory(organisation=organisation, waiting=True)
    need = NeedFactory(buyer=PublicBuyerFactory(organisation=organisation), author=membership.user)
    Need.objects.filter(pk=need.pk).update(**changes)
    need.refresh_from_db()
    assert permissions.is_own_text(membership.user, need) is own
    assert Need.objects.filter(permissions.wrote_while_waiting(membership)).exists() is own
    assert (membership.user in permissions.people_told_of(need, organisation)) is own
    assert not permissions.is_own_text(AnonymousUser(), need)


def test_what_happens_to_a_text_is_told_to_approved_people(people, organisation):
    need = NeedFactory(buyer=PublicBuyerFactory(organisation=organisation))
    told = set(permissions.people_told_of(need, organisation))
    assert told == {people[kind] for kind in APPROVED - {"inactive"}}


def test_a_text_of_the_very_instant_of_the_request_is_ones_own(organisation):
    membership = MembershipFactory(organisation=organisation, waiting=True)
    need = NeedFactory(buyer=PublicBuyerFactory(organisation=organisation), author=membership.user)
    need.created_at = membership.requested_at
    assert permissions.is_own_text(membership.user, need)
