"""Every address × every role × GET and POST has an expected answer; an address without one fails the suite.

302 for anonymous people, 404 for what one may not see, 403 for a verb that is refused, 405 for a wrong method.
"""

import logging

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.expectations import ROWS, admin_expectation, row_key
from tests.access.routes import routes
from tests.access.scene import ROLES, build

OTHER_METHOD = "DELETE"


class Rollback(Exception):
    pass


@pytest.fixture
def scene(dated_data, django_assert_max_num_queries):
    return build()


def client_of(user):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def answer(client, method, url):
    """The status of one request whose writes are undone, so that no row of the table leans on another."""
    try:
        with transaction.atomic():
            status = getattr(client, method.lower())(url).status_code
            raise Rollback
    except Rollback:
        return status


def url_of(row, scene):
    things = [scene.things[name].pk if name in scene.things else name for name in row.args]
    return reverse(row.route, args=things)


def statuses(row, scene):
    clients = {role: client_of(scene.users[role]) for role in ROLES}
    url = url_of(row, scene)
    return [answer(clients[role], row.method, url) for role in ROLES]


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


@pytest.mark.parametrize("row", ROWS, ids=row_key)
def test_address_answers_each_role_as_expected(row, scene):
    logging.disable(logging.ERROR)
    try:
        assert dict(zip(ROLES, statuses(row, scene), strict=True)) == dict(
            zip(ROLES, row.expected, strict=True)
        )
    finally:
        logging.disable(logging.NOTSET)
