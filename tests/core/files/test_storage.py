"""Where files lie: private, under random names, with no address."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from grandest_portal.core.files.storage import PrivateStorage, random_name, stored_names
from grandest_portal.settings import base


@pytest.fixture
def storage(tmp_path):
    return PrivateStorage(location=tmp_path / "files")


def test_file_and_folder_are_for_the_owner_alone(storage):
    name = storage.save(random_name(), ContentFile(b"x"))
    path = Path(storage.path(name))
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


def test_names_are_random_and_say_nothing(storage):
    names = {storage.save(random_name(None, "secret.pdf"), ContentFile(b"x")) for _number in range(20)}
    assert len(names) == 20
    assert all(len(name) == 43 and "secret" not in name for name in names)
    assert set(stored_names(storage)) == names


def test_no_address_is_given(storage):
    with pytest.raises(ValueError, match="no address"):
        storage.url(storage.save(random_name(), ContentFile(b"x")))


@pytest.mark.parametrize(
    "make", [lambda path: PrivateStorage(location=path / "absent"), lambda path: InMemoryStorage()]
)
def test_storage_that_never_held_anything_has_no_names(make, tmp_path):
    assert stored_names(make(tmp_path)) == []


def test_settings_keep_files_out_of_what_is_served():
    """Their folder is no part of the static files, and no address leads to it."""
    place = base.STORAGES["attachments"]
    assert place["BACKEND"].endswith(".PrivateStorage")
    assert not settings.MEDIA_ROOT
    assert not str(place["OPTIONS"]["location"]).startswith(str(base.STATIC_ROOT))
