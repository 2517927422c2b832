"""A page that does not say what it showed decides nothing: who saw nothing reads first."""

import pytest

from suppliers.actions import state_route
from suppliers.enums import AssessmentStatus, SolutionStatus
from suppliers.models import Assessment
from tests.factories import UserFactory
from tests.screens import confirmed
from tests.suppliers.helpers import solution_in
from tests.suppliers.innovation.conftest import draft, solution, speaker
from tests.suppliers.innovation.test_buying import OFFER

__all__ = ["draft", "solution", "speaker"]
pytestmark = pytest.mark.django_db


def test_note_is_not_signed_without_the_mark_of_its_text(client, draft, speaker):
    """The control is the second sending, with the mark that the page carries."""
    client.force_login(speaker)
    url = f"/solutions/{draft.solution_id}/innovation/signer/"
    typed = {"position": "Directrice", "audience": "everyone", "agreed": "on"}
    assert client.post(url, typed).status_code == 409
    assert Assessment.objects.get().status == AssessmentStatus.DRAFT
    assert client.post(url, typed | {"version": client.get(url).context["mark"]}).status_code == 302
    assert Assessment.objects.get().status == AssessmentStatus.SIGNED


def test_way_to_buy_is_neither_checked_nor_changed_without_its_mark(client, solution, speaker):
    row = state_route(solution, data=OFFER, by=speaker)
    client.force_login(UserFactory(moderator=True))
    url = f"/solutions/{solution.pk}/acheter/{row.pk}/verifier/"
    assert client.post(url, {"result": "confirmed", "note": ""}).status_code == 422
    row.refresh_from_db()
    assert row.check_result == ""
    typed = {"result": "confirmed", "note": "", "version": client.get(url).context["version"]}
    assert client.post(url, typed).status_code == 302
    row.refresh_from_db()
    assert row.check_result == "confirmed"


def test_desk_publishes_nothing_without_what_was_on_screen(client):
    sheet = solution_in(SolutionStatus.SUBMITTED)
    client.force_login(UserFactory(moderator=True))
    url = f"/admin/suppliers/solution/{sheet.pk}/decision/publish/"
    assert "relisez-le" in client.post(url, {"confirm": "1"}, follow=True).text
    sheet.refresh_from_db()
    assert sheet.status == SolutionStatus.SUBMITTED
    client.post(url, confirmed(sheet))
    sheet.refresh_from_db()
    assert sheet.status == SolutionStatus.PUBLISHED
