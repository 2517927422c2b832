"""Two people add the last document at once; the control shows the fault without the lock."""

import threading

import pytest

from grandest_portal.attachments import actions
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from needs.models import Need
from tests.core.files import corpus
from tests.needs.test_races import decide_together, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both(add):
    """Two additions where one document is allowed."""
    Parameter.objects.filter(key="attachment_count_max").update(value=1)
    return [lambda number=number: add(data=corpus.pdf(str(number))) for number in range(2)]


def test_last_document_is_added_once(both, need, stored):
    results = decide_together(need, *both)
    refusals = [result for result in results if isinstance(result, DomainError)]
    assert [refusal.message for refusal in refusals] == [
        "1 document au plus : retirez-le avant d'en ajouter un autre."
    ]
    assert (Attachment.objects.count(), stored()) == (1, 1)


def test_control_without_the_lock_both_are_added(both, monkeypatch):
    """Each counts before the other has written."""
    met = threading.Barrier(2)

    def unlocked(kind, pk, *, purpose, by):
        return Need.objects.get(pk=pk)

    def counted(*args):
        check(*args)
        met.wait(20)

    check = actions.check_room
    monkeypatch.setattr(actions, "lock_thing", unlocked)
    monkeypatch.setattr(actions, "check_room", counted)
    assert [type(result) for result in together(*both)] == [Attachment, Attachment]
