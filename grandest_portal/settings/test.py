"""Tests: real PostgreSQL and Valkey, given by the pytest plugin of grandest_portal/development."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
# ProConnect's pages exist; nobody answers there but the provider that its own tests start.
os.environ.setdefault("PROCONNECT_ISSUER", "http://127.0.0.1:9")
os.environ.setdefault("PROCONNECT_CLIENT_ID", "portail-essai")
os.environ.setdefault("PROCONNECT_CLIENT_SECRET", "secret-essai")

from grandest_portal.settings.base import *  # noqa: F403

DEMO_MODE = True
# Tests of the guard itself set it to True; a test asserts that production does.
STAFF_MFA_REQUIRED = False
DEMO_MAIL_DIR = Path(os.environ.get("DEMO_MAIL_DIR", tempfile.gettempdir())) / f"courriels-{os.getpid()}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "attachments": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "imports": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from where they are written, nothing is collected.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# Whatever the environment says: tests ask a server of their own.
DIRECTORY_URL = ""
CLAMD_ADDRESS = ""
# The words alone, except in the tests of the encoder: it takes seconds that most tests do not need.
MATCHING_ENCODER = False
