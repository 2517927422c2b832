"""Who opens and who changes documents: the room of the thing decides."""

import pytest

from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.permissions import can_change, readable_attachment, thing_for
from needs.documents import KIND
from needs.enums import NeedStatus
from needs.models import Need
from needs.permissions import can_change_documents, can_read_documents

pytestmark = pytest.mark.django_db
ROLES = ["author", "reader", "waiting", "other buyer", "company", "moderator"]


@pytest.mark.parametrize("status", NeedStatus.values)
def test_who_changes_documents(people, need, status):
    need.status = status
    changing = status in {"draft", "returned", "submitted", "published"}
    assert [can_change_documents(people[role], need) for role in ROLES] == [changing, *[False] * 5]
    assert [can_change(people[role], KIND, need, "source") for role in ROLES] == [True, *[False] * 5]


@pytest.mark.parametrize("purpose", ["source", "received"])
def test_private_documents_are_read_by_those_who_prepare_the_need(people, need, purpose):
    assert [can_read_documents(people[role], need, purpose) for role in ROLES] == [True, True, *[False] * 4]


def test_public_documents_are_read_by_whoever_sees_the_need(people, need):
    assert all(can_read_documents(people[role], need, "public") for role in ROLES)
    Need.objects.filter(pk=need.pk).update(status="draft")
    seen = [thing_for(people[role], KIND, need.pk) is not None for role in ROLES]
    assert seen == [True, True, *[False] * 4]


def test_unknown_kind_and_unknown_number_open_nothing(people, need):
    assert thing_for(people["author"], "absent", need.pk) is None
    assert readable_attachment(people["author"], 999_999) is None
    assert set(KINDS) >= {KIND}
