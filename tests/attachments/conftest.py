"""A need of a buyer, its people, and a private folder that is really a folder."""

import io

import pytest

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import history_of
from grandest_portal.core.files.storage import PrivateStorage
from needs.documents import KIND
from tests.core.files import corpus
from tests.factories import MembershipFactory, NeedFactory, UserFactory, buyer_user, company_user


@pytest.fixture
def files_dir(tmp_path, monkeypatch):
    """The folder where the documents of this test lie."""
    storage = PrivateStorage(location=tmp_path / "files")
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", storage)
    for module in ("actions", "scanning"):
        monkeypatch.setattr(f"grandest_portal.attachments.{module}.private_files", lambda: storage)
    return tmp_path / "files"


@pytest.fixture
def people(db):
    """{role: person}: the author, a colleague who reads, who waits, others, a moderator."""
    author = buyer_user()
    organisation = author.memberships.get().organisation
    return {
        "author": author,
        "reader": MembershipFactory(organisation=organisation, role="reader").user,
        "waiting": MembershipFactory(organisation=organisation, role="editor", waiting=True).user,
        "other buyer": buyer_user(),
        "company": company_user(),
        "moderator": UserFactory(moderator=True),
    }


@pytest.fixture
def make_need(people):
    def make(**fields):
        author = people["author"]
        buyer = author.memberships.get().organisation.buyer
        return NeedFactory(**{"buyer": buyer, "author": author, **fields})

    return make


@pytest.fixture
def need(make_need):
    return make_need(published=True)


def upload(data=None, name="Cahier des charges.pdf"):
    """An open file with a name, as a form gives it."""
    file = io.BytesIO(corpus.pdf("Bonjour") if data is None else data)
    file.name = name
    return file


ANSWERS = {
    "public": {"is_accessible": True},
    "source": {},
    "received": {"received_from": "Ondine", "received_on": None},
}


@pytest.fixture
def add(need, people, files_dir, dated_data):
    """Join a document to the need: `add(purpose, data=…, name=…, **values)`."""

    def run(purpose="public", *, data=None, name="Cahier des charges.pdf", by=None, to=None, **values):
        values = ANSWERS[purpose] | values
        if purpose == "received" and values["received_on"] is None:
            values["received_on"] = need.published_at.date()
        return add_attachment(
            KIND,
            (to or need).pk,
            purpose=purpose,
            upload=upload(data, name),
            by=by or people["author"],
            **values,
        )

    return run


@pytest.fixture
def stored(files_dir):
    """How many files lie in the folder."""
    return lambda: sum(path.is_file() for path in files_dir.rglob("*"))


@pytest.fixture
def audited(db):
    """The verbs written about an attachment, the oldest first."""
    return lambda attachment: [entry.verb for entry in history_of(attachment)][::-1]
