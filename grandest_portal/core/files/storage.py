"""Where files lie: a private folder that no address serves, under names that nobody can guess."""

import secrets

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Readable by the portal's own user alone; it has no address, the one view of files gives them."""

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, **{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700, **kwargs}
        )

    def url(self, name):
        raise ValueError("private files have no address")


def random_name(*_ignored):
    """« 3f/3f9c… »: says nothing of the file, and spreads files over folders. Fits `upload_to`."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


def stored_names(storage):
    """Every name that `random_name` gave and that the storage still holds."""
    folders, _files = storage.listdir("") if storage.exists("") else ([], [])
    return [f"{folder}/{name}" for folder in sorted(folders) for name in sorted(storage.listdir(folder)[1])]
