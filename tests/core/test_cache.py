"""The cache may be lost at any moment: each method then answers « not cached »."""

import socket
import time

import pytest
from django.core.cache import cache, caches

from grandest_portal.core import cache as fail_open

DOWN = [
    ("get", ("clé",), None),
    ("get", ("clé", "défaut"), "défaut"),
    ("add", ("clé", 1), True),
    ("set", ("clé", 1), None),
    ("touch", ("clé",), False),
    ("delete", ("clé",), False),
    ("get_many", (["clé"],), {}),
    ("set_many", ({"clé": 1},), []),
    ("delete_many", (["clé"],), None),
    ("has_key", ("clé",), False),
    ("incr", ("clé",), 1),
    ("clear", (), False),
]


@pytest.fixture
def cache_down(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
        yield caches["default"]


@pytest.mark.parametrize(("method", "arguments", "answer"), DOWN)
def test_lost_cache_answers_as_if_empty(cache_down, method, arguments, answer):
    assert getattr(cache_down, method)(*arguments) == answer


def test_present_cache_keeps_what_it_is_given():
    cache.set("clé", "valeur", 30)
    assert (cache.get("clé"), cache.get("autre", "défaut"), cache.add("clé", 2)) == (
        "valeur",
        "défaut",
        False,
    )
    cache.clear()


def test_login_page_answers_without_cache(client, db, cache_down):
    started = time.monotonic()
    response = client.post("/compte/connexion/", {"login": "a@test.example", "password": "x" * 20})
    assert (response.status_code, time.monotonic() - started < 3) == (200, True)


@pytest.fixture
def cache_hanging(settings):
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
        yield caches["default"]


def seconds_for_ten_reads(hanging, before_each):
    begun = time.monotonic()
    for _each in range(10):
        before_each()
        assert hanging.get("clé") is None
    return time.monotonic() - begun


def test_hanging_cache_is_waited_for_once(cache_hanging):
    assert seconds_for_ten_reads(cache_hanging, lambda: None) < 1.5


def test_hanging_cache_without_the_rest_is_waited_for_each_time(cache_hanging):
    """The control."""
    assert seconds_for_ten_reads(cache_hanging, lambda: fail_open.rest.update(until=0.0)) > 1.9
