"""Roles, departures and departments: an organisation always keeps an administrator."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from grandest_portal.accounts import actions
from grandest_portal.accounts.actions import memberships as membership_actions
from grandest_portal.accounts.models import Department, Membership, User
from grandest_portal.accounts.permissions import can_administer
from grandest_portal.accounts.tasks import end_due
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from tests.accounts.teams import administrator, delegate, member, verified
from tests.factories import UserFactory


def told():
    return sorted(Notification.objects.values_list("user", "kind"))


def verbs(thing):
    return [entry.verb for entry in history_of(thing)]


@pytest.fixture
def organisation(db):
    return verified()


def test_administrator_approves_who_asks_to_join(organisation, run_jobs):
    boss, asking = administrator(organisation), member(organisation, waiting=True)
    actions.approve_membership(asking, by=boss.user)
    run_jobs()
    asking.refresh_from_db()
    assert (asking.status, verbs(asking)) == ("approved", ["membership.approved"])
    assert told() == [(asking.user_id, "accounts.membership_approved")]


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_colleague_who_does_not_administer_decides_nothing(organisation, role):
    asking, colleague = member(organisation, waiting=True), member(organisation, role)
    with pytest.raises(DomainError, match="Seules la modération et l'administration"):
        actions.approve_membership(asking, by=colleague.user)
    with pytest.raises(DomainError, match="Seules la modération et l'administration"):
        actions.refuse_membership(asking, by=colleague.user, reason="non")


def test_approved_where_nobody_administers_becomes_administrator(db):
    asking = member(verified(), waiting=True)
    approved = actions.approve_membership(asking, by=UserFactory(moderator=True))
    assert approved.role == "administrator"


def test_request_to_a_verified_organisation_is_told_to_its_administrators(organisation, run_jobs):
    boss, moderator = administrator(organisation), UserFactory(moderator=True)
    data = {
        "country": organisation.country,
        "identifier_kind": organisation.identifier_kind,
        "identifier": organisation.identifier,
        "name": "Peu importe",
        "street": "",
        "postal_code": "",
        "city": "",
        "website": "",
    }
    newcomer = UserFactory()
    actions.register_organisation(newcomer, data=data, position="", by=newcomer)
    run_jobs()
    assert told() == sorted(
        [
            (boss.user_id, "accounts.membership_requested"),
            (moderator.pk, "accounts.membership_requested"),
        ]
    )


def test_role_and_department_are_changed_and_told(organisation, run_jobs):
    boss, colleague = administrator(organisation), member(organisation)
    water = actions.open_department(organisation, name="Direction de l'eau", by=boss.user)
    actions.change_member(colleague, role="reader", department=water, by=boss.user)
    run_jobs()
    colleague.refresh_from_db()
    assert (colleague.role, colleague.department) == ("reader", water)
    assert verbs(colleague) == ["membership.changed"]
    assert told() == [(colleague.user_id, "accounts.membership_changed")]


def test_nothing_changed_is_neither_recorded_nor_told(organisation, run_jobs):
    boss, colleague = administrator(organisation), member(organisation)
    actions.change_member(colleague, role="editor", department=None, by=boss.user)
    run_jobs()
    assert (verbs(colleague), told()) == ([], [])


def test_department_of_another_organisation_is_refused(organisation):
    boss, colleague = administrator(organisation), member(organisation)
    foreign = Department.objects.create(organisation=verified(), name="Ailleurs")
    with pytest.raises(DomainError, match="Ce service n'existe plus"):
        actions.change_member(colleague, role="editor", department=foreign, by=boss.user)


@pytest.mark.parametrize("kind", ["self", "editor", "stranger", "moderator"])
def test_role_is_changed_by_an_administrator_of_the_same_organisation_only(organisation, kind):
    boss, colleague = administrator(organisation), member(organisation)
    by = {
        "self": colleague.user,
        "editor": member(organisation).user,
        "stranger": administrator(verified()).user,
        "moderator": UserFactory(moderator=True),
    }[kind]
    with pytest.raises(DomainError, match="change les rôles"):
        actions.change_member(colleague, role="administrator", department=None, by=by)
    assert boss.role == "administrator"


def test_delegate_never_administers(organisation):
    boss, granted = administrator(organisation), delegate(organisation)
    with pytest.raises(DomainError, match="n'administre pas"):
        actions.change_member(granted, role="administrator", department=None, by=boss.user)
    with pytest.raises(DomainError, match="personne validée de votre organisation"):
        actions.transfer_administration(granted, by=boss.user)
    with pytest.raises(IntegrityError, match="delegate_is_no_administrator"), transaction.atomic():
        Membership.objects.filter(pk=granted.pk).update(role="administrator")


def test_administration_is_handed_over_in_one_step(organisation, run_jobs):
    boss, colleague = administrator(organisation), member(organisation)
    actions.transfer_administration(colleague, by=boss.user)
    run_jobs()
    boss.refresh_from_db()
    colleague.refresh_from_db()
    assert (boss.role, colleague.role) == ("editor", "administrator")
    assert told() == sorted((each.user_id, "accounts.membership_changed") for each in [boss, colleague])


def test_last_administrator_cannot_leave(organisation):
    boss, _colleague = administrator(organisation), member(organisation)
    with pytest.raises(DomainError, match="n'aurait plus d'administrateur"):
        actions.end_membership(boss, by=boss.user)


def test_administrator_whose_only_peer_is_inactive_cannot_leave(organisation):
    boss = administrator(organisation)
    administrator(organisation, user=UserFactory(is_active=False))
    with pytest.raises(DomainError, match="n'aurait plus d'administrateur"):
        actions.end_membership(boss, by=boss.user)


def test_one_of_two_administrators_leaves_and_the_other_is_told(organisation, run_jobs):
    boss, peer = administrator(organisation), administrator(organisation)
    actions.end_membership(boss, by=boss.user)
    run_jobs()
    boss.refresh_from_db()
    assert (boss.status, told()) == ("ended", [(peer.user_id, "accounts.member_left")])


def test_moderator_ends_even_the_last_administrator(organisation, run_jobs):
    boss = administrator(organisation)
    actions.end_membership(boss, by=UserFactory(moderator=True), reason="Parti de l'organisation.")
    run_jobs()
    assert told() == [(boss.user_id, "accounts.membership_ended")]


def test_removed_colleague_is_told_and_sees_nothing_more(organisation, run_jobs):
    boss, colleague = administrator(organisation), member(organisation)
    actions.end_membership(colleague, by=boss.user, reason="Mutation")
    run_jobs()
    assert told() == [(colleague.user_id, "accounts.membership_ended")]
    assert not Membership.objects.live().filter(user=colleague.user).exists()


@pytest.mark.parametrize("kind", ["editor", "delegate", "stranger"])
def test_colleague_is_removed_by_an_administrator_only(organisation, kind):
    administrator(organisation)
    colleague = member(organisation)
    by = {
        "editor": lambda: member(organisation),
        "delegate": lambda: delegate(organisation),
        "stranger": lambda: administrator(verified()),
    }[kind]().user
    with pytest.raises(DomainError, match="Seules la personne et l'administration"):
        actions.end_membership(colleague, by=by)


def test_waiting_person_withdraws_the_request(organisation):
    asking = administrator(organisation, waiting=True)
    assert actions.end_membership(asking, by=asking.user).status == "ended"


def test_delegation_ends_after_its_last_day_once(organisation, run_jobs, dated_data):
    boss, today = administrator(organisation), timezone.localdate()
    over = delegate(organisation, ends_on=today - timedelta(days=1))
    last_day = delegate(organisation, ends_on=today)
    assert end_due() == (1, 0)
    assert end_due() == (0, 0)
    run_jobs()
    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, last_day.status) == ("ended", "approved")
    assert told() == sorted(
        [(over.user_id, "accounts.membership_ended"), (boss.user_id, "accounts.member_left")]
    )


def test_department_keeps_its_name_to_itself_and_frees_its_people(organisation):
    boss = administrator(organisation)
    water = actions.open_department(organisation, name="Direction de l'eau", by=boss.user)
    colleague = member(organisation, department=water)
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        actions.open_department(organisation, name="direction de l'EAU", by=boss.user)
    actions.close_department(water, by=boss.user)
    colleague.refresh_from_db()
    assert colleague.department is None
    with pytest.raises(DomainError, match="déjà fermé"):
        actions.close_department(water, by=boss.user)
    actions.open_department(organisation, name="Direction de l'eau", by=boss.user)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_departments_are_kept_by_administrators(organisation, role):
    water = Department.objects.create(organisation=organisation, name="Eau")
    with pytest.raises(DomainError, match="gère ses services"):
        actions.open_department(organisation, name="Voirie", by=member(organisation, role).user)
    with pytest.raises(DomainError, match="gère ses services"):
        actions.close_department(water, by=member(organisation, role).user)


def test_what_a_delegate_does_is_recorded_with_the_agency(organisation):
    granted = delegate(organisation)
    water = Department.objects.create(organisation=organisation, name="Eau")
    with pytest.raises(DomainError):
        actions.close_department(water, by=granted.user)
    actions.end_membership(granted, by=granted.user)
    label = AuditEntry.objects.get(verb="membership.ended").value.actor_label
    assert label == f"{granted.user}, par délégation de {organisation} (Cabinet Exemple)"


# --- two at once


def leave_together(*pairs):
    """Each (membership, user) ends their own membership, at once; returns the refusals."""
    gate, refused = threading.Barrier(len(pairs)), []

    def run(membership):
        try:
            gate.wait(timeout=5)
            actions.end_membership(membership, by=membership.user)
        except DomainError as error:
            refused.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[each]) for each in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()
    return refused


def two_administrators():
    organisation = verified()
    return organisation, administrator(organisation), administrator(organisation)


def test_two_last_administrators_at_once_one_stays(transactional_db):
    for _round in range(5):
        organisation, one, other = two_administrators()
        refused = leave_together(one, other)
        assert len(refused) == 1
        assert Membership.objects.administrators().filter(organisation=organisation).count() == 1


def test_control_without_the_lock_both_leave(transactional_db, monkeypatch):
    """The same race, where the organisation's row is only read: nobody is left in at least one round."""
    meet = threading.Barrier(2)

    def unguarded(membership, by):
        return Membership.objects.select_related("organisation").get(pk=membership.pk)

    check = membership_actions.check_successor

    def check_and_wait(membership):
        check(membership)
        meet.wait(timeout=5)

    monkeypatch.setattr(membership_actions, "lock_membership", unguarded)
    monkeypatch.setattr(membership_actions, "check_successor", check_and_wait)
    organisation, one, other = two_administrators()
    assert leave_together(one, other) == []
    assert Membership.objects.administrators().filter(organisation=organisation).count() == 0


def test_first_who_asked_does_not_administer_once_somebody_else_does(db):
    """A person who registered an organisation and was never decided must not take it over later."""
    organisation, moderator = verified(), UserFactory(moderator=True)
    squatter, agent = administrator(organisation, waiting=True), member(organisation, waiting=True)
    assert actions.approve_membership(agent, by=moderator).role == "administrator"
    approved = actions.approve_membership(squatter, by=User.objects.get(pk=agent.user_id))
    assert approved.role == "editor"


@pytest.mark.parametrize("loss", ["demoted", "removed"])
def test_right_lost_after_the_page_was_opened_is_lost(organisation, loss):
    """The person's memberships were read by the page; the decision reads them again under its lock."""
    boss, colleague = administrator(organisation), member(organisation)
    administrator(organisation)
    user = boss.user
    assert can_administer(user, organisation)
    changes = {"role": "reader"} if loss == "demoted" else {"status": "ended"}
    Membership.objects.filter(pk=boss.pk).update(**changes)
    for act in [
        lambda: actions.transfer_administration(colleague, by=user),
        lambda: actions.change_member(colleague, role="reader", department=None, by=user),
        lambda: actions.end_membership(colleague, by=user),
        lambda: actions.open_department(organisation, name="Eau", by=user),
        lambda: actions.invite(organisation, email="a@exemple.fr", role="editor", by=user),
    ]:
        user.live_memberships = [boss]
        with pytest.raises(DomainError):
            act()
    colleague.refresh_from_db()
    assert (colleague.role, colleague.status) == ("editor", "approved")


def test_person_with_a_delegation_registers_an_organisation_of_their_own(organisation):
    granted = delegate(organisation)
    data = {
        "country": "DE",
        "identifier_kind": "register",
        "identifier": "HRB 77 TEST",
        "name": "Beratung",
        "street": "",
        "postal_code": "66111",
        "city": "Saarbrücken",
        "website": "",
    }
    asked = actions.register_organisation(granted.user, data=data, position="", by=granted.user)
    assert (asked.kind, asked.status) == ("own", "requested")
