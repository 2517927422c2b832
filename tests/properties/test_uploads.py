"""The corpus of hostile and honest files, sent to the real address of a need's documents."""

import logging

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grandest_portal.attachments.models import Attachment
from tests.attachments.conftest import files_dir
from tests.core.files.test_safety import ACCEPTED, REFUSED
from tests.properties.sending import client_of, scene_of_posts

pytestmark = pytest.mark.slow

__all__ = ["files_dir"]


@pytest.fixture
def scene(dated_data, files_dir):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def sent(client, url, name, data):
    cache.clear()
    file = SimpleUploadedFile("x", data)
    # As browsers send it: Django's own class would keep the last part of a path only.
    file._name = name
    return client.post(url, {"is_accessible": "on", "file": file})


def stored(folder):
    return sum(path.is_file() for path in folder.rglob("*"))


def test_each_hostile_file_is_refused_at_the_address_and_leaves_nothing(scene, files_dir):
    client = client_of(scene, "buyer")
    url = reverse("needs:document_add", args=[scene.things["need open"].pk, "public"])
    rows, found = Attachment.objects.count(), {}
    for case, (name, make, _sentence) in REFUSED.items():
        response = sent(client, url, name, make())
        if (response.status_code, Attachment.objects.count(), stored(files_dir)) != (422, rows, 0):
            found[case] = response.status_code
    assert found == {}


def test_each_honest_file_is_kept(scene, files_dir):
    """The control: the same address takes what is harmless."""
    client, found = client_of(scene, "buyer"), {}
    for case, (name, make) in ACCEPTED.items():
        Attachment.objects.filter(object_id=scene.things["need open"].pk).delete()
        url = reverse("needs:document_add", args=[scene.things["need open"].pk, "public"])
        response = sent(client, url, name, make())
        if response.status_code != 302:
            found[case] = response.status_code
    assert found == {}
