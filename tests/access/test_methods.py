"""Every address × every sort of visitor × every method: no refusal is got round by another verb, no form goes without
token.

GET and POST are told row by row in expectations.py. The others are generated: HEAD answers as GET does, OPTIONS and
the unsafe verbs change nothing for anybody and never crash. A whole page is drawn for HEAD once: by the first role
that may read it.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as counters
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tests.access.expectations import ROWS
from tests.access.files import let_go
from tests.access.scene import ROLES
from tests.access.test_matrix import Rollback, answer, client_with, cookie_of, url_of
from tests.test_house import WITHOUT_TOKEN, WRITES, admin_urls, furnish

HTTP_OK = 200
UNSAFE = ["PUT", "PATCH", "DELETE"]
OTHER = [*UNSAFE, "OPTIONS", "HEAD"]
# The token is asked before anybody is recognised: these stand for the others.
SENDERS = ["anonymous", "moderator"]
# One of each sort of visitor: the others differ by the rows that they see, which GET and POST tell of all of them.
VISITORS = ["anonymous", "buyer", "company", "waiting", "partner", "moderator", "admin"]
# What a session or the framework itself writes at any request.
NOT_AN_EFFECT = {"django_session"}
GETS = [row for row in ROWS if row.method == "GET"]


@login_not_required
def loose(request):
    """A view that takes any method for a yes."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = 'changed'")
    return HttpResponse("ok")


urlpatterns = [path("", include("grandest_portal.urls")), path("lache/", loose)]


@pytest.fixture
def scene(dated_data):
    logging.disable(logging.ERROR)
    yield furnish()
    logging.disable(logging.NOTSET)


@contextmanager
def effects():
    """The tables that the block writes to, sessions apart."""
    found = set()

    def watch(execute, sql, params, many, context):
        match = WRITES.match(sql)
        if match and match.group(2) not in NOT_AN_EFFECT:
            found.add(match.group(2))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def asked(client, method, url):
    """(status, tables written) of one request whose writes are undone; no count of requests stands in its way."""
    counters.clear()
    try:
        with effects() as found, transaction.atomic():
            status = let_go(client.generic(method, url)).status_code
            raise Rollback
    except Rollback:
        return status, found


@dataclass(frozen=True)
class Page:
    name: str
    url: str
    expected: tuple = ()  # the status of a GET for each of ROLES; empty where it has to be asked

    def methods(self, role):
        """The methods to try: not HEAD where another visitor before this one reads the same whole page."""
        before = VISITORS[: VISITORS.index(role)]
        if self.expected and HTTP_OK in [self.expected[ROLES.index(each)] for each in before]:
            return OTHER if self.expected[ROLES.index(role)] != HTTP_OK else OTHER[:-1]
        return OTHER


def pages(scene):
    """Every address: the table's rows, whose GET another test holds to its word, and the admin's pages."""
    rows = [Page(f"{row.route} {row.args}", url_of(row, scene), row.expected) for row in GETS]
    return rows + [Page(name, url) for name, url in admin_urls()]


def wrong(method, status, plain, found):
    """What is wrong with an answer, or "". `plain()` is the status of a GET of the same address by the same role."""
    if found:
        return f"writes {sorted(found)}"
    if status >= 500:
        return f"{status}"
    if method in UNSAFE and status < 300 and plain() >= 300:
        return f"{status} where GET answers {plain()}"
    if method == "HEAD" and status not in {405, plain()}:
        return f"{status} where GET answers {plain()}"
    return ""


def walk(scene, role, urls):
    """{"METHOD name": fault} of every address for a role."""
    client, faults = client_with(cookie_of(scene.users[role])), {}
    for page in urls:

        @cache
        def plain(page=page):
            if page.expected:
                return page.expected[ROLES.index(role)]
            return answer(client, "GET", page.url)

        for method in page.methods(role):
            status, found = asked(client, method, page.url)
            fault = wrong(method, status, plain, found)
            if fault:
                faults[f"{method} {page.name}"] = fault
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("role", VISITORS)
def test_other_methods_do_nothing_and_never_crash(scene, role):
    assert walk(scene, role, pages(scene)) == {}


@pytest.mark.urls(__name__)
def test_view_that_takes_any_method_is_caught(scene):
    """The control."""
    faults = walk(scene, "anonymous", [Page("loose", "/lache/")])
    assert faults == {f"{method} loose": "writes ['accounts_user']" for method in OTHER}


def without_token(client, method, url):
    client.handler.enforce_csrf_checks = True
    return asked(client, method, url)


@pytest.mark.slow
@pytest.mark.parametrize("role", SENDERS)
def test_no_unsafe_request_goes_without_token(scene, role):
    """403 for everybody and everywhere: the token is asked before the view is reached."""
    client, passed = client_with(cookie_of(scene.users[role])), {}
    for page in pages(scene):
        if page.name.partition(" ")[0] in WITHOUT_TOKEN:
            continue
        for method in ["POST", "DELETE"]:
            status, found = without_token(client, method, page.url)
            if (status, found) != (403, set()):
                passed[f"{method} {page.name}"] = status, found
    assert passed == {}


def test_form_with_its_token_passes(scene):
    """The control: the same check lets a form through that holds its token."""
    client = Client(enforce_csrf_checks=True)
    client.get("/compte/connexion/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    data = {"csrfmiddlewaretoken": token, "login": "a@test.example", "password": "x" * 20}
    assert client.post("/compte/connexion/", data).status_code == 200
