"""A change of the secret key ends no session, as long as the old key stands among the fallbacks."""

import pytest
from django.test import Client

from tests.factories import UserFactory

OLD, NEW = "une-ancienne-clef-de-test", "une-nouvelle-clef-de-test"


@pytest.fixture
def signed_in(db, settings):
    """The cookie of a person who logged in under the old key."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    client = Client()
    client.force_login(UserFactory())
    return client


def test_session_outlives_a_change_of_key(signed_in, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert signed_in.get("/mon-compte/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    # Seen once under the new key, it no longer needs the old one.
    assert signed_in.get("/mon-compte/").status_code == 200


def test_session_dies_without_the_fallback(signed_in, settings):
    """The control."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    assert signed_in.get("/mon-compte/").status_code == 302
