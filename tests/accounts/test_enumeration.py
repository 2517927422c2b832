"""A stranger learns nothing of who has an account: same answer, same number of mails, same work."""

import re
import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from grandest_portal.notifications.models import OutgoingEmail
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "connue@test.example", "absente@test.example"
WORDS = "des mots choisis ce matin"
ASKED = {
    "account_login": lambda email: {"login": email, "password": "ce n'est pas celui-là"},
    "account_reset_password": lambda email: {"email": email},
    "account_request_login_code": lambda email: {"email": email},
    "account_signup": lambda email: {
        "email": email,
        "full_name": "Zoé Adam",
        "side": "buyer",
        "password1": WORDS,
        "password2": WORDS,
    },
}
MAILS = {
    "account_login": 0,
    "account_reset_password": 1,
    "account_request_login_code": 1,
    "account_signup": 1,
}
SAMPLES = 25


@pytest.fixture
def hashing(settings):
    """The hasher of production: the cheap one of the tests would hide a hash that is left out."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def masked(page, email):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "ADRESSE")


def outcome(name, email):
    """Everything a stranger sees, the following page included, and the number of mails."""
    client, before = Client(), OutgoingEmail.objects.count()
    answer = client.post(reverse(name), ASKED[name](email))
    pages = [masked(answer.content.decode(), email)]
    if answer.status_code == 302:
        pages.append(masked(client.get(answer.url).content.decode(), email))
    return answer.status_code, answer.get("Location"), pages, OutgoingEmail.objects.count() - before


@pytest.mark.parametrize("name", ASKED)
def test_answer_does_not_tell_who_has_an_account(name):
    UserFactory(email=KNOWN)
    known, unknown = outcome(name, KNOWN), outcome(name, UNKNOWN)
    assert known == unknown and known[3] == MAILS[name]


def test_code_for_the_staff_is_answered_alike():
    UserFactory(email=KNOWN, moderator=True)
    assert outcome("account_request_login_code", KNOWN) == outcome("account_request_login_code", UNKNOWN)


def work_of(name, email):
    """Seconds of processor of one answer; the limits of the tries before it are forgotten."""
    cache.clear()
    client = Client()
    client.get(reverse(name))
    start = time.process_time()
    client.post(reverse(name), ASKED[name](email))
    return time.process_time() - start


def ratio(name):
    """Median work for a known address over that for unknown ones, in interleaved samples."""
    UserFactory(email=KNOWN)
    work_of(name, KNOWN), work_of(name, "premiere@test.example")
    pairs = [(work_of(name, KNOWN), work_of(name, f"absente{n}@test.example")) for n in range(SAMPLES)]
    known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
    return known / unknown


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_work_does_not_tell_who_has_an_account(hashing, name):
    assert 0.8 <= ratio(name) <= 1.25


@pytest.mark.slow
def test_work_tells_it_without_the_second_hash(hashing, settings):
    """The control: django-allauth's own form hashes no password for an address that is taken."""
    settings.ACCOUNT_FORMS = {}
    assert ratio("account_signup") < 0.8
