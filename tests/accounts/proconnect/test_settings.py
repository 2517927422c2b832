"""Off unless configured, and never configured so that forging becomes possible: asked of new processes."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from grandest_portal.development.places import ROOT

pytestmark = pytest.mark.slow

CONFIGURED = {
    "PROCONNECT_ISSUER": "https://proconnect.example/api/v2",
    "PROCONNECT_CLIENT_ID": "portail",
    "PROCONNECT_CLIENT_SECRET": "secret",
}
LOOK = """
import sys
import django
django.setup()
from django.test import RequestFactory
from django.urls import Resolver404, resolve
try:
    resolve("/compte/proconnect/retour/")
    print("there", "requests" in sys.modules)
except Resolver404:
    print("absent", "requests" in sys.modules, "jwt" in sys.modules)
"""


def look(**variables):
    """What a production process says: (its line, its errors)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROCONNECT_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.production",
        "SECRET_KEY": "essai",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://portail.example",
        "EMAIL_HOST": "localhost",
        "DEFAULT_FROM_EMAIL": "portail@portail.example",
        "FILES_DIR": "/srv/files",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "REDIS_URL": settings.REDIS_URL,
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize("missing", [*CONFIGURED, ""])
def test_no_address_answers_and_nothing_is_loaded_unless_all_is_given(missing):
    given = {name: value for name, value in CONFIGURED.items() if missing and name != missing}
    assert look(**given) == ("absent False False", "")


def test_addresses_answer_when_all_is_given():
    assert look(**CONFIGURED) == ("there True", "")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PROCONNECT_ISSUER", "http://proconnect.example", "doit commencer par https://"),
        ("PROCONNECT_ISSUER", "http://127.0.0.1.example", "doit commencer par https://"),
        ("PROCONNECT_ALGORITHMS", "RS256,none", "asymétriques"),
        ("PROCONNECT_ALGORITHMS", "HS256", "asymétriques"),
    ],
)
def test_unsafe_setting_refuses_to_start(name, value, sentence):
    said, errors = look(**{**CONFIGURED, name: value})
    assert said == "" and sentence in errors


def test_tests_and_production_pin_the_same_algorithms():
    assert settings.PROCONNECT_ALGORITHMS == ["RS256", "ES256"]
    assert settings.PROCONNECT_SECOND_FACTORS == []
