"""A company sends the text that it read: one that changed since is shown again."""

import html

import pytest

from grandest_portal.core.errors import Conflict
from grandest_portal.core.seen import marks_of
from suppliers import actions
from suppliers.enums import SolutionStatus
from suppliers.models import Solution, SolutionReference
from suppliers.versioning import content_of
from tests.screens import seen_on
from tests.suppliers.helpers import member, solution_in
from tests.suppliers.test_races import at_once

OTHER = "Nous mentons sur nos concurrents."


@pytest.fixture
def draft(dated_data):
    return solution_in(SolutionStatus.DRAFT)


@pytest.fixture
def url(draft, client):
    client.force_login(member(draft.company))
    return f"/solutions/{draft.pk}/verifier/"


@pytest.mark.django_db
class TestSending:
    def test_what_a_colleague_changed_meanwhile_is_shown_again(self, draft, url, client):
        seen = seen_on(client, url)
        data = {"description": OTHER, "keywords": "mensonge"}
        actions.update_solution(draft, data=data, by=member(draft.company))
        answer = client.post(url, seen)
        text = html.unescape(answer.text)
        assert answer.status_code == 409 and OTHER in text
        assert "2 réponses ont changé" in text and "description, mots clés." in text
        assert Solution.objects.get().status == SolutionStatus.DRAFT
        assert client.post(url, seen_on(client, url)).url == f"/solutions/{draft.pk}/envoyee/"

    def test_the_page_that_says_so_sends_what_it_shows(self, draft, url, client):
        seen = seen_on(client, url)
        actions.update_solution(draft, data={"description": OTHER}, by=None)
        page = client.post(url, seen)
        client.get = lambda _url: page
        assert client.post(url, seen_on(client, url)).status_code == 302

    def test_a_reference_noted_meanwhile_counts(self, draft, url, client):
        seen = seen_on(client, url)
        SolutionReference.objects.create(solution=draft, who="Metz", year=2024, result="Bien.")
        assert "références notées" in client.post(url, seen).text

    @pytest.mark.parametrize("typed", [{}, {"version": ""}, {"version": "1"}, {"version": ":::"}])
    def test_a_press_without_marks_sends_nothing(self, url, client, typed):
        assert client.post(url, typed).status_code == 409
        assert Solution.objects.get().status == SolutionStatus.DRAFT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: nobody asks"])
def test_a_change_of_the_same_instant_is_not_sent_unread(draft, guarded):
    agent, seen = member(draft.company), marks_of(content_of(draft))
    outcomes = at_once(
        lambda: actions.update_solution(draft, data={"description": OTHER}, by=None),
        lambda: actions.submit_solution(draft, by=agent, seen=seen if guarded else None),
    )
    assert [type(each) for each in outcomes] == [type(None), Conflict if guarded else type(None)]
    assert Solution.objects.get().status == (SolutionStatus.DRAFT if guarded else SolutionStatus.SUBMITTED)
