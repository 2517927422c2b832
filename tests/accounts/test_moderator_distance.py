"""A moderator who leaves an organisation decides nothing for it for a while: how long is a dated parameter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.accounts import actions, permissions
from grandest_portal.accounts.models import Membership, User
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from tests.accounts.teams import administrator, delegate, member, verified
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("dated_data")


def may_moderate(user, organisation):
    return permissions.can_moderate(User.objects.get(pk=user.pk), organisation)


def left(organisation, moderator, *, days=0):
    """The moderator's membership, ended `days` ago by themselves."""
    membership = member(organisation, user=moderator)
    actions.end_membership(membership, by=moderator)
    at = timezone.now() - timedelta(days=days)
    Membership.objects.filter(pk=membership.pk).update(decided_at=at)


@pytest.fixture
def scene(db):
    organisation = verified()
    administrator(organisation)
    return organisation, UserFactory(moderator=True)


@pytest.mark.parametrize(("days", "expected"), [(0, False), (364, False), (366, True)])
def test_moderator_who_left_decides_again_after_the_delay(scene, days, expected):
    organisation, moderator = scene
    left(organisation, moderator, days=days)
    assert may_moderate(moderator, organisation) is expected
    assert may_moderate(moderator, verified()) is True


def test_delay_is_the_one_of_the_parameters(scene):
    organisation, moderator = scene
    left(organisation, moderator, days=10)
    Parameter.objects.filter(key="moderator_distance_days").update(value=5)
    assert may_moderate(moderator, organisation) is True


def test_moderator_who_just_left_approves_nobody(scene):
    organisation, moderator = scene
    waiting = member(organisation, waiting=True)
    left(organisation, moderator)
    with pytest.raises(DomainError):
        actions.approve_membership(waiting, by=User.objects.get(pk=moderator.pk))
    waiting.refresh_from_db()
    assert waiting.status == "requested"


@pytest.mark.parametrize(("days", "expected"), [(1, False), (366, True)])
def test_delegation_that_has_expired_counts_too(scene, days, expected):
    organisation, moderator = scene
    delegate(organisation, user=moderator, ends_on=timezone.localdate() - timedelta(days=days))
    assert may_moderate(moderator, organisation) is expected


def test_stranger_costs_one_query_more(scene, django_assert_num_queries):
    organisation, moderator = scene
    moderator = User.objects.get(pk=moderator.pk)
    with django_assert_num_queries(2):
        assert permissions.can_moderate(moderator, organisation) is True
