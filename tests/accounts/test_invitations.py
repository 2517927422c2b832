"""Inviting a colleague and delegating to a consultant: nobody gets in but the person at the invited address."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from grandest_portal.accounts import actions
from grandest_portal.accounts.models import Invitation, Membership
from grandest_portal.accounts.tasks import end_due
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter
from tests.accounts.teams import administrator, delegate, member, verified
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("dated_data")

GUEST = "invitee@exemple.fr"


@pytest.fixture
def boss(db):
    return administrator(verified())


def invite(boss, email=GUEST, role="editor", **fields):
    return actions.invite(boss.organisation, email=email, role=role, by=boss.user, **fields)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_colleague_accepts_and_is_approved(boss, run_jobs):
    invitation, guest = invite(boss, role="reader"), UserFactory(email=GUEST)
    membership = actions.accept_invitation(invitation, by=guest)
    run_jobs()
    assert (membership.organisation, membership.role, membership.status, membership.kind) == (
        boss.organisation,
        "reader",
        "approved",
        "own",
    )
    assert verbs() == ["invitation.sent", "invitation.accepted", "membership.invited"]
    assert ("accounts.invitation_accepted", boss.user_id) in Notification.objects.values_list("kind", "user")


def test_mail_and_answer_are_the_same_with_and_without_an_account(boss, run_jobs):
    UserFactory(email="connue@exemple.fr", full_name="")
    for email in ["connue@exemple.fr", "inconnue@exemple.fr"]:
        invite(boss, email=email)
    run_jobs()
    mails = list(OutgoingEmail.objects.order_by("pk"))
    assert [mail.recipients for mail in mails] == [["connue@exemple.fr"], ["inconnue@exemple.fr"]]
    texts = [bytes(mail.mime).decode().count("vous invite") for mail in mails]
    assert texts[0] == texts[1]


def test_consultant_keeps_the_own_organisation_and_acts_for_another_until_a_day(boss):
    consultant = administrator(verified()).user
    consultant.emailaddress_set.update(email=GUEST)
    invitation = invite(boss, agency="Cabinet Exemple", ends_on=in_days(30))
    membership = actions.accept_invitation(invitation, by=consultant)
    assert (membership.kind, membership.ends_on, membership.agency) == (
        "delegated",
        in_days(30),
        "Cabinet Exemple",
    )
    assert Membership.objects.live().filter(user=consultant).count() == 2
    assert verbs()[-1] == "delegation.granted"


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (365, True), (366, False)])
def test_delegation_is_limited_in_time(boss, days, allowed):
    if allowed:
        assert invite(boss, agency="Cabinet", ends_on=in_days(days)).ends_on == in_days(days)
    else:
        with pytest.raises(DomainError, match="dans les 365 jours"):
            invite(boss, agency="Cabinet", ends_on=in_days(days))


def test_longest_delegation_is_data(boss):
    Parameter.objects.filter(key="delegation_days_max").update(value=10)
    with pytest.raises(DomainError, match="dans les 10 jours"):
        invite(boss, agency="Cabinet", ends_on=in_days(11))


def test_delegation_gives_no_administration(boss):
    with pytest.raises(DomainError, match="ne donne pas l'administration"):
        invite(boss, role="administrator", agency="Cabinet", ends_on=in_days(3))


@pytest.mark.parametrize("kind", ["editor", "reader", "delegate", "stranger", "waiting"])
def test_only_administrators_invite(boss, kind):
    organisation = boss.organisation
    by = {
        "editor": lambda: member(organisation),
        "reader": lambda: member(organisation, "reader"),
        "delegate": lambda: delegate(organisation),
        "stranger": lambda: administrator(verified()),
        "waiting": lambda: administrator(organisation, waiting=True),
    }[kind]().user
    with pytest.raises(DomainError, match="administration de l'organisation invite"):
        actions.invite(organisation, email=GUEST, role="editor", by=by)


@pytest.mark.parametrize("answer", [actions.accept_invitation, actions.decline_invitation])
def test_invitation_in_other_hands_opens_nothing(boss, answer):
    invitation = invite(boss)
    unproved = UserFactory(email=GUEST)
    unproved.emailaddress_set.update(verified=False)
    for thief in [UserFactory(), boss.user, unproved]:
        with pytest.raises(DomainError, match="une autre adresse"):
            answer(invitation, by=thief)
    assert Invitation.objects.get().status == "pending"


def test_invitation_serves_once(boss):
    invitation, guest = invite(boss), UserFactory(email=GUEST)
    membership = actions.accept_invitation(invitation, by=guest)
    actions.end_membership(membership, by=boss.user)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation, by=guest)
    assert not Membership.objects.live().filter(user=guest).exists()


@pytest.mark.parametrize("close", ["revoked", "declined"])
def test_closed_invitation_is_not_accepted_any_more(boss, close):
    invitation, guest = invite(boss), UserFactory(email=GUEST)
    if close == "revoked":
        actions.revoke_invitation(invitation, by=boss.user)
    else:
        actions.decline_invitation(invitation, by=guest)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation, by=guest)
    assert invite(boss).status == "pending"


def test_invitation_expires_and_another_may_follow(boss):
    invitation, guest = invite(boss), UserFactory(email=GUEST)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        with pytest.raises(DomainError, match="a expiré"):
            actions.accept_invitation(invitation, by=guest)
        assert invite(boss).status == "pending"
    invitation.refresh_from_db()
    assert invitation.status == "expired"


def test_periodic_task_closes_what_expired_once(boss):
    invite(boss)
    later = (timezone.now() + timedelta(days=15)).isoformat()
    assert (end_due(later), end_due(later)) == ((0, 1), (0, 0))


def test_invitation_that_nobody_answered_is_forgotten_later(boss):
    invite(boss)
    revoked = invite(boss, email="retiree@exemple.fr")
    actions.revoke_invitation(revoked, by=boss.user)
    accepted = invite(boss, email="acceptee@exemple.fr")
    actions.accept_invitation(accepted, by=UserFactory(email="acceptee@exemple.fr"))
    trace = Parameter.objects.value("invitation_trace_days", timezone.localdate())
    left = []
    for days in [14 + 1, 14 + trace - 1, 14 + trace + 1]:
        end_due((timezone.now() + timedelta(days=days)).isoformat())
        left.append(Invitation.objects.count())
    assert left == [3, 3, 1]
    assert Invitation.objects.get() == accepted


def test_second_invitation_to_the_same_address_waits_for_the_first(boss):
    invite(boss)
    with pytest.raises(DomainError, match="attend déjà"):
        invite(boss, email=GUEST.upper())


def test_invitation_of_an_administrator_who_left_vouches_for_nobody(boss):
    invitation, guest = invite(boss), UserFactory(email=GUEST)
    administrator(boss.organisation)
    actions.end_membership(boss, by=boss.user)
    with pytest.raises(DomainError, match="n'administre plus"):
        actions.accept_invitation(invitation, by=guest)


def test_person_of_another_organisation_leaves_it_first(boss):
    guest = administrator(verified(), user=UserFactory(email=GUEST)).user
    with pytest.raises(DomainError, match="quittez-la d'abord"):
        actions.accept_invitation(invite(boss), by=guest)


def test_member_is_not_invited_again(boss):
    colleague = member(boss.organisation, user=UserFactory(email=GUEST))
    with pytest.raises(DomainError, match="fait déjà partie"):
        invite(boss)
    assert colleague.is_approved


def test_number_of_invitations_in_a_day_is_limited_by_data(boss):
    Parameter.objects.filter(key="invitations_per_day").update(value=2)
    invite(boss, email="a@exemple.fr")
    invite(boss, email="b@exemple.fr")
    with pytest.raises(DomainError, match="2 invitations en un jour"):
        invite(boss, email="c@exemple.fr")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert invite(boss, email="c@exemple.fr").status == "pending"


def test_department_closed_meanwhile_does_not_come_back(boss):
    water = actions.open_department(boss.organisation, name="Direction de l'eau", by=boss.user)
    invitation, guest = invite(boss, department=water), UserFactory(email=GUEST)
    actions.close_department(water, by=boss.user)
    assert actions.accept_invitation(invitation, by=guest).department is None
