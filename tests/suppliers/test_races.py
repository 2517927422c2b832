"""Two people at the same moment: the lock decides. Each control shows what happens without it."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from buyers.actions import register_buyer
from buyers.models import PublicBuyer
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.versions import versions_of
from suppliers import actions
from suppliers.enums import AccessStatus, SolutionStatus
from suppliers.models import AccessReading, AccessRequest, Company, Solution
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, buyer_user
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(first, second):
    """Run `first`, hold its transaction open while `second` starts; returns what each raised, or None."""
    written, outcomes = threading.Event(), [None, None]

    def one():
        try:
            with transaction.atomic():
                first()
                written.set()
                held.wait(1)
        except DomainError as error:
            outcomes[0] = error
        finally:
            written.set()
            connection.close()

    def other():
        written.wait(5)
        try:
            second()
        except DomainError as error:
            outcomes[1] = error
        finally:
            held.set()
            connection.close()

    held = threading.Event()
    threads = [threading.Thread(target=one), threading.Thread(target=other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    return outcomes


def unguarded_update(solution, title, version):
    """The same steps without the lock."""
    row = Solution.objects.get(pk=solution.pk)
    if row.version != version:
        raise DomainError("trop tard")
    Solution.objects.filter(pk=row.pk).update(title=title, version=row.version + 1)


def test_second_of_two_updates_is_refused():
    solution = solution_in(SolutionStatus.DRAFT)
    outcomes = at_once(
        lambda: actions.update_solution(solution, data={"title": "Premier"}, by=None, version=1),
        lambda: actions.update_solution(solution, data={"title": "Second"}, by=None, version=1),
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict]
    assert Solution.objects.values_list("title", "version").get() == ("Premier", 2)


def test_control_second_update_overwrites_without_the_lock():
    solution = solution_in(SolutionStatus.DRAFT)
    outcomes = at_once(
        lambda: unguarded_update(solution, "Premier", 1), lambda: unguarded_update(solution, "Second", 1)
    )
    assert outcomes == [None, None]
    assert Solution.objects.values_list("title", "version").get() == ("Second", 2)


def test_second_of_two_decisions_is_refused():
    solution = solution_in(SolutionStatus.SUBMITTED)
    outcomes = at_once(
        lambda: actions.publish_solution(solution, by=None),
        lambda: actions.reject_solution(solution, by=None, reason="Non"),
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), DomainError]
    assert Solution.objects.get().status == SolutionStatus.PUBLISHED


def description_of(organisation):
    names = ["name", "country", "identifier_kind", "identifier", "street", "postal_code", "city", "website"]
    return {name: getattr(organisation, name) for name in names}


def unguarded_role(organisation, role, other, **fields):
    """The same steps without the lock."""
    if hasattr(Organisation.objects.get(pk=organisation.pk), other):
        raise DomainError("l'autre rôle est pris")
    role.objects.create(organisation=organisation, **fields)


def roles():
    return Company.objects.count(), PublicBuyer.objects.count()


def test_organisation_takes_one_of_two_roles():
    organisation = OrganisationFactory()
    data, users = description_of(organisation), [UserFactory(), UserFactory()]
    outcomes = at_once(
        lambda: actions.register_company(
            users[0], data=data, position="Gérante", company_data={}, by=users[0]
        ),
        lambda: register_buyer(users[1], data=data, position="Acheteur", kind="commune", by=users[1]),
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), DomainError]
    assert roles() == (1, 0)


def test_control_organisation_takes_both_roles_without_the_lock():
    organisation = OrganisationFactory()
    outcomes = at_once(
        lambda: unguarded_role(organisation, Company, "buyer"),
        lambda: unguarded_role(organisation, PublicBuyer, "company", kind="commune"),
    )
    assert outcomes == [None, None]
    assert roles() == (1, 1)


@pytest.fixture
def granted():
    """A request that opens something, and a person who reads under it."""
    solution = solution_in(SolutionStatus.PUBLISHED, security="Texte", audiences={"security": "request"})
    reader = buyer_user()
    organisation = reader.memberships.get().organisation
    Organisation.objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    asked = AccessRequest.objects.create(
        solution=solution,
        organisation=organisation,
        person=reader,
        reason="Un marché.",
        status=AccessStatus.GRANTED,
        decided_at=timezone.now(),
    )
    return asked, reader


def test_page_that_is_being_opened_waits_for_a_withdrawal(granted):
    asked, reader = granted
    found = []
    at_once(
        lambda: actions.withdraw_access(asked, by=None, words="Le marché est passé."),
        lambda: found.append(actions.log_reading(asked, by=reader, names=["security"])),
    )
    assert found == [None] and not AccessReading.objects.exists()


def test_control_without_the_lock_the_page_would_open(granted):
    asked, _reader = granted
    found = []
    at_once(
        lambda: actions.withdraw_access(asked, by=None, words="Le marché est passé."),
        lambda: found.append(AccessRequest.objects.granted().filter(pk=asked.pk).exists()),
    )
    assert found == [True]


def test_two_colleagues_make_one_request(granted):
    asked, reader = granted
    colleague = MembershipFactory(organisation=asked.organisation).user
    AccessRequest.objects.all().delete()
    people = [type(reader).objects.get(pk=user.pk) for user in (reader, colleague)]
    outcomes = at_once(
        lambda: actions.ask_access(asked.solution, reason="Un.", by=people[0]),
        lambda: actions.ask_access(asked.solution, reason="Deux.", by=people[1]),
    )
    assert outcomes[0] is None and isinstance(outcomes[1], DomainError)
    assert AccessRequest.objects.get().reason == "Un."


def kept_references():
    """How many references each stored version of the only sheet holds, the first version first."""
    rows = versions_of(Solution.objects.get(), public_only=True)
    return [len(row.content["reference_rows"]) for row in rows][::-1]


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: without the lock"])
def test_two_references_at_once_are_two_versions(dated_data, monkeypatch, guarded):
    """The control gives one number to both, and the version that everybody reads lacks one of them."""
    solution = solution_in(SolutionStatus.PUBLISHED)
    if not guarded:
        monkeypatch.setattr(
            "suppliers.actions.references.lock_solution", lambda row: Solution.objects.get(pk=row.pk)
        )
    data = {"year": 2024, "result": "Un tiers de fuites en moins."}
    outcomes = at_once(
        lambda: actions.add_reference(solution, data={"who": "Metz", **data}, by=None),
        lambda: actions.add_reference(solution, data={"who": "Nancy", **data}, by=None),
    )
    assert outcomes == [None, None] and solution.reference_rows.count() == 2
    assert kept_references() == ([0, 1, 2] if guarded else [0, 1])


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: without the lock"])
def test_a_reference_of_the_instant_of_a_sending_is_refused(dated_data, monkeypatch, guarded):
    """What moderators read does not change: the control adds one to a sheet that was just sent."""
    solution = solution_in(SolutionStatus.DRAFT)
    agent = member(solution.company)
    if not guarded:
        monkeypatch.setattr(
            "suppliers.actions.references.lock_solution",
            lambda row: Solution.objects.select_related("company__organisation").get(pk=row.pk),
        )
    data = {"who": "Metz", "year": 2024, "result": "Un tiers de fuites en moins."}
    outcomes = at_once(
        lambda: actions.submit_solution(solution, by=agent),
        lambda: actions.add_reference(solution, data=data, by=agent),
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), DomainError if guarded else type(None)]
    assert solution.reference_rows.count() == (0 if guarded else 1)
