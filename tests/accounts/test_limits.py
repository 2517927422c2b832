"""Limits on entering an account: who shares a bucket, what a forged header changes, what happens without the cache."""

import logging

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.accounts.helpers import log_in, logged_in, text
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = {"login": "absente@test.example", "password": "ce n'est pas celui-là"}


def tries(client, number, *, proxied=None, page="account_login", data=LOGIN):
    """The statuses of so many tries, from behind a proxy that appends `proxied` to the header."""
    headers = {"x-forwarded-for": proxied} if proxied else {}
    return [client.post(reverse(page), data, headers=headers).status_code for _try in range(number)]


def test_page_of_a_limit_is_ours_and_says_when_to_come_back(client):
    tries(client, 30)
    answer = client.post(reverse("account_login"), LOGIN)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Trop de demandes en peu de temps" in text(answer) and 'id="contenu"' in text(answer)


@pytest.mark.parametrize(
    ("page", "data", "allowed"),
    [
        ("account_login", LOGIN, 30),
        ("account_signup", {}, 20),
        ("account_reset_password", {"email": "absente@test.example"}, 5),
        ("mfa_login_webauthn", {}, 10),
    ],
)
def test_tries_of_one_address_are_limited(client, page, data, allowed):
    found = tries(client, allowed + 1, page=page, data=data)
    assert found.index(429) == allowed


def test_codes_for_one_person_are_limited(client, client_b):
    data = {"email": UserFactory().email}
    url = reverse("account_request_login_code")
    for _try in range(3):
        client.post(url, data)
        client.post(reverse("account_logout"))
    answer = client_b.post(url, data)
    assert answer.status_code == 200 and "Trop de tentatives" in text(answer)


@pytest.mark.parametrize(
    ("page", "data", "allowed"),
    [
        ("account_change_password", {"oldpassword": "ce n'est pas celui-là"}, 5),
        ("account_reauthenticate", {"password": "ce n'est pas celui-là"}, 10),
        ("account_email", {"email": "nouvelle@test.example"}, 10),
    ],
)
def test_tries_of_one_person_are_limited_wherever_they_come_from(client, client_b, page, data, allowed):
    """The control: another person still has all of theirs."""
    user = UserFactory()
    for visitor, who in [(client, user), (client_b, UserFactory())]:
        log_in(visitor, who.email)
    found = [tries(client, 1, page=page, data=data)[0] for _try in range(allowed)]
    assert 429 not in found
    assert tries(client, 1, proxied="203.0.113.9", page=page, data=data) == [429]
    assert tries(client_b, 1, page=page, data=data) != [429]


def test_two_addresses_behind_one_proxy_have_their_own_limits(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert tries(client, 31, proxied="192.0.2.1")[-1] == 429
    assert tries(client, 1, proxied="192.0.2.2") == [200]


def test_forged_header_changes_nothing(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    found = [tries(client, 1, proxied=f"203.0.113.{n}, 192.0.2.1")[0] for n in range(31)]
    assert found[-1] == 429


def test_forged_header_without_a_proxy_changes_nothing(client):
    found = [tries(client, 1, proxied=f"203.0.113.{n}")[0] for n in range(31)]
    assert found[-1] == 429


def test_unset_proxy_count_would_put_everybody_in_one_bucket(client):
    """The control: without the setting the two addresses of a proxy share a limit."""
    assert tries(client, 31, proxied="192.0.2.1")[-1] == 429
    assert tries(client, 1, proxied="192.0.2.2") == [429]


def test_limits_open_and_say_so_while_the_cache_is_down(client, settings, caplog, closed_cache):
    user = UserFactory()
    with caplog.at_level(logging.WARNING):
        assert 429 not in tries(client, 35)
        log_in(client, user.email)
    assert logged_in(client)
    assert "cache unavailable" in caplog.text


@pytest.fixture
def closed_cache(settings):
    """The cache's server cannot be reached."""
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"},
    }
    yield
    del caches["default"]


def test_request_through_fewer_proxies_is_counted_for_its_neighbour(client, settings):
    """One address where two proxies are expected: a page, no fault, and the same limit as without the header."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    found = [tries(client, 1, proxied=f"203.0.113.{n}")[0] for n in range(31)]
    assert (found[0], found[-1]) == (200, 429)
