"""Who may do what in a team, and under which hat: one table per verb."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from grandest_portal.accounts import permissions
from grandest_portal.accounts.models import Invitation, User
from tests.accounts.teams import administrator, delegate, member, verified
from tests.factories import UserFactory, buyer_user, partner_user

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


def test_acting_label_names_the_agency_where_there_is_one(db):
    organisation = verified(name="Valbrune")
    for agency, expected in [("", "par délégation de Valbrune"), ("Abc", "par délégation de Valbrune (Abc)")]:
        user = delegate(organisation, agency=agency).user
        permissions.membership_of(user)
        assert user.acting_label == expected
    own = administrator(organisation).user
    permissions.membership_of(own)
    assert own.acting_label == ""


def test_memberships_are_read_once_and_again_on_demand(db, django_assert_num_queries):
    own = administrator(verified())
    user = fresh(own.user)
    with django_assert_num_queries(1):
        assert permissions.memberships_of(user) == permissions.memberships_of(user) == [own]
        assert str(permissions.membership_of(user).organisation) == str(own.organisation)
        assert permissions.membership_of(user).department is None
    permissions.read_again(user)
    with django_assert_num_queries(1):
        permissions.memberships_of(user)
    permissions.read_again(None)


def test_first_of_several_delegations_counts_without_an_own_organisation(db):
    first = delegate(verified())
    delegate(verified(), user=first.user)
    assert permissions.membership_of(fresh(first.user)) == first


def test_ended_and_refused_memberships_are_no_hat(db):
    user = UserFactory()
    for status in ["refused", "ended"]:
        member(verified(), status=status, user=user)
    assert (permissions.memberships_of(user), permissions.hat_of(user)) == ([], "")


def test_hat_is_named_by_its_membership(db):
    own = administrator(verified())
    assert permissions.hat_of(own.user) == str(own.pk)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: administrator(verified()), True),
        (lambda: member(verified(), waiting=True), True),
        (lambda: delegate(verified()), False),
    ],
    ids=["own", "asked", "delegated"],
)
def test_own_organisation_is_not_a_delegation(db, make, expected):
    assert permissions.has_own_organisation(make().user) is expected
    assert permissions.has_own_organisation(UserFactory()) is False


def test_sessions_are_closed_by_moderators_but_those_of_the_staff_by_administrators(db):
    person, moderator, admin = UserFactory(), UserFactory(moderator=True), UserFactory(admin=True)
    gone = UserFactory(moderator=True, is_active=False)
    found = {
        (name, whose): permissions.can_close_sessions(user, target)
        for name, user in [("person", person), ("moderator", moderator), ("admin", admin), ("gone", gone)]
        for whose, target in [("a person's", UserFactory()), ("the staff's", UserFactory(moderator=True))]
    }
    assert {key for key, may in found.items() if may} == {
        ("moderator", "a person's"),
        ("admin", "a person's"),
        ("admin", "the staff's"),
    }


def test_invitation_is_answered_by_the_account_that_proved_its_address(db):
    boss = administrator(verified())
    invitation = Invitation(organisation=boss.organisation, email="INVITEE@exemple.fr")
    guest, other = UserFactory(email="invitee@exemple.fr"), UserFactory()
    assert permissions.can_answer_invitation(guest, invitation) is True
    assert permissions.can_answer_invitation(other, invitation) is False
    guest.emailaddress_set.update(verified=False)
    assert permissions.can_answer_invitation(guest, invitation) is False


@pytest.mark.parametrize(
    ("others", "sole"),
    [
        ([], False),
        ([("editor", "approved", True)], True),
        ([("editor", "requested", True)], True),
        ([("editor", "ended", True)], False),
        ([("editor", "refused", True)], False),
        ([("administrator", "approved", True)], False),
        ([("administrator", "approved", False)], True),
        ([("administrator", "requested", True)], True),
        ([("administrator", "approved", True), ("editor", "approved", True)], False),
    ],
)
def test_sole_administrator_is_the_one_whom_others_need(db, others, sole):
    boss = administrator(verified())
    for role, status, active in others:
        member(boss.organisation, role, status=status, user=UserFactory(is_active=active))
    expected = boss.organisation if sole else None
    assert permissions.sole_administrator_of(boss.user) == expected


@pytest.mark.parametrize(
    ("role", "status"), [("editor", "approved"), ("administrator", "requested"), ("administrator", "ended")]
)
def test_who_does_not_administer_is_no_sole_administrator(db, role, status):
    person = member(verified(), role, status=status)
    member(person.organisation)
    assert permissions.sole_administrator_of(person.user) is None


def test_second_organisation_counts_for_the_sole_administrator(db):
    """Of several organisations, past or present, the one in need is found."""
    boss = administrator(verified())
    member(boss.organisation, "administrator")
    needy = administrator(verified(), user=boss.user, kind="own", status="ended")
    member(needy.organisation)
    assert permissions.sole_administrator_of(boss.user) is None


@pytest.mark.parametrize(
    ("waiting", "found", "approved"), [(False, True, True), (True, True, False)], ids=["approved", "asked"]
)
def test_partner_is_found_for_its_people(db, waiting, found, approved):
    user = partner_user(waiting=True) if waiting else partner_user()
    partner = user.memberships.get().organisation.partner
    assert (permissions.partner_of(user) == partner) is found
    assert (permissions.approved_partner_of(user) == partner) is approved
    assert (permissions.approved_partner_of(user) is None) is not approved


def test_person_of_no_partner_has_none(db):
    for user in [buyer_user(), UserFactory(), AnonymousUser()]:
        assert permissions.partner_of(user) is None
        assert permissions.approved_partner_of(user) is None
