"""The last two administrators of an organisation, or the last two moderators, leave at the same moment: the second
must stay."""

import pytest

from grandest_portal.accounts.actions import erase_account
from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Membership, User
from grandest_portal.core.errors import DomainError
from grandest_portal.core.personal import refusals
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.suppliers.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrators(outbox):
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation, role=MembershipRole.EDITOR)
    return [MembershipFactory(organisation=organisation).user for _each in range(2)]


def left():
    return Membership.objects.approved().filter(role=MembershipRole.ADMINISTRATOR).count()


def test_second_of_two_administrators_stays(administrators):
    one, other = administrators
    outcomes = at_once(lambda: erase_account(one, by=one), lambda: erase_account(other, by=other))
    assert [type(outcome) for outcome in outcomes] == [type(None), DomainError]
    assert left() == 1


def test_control_both_leave_without_the_lock(administrators):
    """The same steps without holding the organisation."""

    def leave(user):
        if refusals(user):
            raise DomainError("trop tard")
        Membership.objects.filter(user=user).update(status=MembershipStatus.ENDED)

    one, other = administrators
    assert at_once(lambda: leave(one), lambda: leave(other)) == [None, None]
    assert left() == 0


def moderators_left():
    return User.objects.filter(is_staff=True, is_active=True).count()


def test_second_of_two_moderators_stays(outbox):
    one, other = UserFactory(moderator=True), UserFactory(moderator=True)
    outcomes = at_once(lambda: erase_account(one, by=one), lambda: erase_account(other, by=other))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DomainError", "NoneType"]
    assert moderators_left() == 1


def test_control_both_moderators_leave_without_the_lock(outbox):
    """The same steps without holding the rows of the staff."""

    def leave(user):
        if refusals(user):
            raise DomainError("trop tard")
        User.objects.filter(pk=user.pk).update(is_active=False)

    one, other = UserFactory(moderator=True), UserFactory(moderator=True)
    assert at_once(lambda: leave(one), lambda: leave(other)) == [None, None]
    assert moderators_left() == 0
