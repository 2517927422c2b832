"""What each message says, and which page it opens."""

import pytest

from suppliers import messages
from suppliers.enums import SolutionStatus
from tests.suppliers.helpers import solution_in

pytestmark = pytest.mark.django_db

CASES = [
    (messages.SolutionSubmitted, "Solution à relire : Écoute", "/admin/suppliers/solution/{pk}/change/"),
    (messages.SolutionPublished, "« Écoute » est publiée", "/solutions/{pk}/"),
    (messages.SolutionReturned, "« Écoute » est à reprendre", "/solutions/{pk}/verifier/"),
    (messages.SolutionRejected, "« Écoute » n'est pas publiée", "/solutions/{pk}/"),
]


@pytest.mark.parametrize(("message_class", "title", "path"), CASES)
def test_message_has_title_path_and_reference(message_class, title, path):
    solution = solution_in(SolutionStatus.SUBMITTED, title="Écoute", moderation_reason="Dites chez qui.")
    message = message_class(solution)
    assert (message.title(), message.path()) == (title, path.format(pk=solution.pk))
    text = "\n".join(message.paragraphs())
    assert solution.reference in text
    told = message_class in {messages.SolutionReturned, messages.SolutionRejected}
    assert ("Dites chez qui." in text) is told
