"""The sheet goes to another company, or a person loses their role, while what they pressed waits for its turn."""

import pytest

from grandest_portal.core.errors import DomainError
from suppliers import actions
from suppliers.models import Assessment, Solution, SolutionRoute, SolutionTransfer
from tests.factories import CompanyFactory
from tests.suppliers.helpers import member
from tests.suppliers.innovation.test_buying import OFFER
from tests.suppliers.test_races import at_once
from tests.suppliers.test_transfers import Pair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(dated_data):
    return Pair()


def hand_on(pair):
    third = CompanyFactory()
    member(third)
    return actions.propose_transfer(pair.solution, taker=third, by=pair.agent)


VERBS = {
    "amend": lambda pair: actions.amend_solution(pair.solution, data={"title": "Vandalisé"}, by=pair.agent),
    "archive": lambda pair: actions.archive_solution(pair.solution, by=pair.agent),
    "confirm": lambda pair: actions.confirm_solution(pair.solution, by=pair.agent),
    "route": lambda pair: actions.state_route(pair.solution, data=OFFER, by=pair.agent),
    "start": lambda pair: actions.start_assessment(pair.solution, by=pair.agent),
    "hand on": hand_on,
}


def state():
    solution = Solution.objects.get()
    return (
        (solution.company_id, solution.title, solution.status, solution.version, solution.confirmed_at),
        SolutionRoute.objects.count(),
        Assessment.objects.count(),
        SolutionTransfer.objects.proposed().exists(),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_verb_of_the_giver_waits_for_the_acceptance_and_is_refused(pair, innovation, verb):
    transfer = pair.propose()
    solution = pair.solution
    expected = ((pair.taker.pk, solution.title, "published", 1, solution.confirmed_at), 0, 0, False)
    outcomes = at_once(lambda: actions.accept_transfer(transfer, by=pair.other), lambda: VERBS[verb](pair))
    assert [type(each) for each in outcomes] == [type(None), DomainError]
    assert "n'est plus celle de votre entreprise" in str(outcomes[1])
    assert state() == expected


def test_control_without_reading_the_rights_again_the_giver_archives_it(pair, monkeypatch):
    transfer = pair.propose()
    monkeypatch.setattr("suppliers.actions.common.check_still", lambda *_: None)
    outcomes = at_once(
        lambda: actions.accept_transfer(transfer, by=pair.other), lambda: VERBS["archive"](pair)
    )
    assert outcomes == [None, None] and Solution.objects.get().status == "archived"


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: rights of the page"])
def test_who_is_put_out_while_accepting_accepts_nothing(pair, monkeypatch, guarded):
    transfer = pair.propose()
    membership = pair.other.memberships.get()
    # What the page reads before it calls the action.
    assert actions.transfers.can_answer_transfer(pair.other, transfer)
    if not guarded:
        monkeypatch.setattr("suppliers.actions.transfers.check_still", lambda *_: None)

    def put_out():
        actions.common.lock_solution(pair.solution)
        type(membership).objects.filter(pk=membership.pk).update(status="ended")

    outcomes = at_once(put_out, lambda: actions.accept_transfer(transfer, by=pair.other))
    assert (outcomes[1] is None) is not guarded
    assert (Solution.objects.get().company == pair.giver) is guarded


def test_two_who_erase_one_draft_read_that_it_is_gone(dated_data):
    draft = actions.create_solution(CompanyFactory(), data={"title": "Brouillon"}, by=None)
    outcomes = at_once(
        lambda: actions.delete_solution_draft(draft, by=None),
        lambda: actions.delete_solution_draft(draft, by=None),
    )
    assert outcomes[0] is None and "vient d'être supprimée" in str(outcomes[1])
