"""Limits: who shares a count, what the answer says, and that a lost cache shuts nobody out."""

import logging
import socket

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from grandest_portal.core.limits import by_address, by_person, limited
from tests.factories import UserFactory

NOW = 1_800_000_000.0
LISTS = ["/besoins/", "/solutions/", "/reference/cpv/"]


@pytest.fixture(autouse=True)
def small_rates(settings):
    settings.RATE_LIMITS = {"search": (3, 60), "export": (2, 3600)}


@pytest.fixture(autouse=True)
def still_clock(request):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def request_from(address="192.0.2.1", user=None, **headers):
    request = RequestFactory().get("/x/?q=eau", REMOTE_ADDR=address, headers=headers)
    request.user = user or AnonymousUser()
    return request


def statuses(requests, name="search", key=by_address):
    view = limited(name, key=key)(lambda request: HttpResponse("ok"))
    return [view(request).status_code for request in requests]


def test_answer_beyond_the_rate_is_a_calm_page_that_says_when(client, db):
    answers = [client.get("/besoins/?q=eau") for _each in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    last = answers[-1]
    assert (last["Retry-After"], last.templates[0].name) == ("60", "429.html")
    assert "Trop de demandes en peu de temps" in last.content.decode()


@pytest.mark.parametrize("url", LISTS)
def test_searches_are_limited_and_plain_lists_are_not(client, db, url):
    assert [client.get(f"{url}?q=eau").status_code for _each in range(4)] == [200, 200, 200, 429]
    assert [client.get(url).status_code for _each in range(5)] == [200] * 5


def test_count_starts_again_with_the_next_window(db, still_clock):
    assert statuses([request_from() for _each in range(4)]) == [200, 200, 200, 429]
    still_clock.shift(60)
    assert statuses([request_from()]) == [200]


def test_two_names_have_counts_of_their_own(db):
    assert statuses([request_from() for _each in range(4)]) == [200, 200, 200, 429]
    assert statuses([request_from()], name="export") == [200]


def test_two_visitors_behind_one_proxy_have_counts_of_their_own(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    one = [request_from("10.0.0.1", **{"X-Forwarded-For": "192.0.2.7"}) for _each in range(4)]
    other = request_from("10.0.0.1", **{"X-Forwarded-For": "192.0.2.8"})
    assert statuses(one) == [200, 200, 200, 429]
    assert statuses([other]) == [200]


def test_visitors_behind_a_proxy_that_nobody_trusts_share_one_count(db, settings):
    """The control: what happens where TRUSTED_PROXY_COUNT was forgotten."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    one = [request_from("10.0.0.1", **{"X-Forwarded-For": "192.0.2.7"}) for _each in range(4)]
    other = request_from("10.0.0.1", **{"X-Forwarded-For": "192.0.2.8"})
    assert statuses(one) == [200, 200, 200, 429]
    assert statuses([other]) == [429]


@pytest.mark.parametrize("proxies", [0, 1])
def test_address_that_the_visitor_claims_changes_nothing(db, settings, proxies):
    """A proxy appends what it saw: whatever stands before it is the visitor's own word."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    claims = [f"203.0.113.{n}, 192.0.2.7" for n in range(4)]
    asked = [request_from("10.0.0.1", **{"X-Forwarded-For": claim}) for claim in claims]
    assert statuses(asked) == [200, 200, 200, 429]


def test_address_that_is_believed_whole_would_open_the_limit(db, settings):
    """The control: one proxy too many is trusted, and each claim is a visitor."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    claims = [f"203.0.113.{n}, 192.0.2.7" for n in range(4)]
    asked = [request_from("10.0.0.1", **{"X-Forwarded-For": claim}) for claim in claims]
    assert statuses(asked) == [200, 200, 200, 200]


@pytest.mark.parametrize("claim", ["", "192.0.2.7", "no address"])
def test_request_that_came_round_the_proxies_is_counted_by_its_neighbour(db, settings, claim):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    headers = {"X-Forwarded-For": claim} if claim else {}
    assert by_address(request_from("10.0.0.9", **headers)) == "address:10.0.0.9"


def test_exports_are_counted_by_person_wherever_they_are(db):
    user, other = UserFactory(), UserFactory()
    asked = [request_from(f"192.0.2.{n}", user) for n in range(3)]
    assert statuses(asked, "export", by_person) == [200, 200, 429]
    assert statuses([request_from("192.0.2.1", other)], "export", by_person) == [200]
    assert statuses([request_from("192.0.2.1")], "export", by_person) == [200]


def test_lost_cache_shuts_nobody_out_and_is_logged(db, settings, caplog):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
        with caplog.at_level(logging.WARNING, "grandest_portal.core.cache"):
            assert statuses([request_from() for _each in range(6)]) == [200] * 6
    assert [record.message for record in caplog.records][:1] == ["cache unavailable: add (ConnectionError)"]


def test_present_cache_counts(db):
    """The control of the test above."""
    assert caches["default"].get("x") is None
    assert statuses([request_from() for _each in range(6)]) == [200, 200, 200, 429, 429, 429]
