"""Two requests in the same moment: one link, one account, and never no way in."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError

from grandest_portal.accounts.models import User
from grandest_portal.accounts.proconnect.actions import link_identity, sign_up, unlink_identity
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from tests.accounts.test_actions import together
from tests.factories import UserFactory

ISSUER = "https://proconnect.example"
IDENTITY = {"issuer": ISSUER, "subject": "8f4a2c"}
FIRST = {"side": "buyer", "full_name": "Zoé Test", "email": "zoe@test.example"}


def raised_together(*functions):
    """The types of what functions run at once raised."""
    return [type(error) for error in together(*functions)]


def linked(user, subject):
    return SocialAccount.objects.create(
        user=user, provider=ISSUER, uid=subject, extra_data={"confirmed": True}
    )


@pytest.mark.parametrize("round_", range(3))
def test_one_identity_asked_for_by_two_accounts_goes_to_one(transactional_db, round_):
    one, other = UserFactory(), UserFactory()
    raised = raised_together(
        lambda: link_identity(one, IDENTITY, by=one), lambda: link_identity(other, IDENTITY, by=other)
    )
    assert (raised, SocialAccount.objects.count()) == ([DomainError], 1)


@pytest.mark.parametrize("round_", range(3))
def test_two_sign_ups_at_once_make_one_account(transactional_db, round_):
    identities = [{**IDENTITY, "subject": name} for name in ["a", "b"]]
    raised = raised_together(*[lambda each=each: sign_up(each, data=FIRST) for each in identities])
    assert set(raised) <= {IntegrityError}
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def last_two(user):
    user.set_unusable_password()
    user.save()
    return linked(user, "a"), linked(user, "b")


@pytest.mark.parametrize("round_", range(3))
def test_two_last_identities_are_not_both_unlinked(transactional_db, round_):
    user = UserFactory()
    raised = raised_together(*[lambda each=each: unlink_identity(each, by=user) for each in last_two(user)])
    assert (raised, SocialAccount.objects.count()) == ([DomainError], 1)


def test_both_would_go_without_the_lock(transactional_db):
    """The control: each sees the other's link before either is gone."""
    user = UserFactory()
    accounts = last_two(user)
    seen = [SocialAccount.objects.filter(user=user).exclude(pk=each.pk).exists() for each in accounts]
    for each in accounts:
        each.delete()
    assert (seen, SocialAccount.objects.count()) == ([True, True], 0)


def test_identity_that_is_linked_makes_no_second_account(db):
    linked(UserFactory(), IDENTITY["subject"])
    with pytest.raises(DomainError, match="déjà reliée à un compte"):
        sign_up(IDENTITY, data=FIRST)
    assert User.objects.count() == 1


def test_button_pressed_twice_unlinks_once(db):
    user = UserFactory()
    account = linked(user, "a")
    for _each in range(2):
        unlink_identity(account, by=user)
    assert AuditEntry.objects.count() == 1
