"""Brings the database and the static files to the state of the demonstration, as two processes at the same time.

    python -m grandest_portal.development.prepare database|static

Each step does nothing when it has been done before, so that the second start is short.
"""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection


def prepare_database():
    # The limits of a web request are not those of a first load.
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    call_command("migrate", interactive=False)
    call_command("load_reference")
    call_command("load_demo")


def fingerprint():
    """Changes with any static file of the project or of a package."""
    files = sorted(storage.path(name) for finder in get_finders() for name, storage in finder.list(None))
    facts = [(path, Path(path).stat().st_size, Path(path).stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def prepare_static():
    """Compressing takes seconds, so it is done again only after a change."""
    stamp = Path(settings.STATIC_ROOT).with_name("static-stamp")
    current = fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return
    call_command("collectstatic", interactive=False, clear=True)
    stamp.write_text(current)


def main(part):
    django.setup()
    {"database": prepare_database, "static": prepare_static}[part]()


if __name__ == "__main__":
    main(sys.argv[1])
