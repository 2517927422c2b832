"""Who may do what in a team, and under which hat: one table per verb."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from grandest_portal.accounts import permissions
from grandest_portal.accounts.models import User
from tests.accounts.teams import administrator, delegate, member, verified
from tests.factories import UserFactory

KINDS = ["administrator", "editor", "reader", "waiting", "delegate", "stranger", "moderator"]


@pytest.fixture
def people(db):
    """{kind: user} around one verified organisation; « colleague » is the editor on whom verbs act."""
    organisation = verified()
    users = {
        "administrator": administrator(organisation).user,
        "editor": member(organisation).user,
        "reader": member(organisation, "reader").user,
        "waiting": member(organisation, waiting=True).user,
        "delegate": delegate(organisation).user,
        "stranger": administrator(verified()).user,
        "moderator": UserFactory(moderator=True),
    }
    users["colleague"] = member(organisation).user
    return organisation, users


def fresh(user):
    return User.objects.get(pk=user.pk)


def allowed(users, rule):
    return {kind for kind in KINDS if rule(fresh(users[kind]))}


def test_reading_and_writing_for_the_organisation(people):
    organisation, users = people
    inside = {"administrator", "editor", "reader", "delegate"}
    assert allowed(users, lambda user: permissions.organisation_of(user) == organisation) == {
        *inside,
        "waiting",
    }
    assert allowed(users, lambda user: permissions.approved_organisation_of(user) == organisation) == inside
    assert allowed(users, lambda user: permissions.writing_organisation_of(user) == organisation) == {
        "administrator",
        "editor",
        "waiting",
        "delegate",
    }
    assert allowed(users, lambda user: permissions.speaking_organisation_of(user) == organisation) == {
        "administrator",
        "editor",
        "delegate",
    }
    assert allowed(users, lambda user: permissions.can_see_team(user, organisation)) == inside
    assert allowed(users, permissions.can_write) == {
        "administrator",
        "editor",
        "waiting",
        "delegate",
        "stranger",
    }
    assert allowed(users, permissions.is_delegate) == {"delegate"}
    assert allowed(users, lambda user: permissions.represents(user, organisation)) == {*inside, "waiting"}


def test_administering(people):
    organisation, users = people
    assert allowed(users, lambda user: permissions.can_administer(user, organisation)) == {"administrator"}
    colleague = users["colleague"].memberships.get()
    assert allowed(users, lambda user: permissions.can_change_member(user, colleague)) == {"administrator"}
    own = users["administrator"].memberships.get()
    assert permissions.can_change_member(fresh(users["administrator"]), own) is False
    waiting = users["waiting"].memberships.get()
    assert permissions.can_change_member(fresh(users["administrator"]), waiting) is False


def test_waiting_administrator_administers_nothing(db):
    asking = administrator(verified(), waiting=True)
    assert permissions.can_administer(asking.user, asking.organisation) is False


def test_deciding_a_request_of_a_verified_organisation(people):
    _organisation, users = people
    waiting = users["waiting"].memberships.select_related("organisation").get()
    assert allowed(users, lambda user: permissions.can_decide_membership(user, waiting)) == {
        "administrator",
        "moderator",
    }


def test_first_person_of_an_organisation_is_for_moderators(people):
    organisation, users = people
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=None)
    waiting = users["waiting"].memberships.select_related("organisation").get()
    assert allowed(users, lambda user: permissions.can_decide_membership(user, waiting)) == {"moderator"}


@pytest.mark.parametrize("hat", ["own", "delegated"])
def test_moderator_decides_nothing_of_an_organisation_that_is_theirs(people, hat):
    organisation, users = people
    moderator = users["moderator"]
    member(organisation, user=moderator) if hat == "own" else delegate(organisation, user=moderator)
    assert permissions.can_moderate(fresh(moderator), organisation) is False
    assert permissions.can_moderate(fresh(moderator), verified()) is True


def test_nobody_decides_about_oneself(db):
    moderator = UserFactory(moderator=True)
    asking = member(verified(), waiting=True, user=moderator)
    assert permissions.can_decide_membership(moderator, asking) is False


@pytest.mark.parametrize(("fields", "expected"), [({"is_active": False}, False), ({}, True)])
def test_moderator_is_active_staff(db, fields, expected):
    assert permissions.is_moderator(UserFactory(moderator=True, **fields)) is expected
    assert permissions.is_moderator(UserFactory(**fields)) is False
    assert permissions.is_moderator(AnonymousUser()) is False


def test_leaving_is_for_the_person_while_the_membership_lives(people):
    _organisation, users = people
    colleague = users["colleague"].memberships.get()
    assert {kind for kind in [*KINDS, "colleague"] if permissions.can_leave(users[kind], colleague)} == {
        "colleague"
    }
    for status, expected in [("requested", True), ("refused", False), ("ended", False)]:
        colleague.status = status
        assert permissions.can_leave(users["colleague"], colleague) is expected


def test_anonymous_people_speak_for_nobody(db):
    nobody = AnonymousUser()
    assert permissions.membership_of(nobody) is None
    assert permissions.organisation_of(nobody) is None
    assert permissions.approved_organisation_of(nobody) is None
    assert permissions.can_write(nobody) is False
    assert permissions.is_delegate(nobody) is False
    assert permissions.has_role(nobody, "buyer") is False


def test_own_hat_comes_first_and_the_chosen_one_counts(db):
    own, other = administrator(verified()), verified()
    granted = delegate(other, user=own.user)
    assert permissions.membership_of(fresh(own.user)) == own
    user = fresh(own.user)
    user.acting_membership = granted.pk
    assert permissions.membership_of(user) == granted
    assert permissions.can_act_for(user, granted) and permissions.can_act_for(user, own)
    assert permissions.can_administer(user, own.organisation) is False
    assert user.acting_label == f"par délégation de {other} (Cabinet Exemple)"


def test_hat_of_somebody_else_is_not_worn(db):
    own, stranger = administrator(verified()), administrator(verified())
    user = fresh(own.user)
    user.acting_membership = stranger.pk
    assert permissions.membership_of(user) == own
    assert permissions.can_act_for(user, stranger) is False


@pytest.mark.parametrize(("days", "live"), [(0, True), (1, True), (-1, False)])
def test_delegation_counts_until_its_last_day(db, days, live):
    organisation = verified()
    granted = delegate(organisation, ends_on=timezone.localdate() + timedelta(days=days))
    assert (permissions.membership_of(granted.user) == granted) is live
    assert (granted.user in permissions.people_of(organisation)) is live


def test_people_of_an_organisation_are_told_once_and_only_active_ones(people):
    organisation, users = people
    User.objects.filter(pk=users["reader"].pk).update(is_active=False)
    expected = [users[kind] for kind in ["administrator", "editor", "waiting", "delegate", "colleague"]]
    assert list(permissions.people_of(organisation)) == sorted(expected, key=lambda user: user.pk)


@pytest.mark.parametrize(
    ("email", "verified_address", "expected"),
    [
        ("Personne@exemple.fr", True, True),
        ("personne@exemple.fr", False, False),
        ("autre@exemple.fr", True, False),
    ],
)
def test_address_is_proved_by_its_verification_whatever_the_case(db, email, verified_address, expected):
    user = UserFactory(email="personne@exemple.fr")
    user.emailaddress_set.update(verified=verified_address)
    assert permissions.has_proved(user, email) is expected
