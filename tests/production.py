"""What production adds to the settings of the tests."""

import importlib
import os
from unittest import mock

from grandest_portal.settings import base

GIVEN = {
    "SITE_URL": "https://portail.example",
    "EMAIL_HOST": "smtp.portail.example",
    "DEFAULT_FROM_EMAIL": "portail@portail.example",
    "FILES_DIR": "/srv/files",
}


def differences():
    """{name: value} of the settings that production changes from those that every environment shares."""
    with mock.patch.dict(os.environ, GIVEN):
        module = importlib.import_module("grandest_portal.settings.production")
    return {
        name: getattr(module, name)
        for name in dir(module)
        if name.isupper() and getattr(module, name) != getattr(base, name, None)
    }
