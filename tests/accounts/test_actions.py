"""Asking to speak for an organisation, and the moderator's answer."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from grandest_portal.accounts.actions import (
    approve_membership,
    memberships,
    refuse_membership,
    register_organisation,
)
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import Notification
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

DATA = {
    "name": "Ville de Valbrune",
    "country": "FR",
    "identifier_kind": "siret",
    "identifier": "73282932000074",
    "street": "1 place de la Mairie",
    "postal_code": "67000",
    "city": "Strasbourg",
    "website": "",
}


def register(user, **data):
    return register_organisation(user, data={**DATA, **data}, position="Cheffe du service achats", by=user)


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def waiting(**fields):
    return MembershipFactory(waiting=True, **fields)


def test_first_person_asks_for_a_new_organisation(db):
    user = UserFactory()
    membership = register(user)
    assert (membership.user, membership.role, membership.status) == (user, "administrator", "requested")
    assert (membership.organisation.name, membership.organisation.verified_at) == ("Ville de Valbrune", None)
    assert verbs() == ["organisation.created", "membership.requested"]


def test_second_person_joins_the_same_organisation_as_an_editor(db):
    first, second = register(UserFactory()), register(UserFactory(), name="Un autre nom")
    assert second.organisation == first.organisation
    assert (second.role, second.organisation.name) == ("editor", "Ville de Valbrune")


def test_unverified_organisation_nobody_stands_for_is_described_again(db):
    refuse_membership(register(UserFactory(), name="Faux nom"), by=None, reason="Ce n'est pas vous.")
    membership = register(UserFactory(), name="Ville de Valbrune")
    membership.organisation.refresh_from_db()
    assert (membership.organisation.name, membership.role) == ("Ville de Valbrune", "administrator")
    assert verbs()[-2:] == ["organisation.described_again", "membership.requested"]


def test_verified_organisation_keeps_its_description(db):
    OrganisationFactory(**DATA, verified_at=timezone.now())
    assert register(UserFactory(), name="Autre nom").organisation.name == "Ville de Valbrune"


def test_person_speaks_for_one_organisation_at_a_time(db):
    user = MembershipFactory().user
    with pytest.raises(DomainError, match="Vous êtes déjà rattaché"):
        register(user)
    assert Organisation.objects.filter(identifier=DATA["identifier"]).count() == 0


@pytest.mark.parametrize("status", ["refused", "ended"])
def test_person_may_ask_again_after_an_end(db, status):
    membership = MembershipFactory(status=status)
    assert register(membership.user).status == "requested"


def test_moderators_are_told_of_a_request(db, run_jobs):
    moderator = UserFactory(moderator=True)
    UserFactory(moderator=True, is_active=False)
    register(UserFactory(full_name="Zoé Test"))
    run_jobs()
    assert [(row.user, row.title) for row in Notification.objects.all()] == [
        (moderator, "Zoé Test demande à représenter Ville de Valbrune")
    ]


def together(*functions):
    """Run each function in a thread of its own, at once; returns what each raised."""
    gate, raised = threading.Barrier(len(functions)), []

    def run(function):
        try:
            gate.wait(timeout=5)
            function()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return raised


@pytest.mark.parametrize("known", [False, True], ids=["new organisation", "known organisation"])
def test_two_people_at_once_make_one_organisation_and_one_administrator(transactional_db, known):
    for _round in range(5):
        Organisation.objects.all().delete()
        if known:
            OrganisationFactory(**DATA)
        people = [UserFactory() for _each in range(4)]
        assert together(*[lambda user=user: register(user) for user in people]) == []
        assert Organisation.objects.filter(identifier=DATA["identifier"]).count() == 1
        roles = sorted(Membership.objects.values_list("role", flat=True))
        assert roles == ["administrator", "editor", "editor", "editor"]


def test_one_person_twice_at_once_asks_once(transactional_db):
    user = UserFactory()
    raised = together(lambda: register(user), lambda: register(user, identifier="55208131766522"))
    assert ([type(error) for error in raised], Membership.objects.count()) == ([DomainError], 1)


def test_approval_verifies_the_organisation_and_tells_the_person(db, run_jobs):
    membership, moderator = waiting(), UserFactory(moderator=True)
    approve_membership(membership, by=moderator)
    membership.refresh_from_db()
    run_jobs()
    assert (membership.status, membership.organisation.verified_at) == ("approved", membership.decided_at)
    assert verbs() == ["membership.approved"]
    assert [(row.user, row.kind) for row in Notification.objects.all()] == [
        (membership.user, "accounts.membership_approved")
    ]


def test_organisation_is_verified_once(db):
    at = timezone.now()
    membership = waiting(organisation=OrganisationFactory(verified_at=at))
    approve_membership(membership, by=None)
    membership.organisation.refresh_from_db()
    assert membership.organisation.verified_at == at


def test_refusal_gives_its_reason_to_the_person(db, run_jobs):
    membership = waiting()
    refuse_membership(membership, by=UserFactory(moderator=True), reason="Pièce illisible.")
    run_jobs()
    notice = Notification.objects.get()
    assert (notice.user, notice.kind) == (membership.user, "accounts.membership_refused")
    assert notice.body.startswith("Raison : Pièce illisible.")
    assert AuditEntry.objects.get().value.payload == {
        "before": {"status": "requested"},
        "after": {"status": "refused"},
        "reason": "Pièce illisible.",
    }


def refuse(membership, *, by):
    return refuse_membership(membership, by=by, reason="Une raison.")


@pytest.mark.parametrize(
    ("act", "sources"),
    [(approve_membership, {"requested", "refused"}), (refuse, {"requested"})],
)
@pytest.mark.parametrize("status", ["requested", "approved", "refused", "ended"])
def test_decision_is_possible_from_these_states_only(db, act, sources, status):
    membership = MembershipFactory(status=status)
    if status in sources:
        act(membership, by=None)
        return
    with pytest.raises(DomainError, match="l'état est maintenant"):
        act(membership, by=None)
    assert (Membership.objects.get().status, verbs()) == (status, [])


def test_refused_person_who_went_elsewhere_is_not_approved(db):
    refused = MembershipFactory(status="refused")
    MembershipFactory(user=refused.user)
    with pytest.raises(DomainError, match="déjà rattachée à une autre organisation"):
        approve_membership(refused, by=None)


PEOPLE = {
    "person without organisation": (UserFactory, False),
    "buyer": (buyer_user, False),
    "company": (company_user, False),
    "partner": (partner_user, False),
    "moderator": (lambda: UserFactory(moderator=True), True),
    "admin": (lambda: UserFactory(admin=True), True),
    "deactivated moderator": (lambda: UserFactory(moderator=True, is_active=False), False),
    "the system": (lambda: None, True),
}


@pytest.mark.parametrize("act", [approve_membership, refuse])
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_decide(db, act, who):
    make, allowed = PEOPLE[who]
    membership, person = waiting(), make()
    if allowed:
        assert act(membership, by=person).status in {"approved", "refused"}
        return
    with pytest.raises(
        DomainError, match=r"Vous ne pouvez pas décider|Seules la modération et l'administration"
    ):
        act(membership, by=person)
    assert Membership.objects.get(pk=membership.pk).status == "requested"


@pytest.mark.parametrize("act", [approve_membership, refuse])
def test_nobody_decides_for_their_own_organisation(db, act):
    moderator = UserFactory(moderator=True)
    own = MembershipFactory(user=moderator).organisation
    for membership in [waiting(organisation=own), Membership.objects.get(user=moderator)]:
        with pytest.raises(DomainError, match="votre propre organisation"):
            act(membership, by=moderator)


def test_two_moderators_at_once_decide_once(transactional_db):
    membership = waiting()
    one, other = UserFactory(moderator=True), UserFactory(moderator=True)
    raised = together(
        lambda: approve_membership(membership, by=one), lambda: approve_membership(membership, by=other)
    )
    assert ([type(error) for error in raised], verbs()) == ([DomainError], ["membership.approved"])


def test_control_without_the_lock_two_moderators_decide_twice(transactional_db, monkeypatch):
    meet = threading.Barrier(2)

    def unlocked(membership, by):
        found = Membership.objects.select_related("organisation").get(pk=membership.pk)
        meet.wait(timeout=5)
        return found

    monkeypatch.setattr(memberships, "lock_membership", unlocked)
    membership = waiting()
    moderators = [UserFactory(moderator=True) for _each in range(2)]
    raised = together(*[lambda by=by: approve_membership(membership, by=by) for by in moderators])
    assert (raised, verbs()) == ([], ["membership.approved"] * 2)
