"""The files of a sheet on the desk: each opens from there, beside who reads it and why no rule could read it."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.attachments.models import Attachment
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from suppliers.versioning import KIND
from tests.core.files import corpus
from tests.factories import UserFactory
from tests.suppliers.helpers import member, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


@pytest.fixture
def sheet():
    return solution_in(SolutionStatus.RETURNED)


@pytest.fixture
def join(sheet):
    agent = member(sheet.company)

    def run(name="Notice.pdf", data=None, **values):
        upload = SimpleUploadedFile(name, corpus.pdf(name) if data is None else data)
        values = {"is_accessible": True, "purpose": "public", **values}
        return add_attachment(KIND, sheet.pk, upload=upload, by=agent, **values)

    return run


def desk_of(client, moderator, solution):
    client.force_login(moderator)
    return unescape(client.get(f"/admin/suppliers/solution/{solution.pk}/change/").text)


def test_moderator_opens_every_file_of_the_sheet_and_reads_for_whom_it_is(client, sheet, join, moderator):
    """A picture stands there with its words; of what no rule can read, the panel says why."""
    notice = join()
    kept = join("Protocole.pdf", audience="request")
    join("Pose.png", data=corpus.picture(), alternative="La pose d'un capteur")
    Attachment.objects.filter(pk__in=[notice.pk, kept.pk]).update(text_status="read")
    Solution.objects.filter(pk=sheet.pk).update(status=SolutionStatus.SUBMITTED)
    page = desk_of(client, moderator, sheet)
    for document in Attachment.objects.all():
        address = f"/documents/{document.pk}/"
        assert re.search(rf'<a href="({address}[^"]*)"><bdi>{document.name}</bdi></a>', page), page
        assert client.get(address).status_code == 200
    assert "Qui le lit\u00a0: Tout le monde" in page and "Qui le lit\u00a0: Sur demande" in page
    picture = re.search(r'<img class="thumbnail" src="([^"]+)" alt="La pose d\'un capteur"', page)
    assert client.get(picture[1])["Content-Type"] == "image/png"
    assert page.count("Texte non lu\u00a0:") == 1 and "ouvrez-les avant de décider" in page
    assert "documents publics" not in page


def test_files_of_a_read_sheet_stand_on_the_desk_without_the_rule(client, sheet, join, moderator):
    join()
    Attachment.objects.update(text_status="read")
    page = desk_of(client, moderator, sheet)
    assert "Documents et images de la fiche" in page and "ouvrez-les avant de décider" not in page
    Attachment.objects.all().delete()
    assert "Documents et images" not in desk_of(client, moderator, sheet)
