"""Every address × every role × GET and POST has an expected answer; an address without one fails the suite.

302 for anonymous people, 404 for what one may not see, 403 for a verb that is refused, 405 for a wrong method.
"""

import logging

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.expectations import ROWS, admin_expectation, row_key
from tests.access.files import let_go
from tests.access.routes import routes
from tests.access.scene import ROLES, build


class Rollback(Exception):
    pass


@pytest.fixture
def scene(dated_data):
    return build()


def cookie_of(user):
    """The session cookie of a person who logged in once; "" for anonymous people."""
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def client_with(cookie):
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


def answer(client, method, url):
    """The status of one request whose writes are undone, so that no row of the table leans on another."""
    # All visitors come from one address: the limits of the entrance must not answer in place of the page.
    cache.clear()
    try:
        with transaction.atomic():
            status = let_go(getattr(client, method.lower())(url)).status_code
            raise Rollback
    except Rollback:
        return status


def url_of(row, scene):
    things = [scene.things[name].pk if name in scene.things else name for name in row.args]
    return reverse(row.route, args=things)


def statuses(row, scene, cookies):
    url = url_of(row, scene)
    return [answer(client_with(cookies[role]), row.method, url) for role in ROLES]


def test_every_address_has_an_expectation():
    known = {row.route for row in ROWS}
    unknown = [
        route.name for route in routes() if route.name not in known and admin_expectation(route.name) is None
    ]
    assert unknown == []


def test_every_expectation_names_an_address():
    assert {row.route for row in ROWS} - {route.name for route in routes()} == set()


def test_no_row_stands_twice():
    keys = [row_key(row) for row in ROWS]
    assert sorted(set(keys)) == sorted(keys)


def test_each_address_has_get_and_post():
    methods = {}
    for row in ROWS:
        methods.setdefault((row.route, row.args), set()).add(row.method)
    assert {key: sorted(found) for key, found in methods.items() if found != {"GET", "POST"}} == {}


@pytest.mark.slow
@pytest.mark.urls("tests.access.plain_refusals")
@pytest.mark.parametrize("room", sorted({row.route.partition(":")[0].partition("_")[0] for row in ROWS}))
def test_addresses_answer_each_role_as_expected(room, scene):
    rows = [row for row in ROWS if row.route.startswith(room)]
    cookies = {role: cookie_of(scene.users[role]) for role in ROLES}
    logging.disable(logging.ERROR)
    try:
        found = {row_key(row): dict(zip(ROLES, statuses(row, scene, cookies), strict=True)) for row in rows}
    finally:
        logging.disable(logging.NOTSET)
    expected = {row_key(row): dict(zip(ROLES, row.expected, strict=True)) for row in rows}
    assert {key: value for key, value in found.items() if value != expected[key]} == {}
    assert found == expected
