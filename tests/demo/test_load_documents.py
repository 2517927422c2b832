"""The documents of the demonstration pass the same doors as everybody's, and their text is read."""

import pytest

from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.reading import texts_of
from grandest_portal.demo.loading.documents import DRAFT, PUBLISHED, load_documents
from tests.factories import NeedFactory, buyer_user


@pytest.fixture
def needs(dated_data):
    user = buyer_user()
    common = {"buyer": user.memberships.get().organisation.buyer, "author": user}
    needs = {PUBLISHED: NeedFactory(published=True, **common), DRAFT: NeedFactory(**common)}
    load_documents({"valbrune": user}, needs)
    return needs


def test_each_purpose_is_shown(needs):
    found = Attachment.objects.live().for_list().values_list("object_id", "purpose", "file_kind")
    published, draft = needs[PUBLISHED].pk, needs[DRAFT].pk
    assert list(found) == [
        (published, "public", "xlsx"),
        (published, "public", "docx"),
        (draft, "source", "docx"),
        (draft, "received", "docx"),
    ]


def test_text_of_the_working_note_is_read(needs, run_jobs):
    run_jobs()
    ((name, text),) = texts_of("need", needs[DRAFT].pk, "source")
    assert name == "Note solaire.docx" and "Six toits portent des panneaux" in text
