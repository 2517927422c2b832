"""What a visitor sees when something breaks: a calm page with a number, whatever broke, and nothing of the inside."""

import re
import socket

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, connections
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import include, path

SECRET_WORD = "sésame-interne"


@login_not_required
def in_view(request):
    raise RuntimeError(SECRET_WORD)


@login_not_required
def in_template(request):
    return HttpResponse(engines["django"].from_string("{% include name %}").render({"name": SECRET_WORD}))


@login_not_required
def in_sql(request):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{SECRET_WORD}' FROM no_such_table")


class BreakingMiddleware:
    """A layer of the stack that fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise RuntimeError(SECRET_WORD)


urlpatterns = [
    path("", include("grandest_portal.urls")),
    path("vue/", in_view),
    path("gabarit/", in_template),
    path("sql/", in_sql),
]
handler500 = "grandest_portal.core.views.server_error"
INSIDE = re.compile(rf"Traceback|File &quot;|SELECT|{SECRET_WORD}|no_such_table|psycopg|site-packages", re.I)


def ask(url, **extra):
    return Client(raise_request_exception=False).get(url, **extra)


def assert_calm(response):
    page = response.content.decode().replace("&#x27;", "'")
    assert response.status_code == 500
    assert "Une erreur s'est produite de notre côté" in page
    assert INSIDE.findall(page) == []
    assert "Set-Cookie" not in response.headers


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("url", ["/vue/", "/gabarit/", "/sql/"])
def test_break_is_a_calm_page_with_the_request_number(db, url):
    response = ask(url, headers={"X-Request-ID": "essai-12345678"})
    assert_calm(response)
    assert (response["X-Request-ID"], "essai-12345678" in response.content.decode()) == (
        "essai-12345678",
        True,
    )


@pytest.mark.urls(__name__)
def test_break_in_a_layer_is_a_calm_page(db, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.BreakingMiddleware"]
    assert_calm(ask("/besoins/"))


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("number", ["<script>alert(1)</script>", "x"])
def test_number_of_the_page_is_never_the_visitors_own_text(db, number):
    response = ask("/vue/", headers={"X-Request-ID": number})
    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])
    assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()


@pytest.fixture
def database_down(settings, django_db_blocker):
    """Nobody listens at the database's address; the test's own connection is set aside meanwhile."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host, port = closed.getsockname()
        kept = connections["default"]
        broken = kept.copy()
        broken.settings_dict = {**kept.settings_dict, "HOST": host, "PORT": str(port)}
        connections["default"] = broken
        with django_db_blocker.unblock():
            yield
        broken.close()
        connections["default"] = kept


@pytest.mark.fault
@pytest.mark.parametrize("url", ["/besoins/", "/tableau-de-bord/", "/compte/connexion/", "/admin/"])
def test_page_without_database_is_calm(database_down, url):
    """`test_page_with_its_database_answers` is the control."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    assert_calm(client.get(url))


def test_page_with_its_database_answers(db):
    """The control: the same page, the database there."""
    assert ask("/besoins/").status_code == 200


@pytest.mark.fault
def test_page_that_says_nothing_of_the_database_answers_without_it(database_down):
    """`test_page_with_its_database_answers` is the control."""
    assert [ask(url).status_code for url in ["/live", "/robots.txt"]] == [200, 200]
