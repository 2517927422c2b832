"""Headers and cookies under production's settings, per class of address; and what it refuses to start without."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from grandest_portal.core.middleware import PERMISSIONS_POLICY
from grandest_portal.development.checks import ENVIRONMENT
from grandest_portal.development.places import ROOT
from tests.access.scene import build
from tests.factories import PASSWORD
from tests.production import differences

pytestmark = pytest.mark.slow

HSTS = "max-age=63072000; includeSubDomains; preload"
EVERY = {
    "Strict-Transport-Security": HSTS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Frame-Options": "DENY",
}
STARTS = [
    sys.executable,
    "-c",
    "import django; django.setup(); from django.conf import settings; print(settings.DEBUG)",
]


@login_not_required
def crash(request):
    return 1 / 0


@login_not_required
def shared(request):
    """A view that wants its answer kept, whoever asks."""
    response = HttpResponse(request.user.get_username())
    response["Cache-Control"] = "public, max-age=600"
    return response


urlpatterns = [
    path("", include("grandest_portal.urls")),
    path("panne/", crash),
    path("partage/", shared),
]
handler500 = "grandest_portal.core.views.server_error"


@pytest.fixture
def production(settings):
    for name, value in differences().items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def scene(dated_data):
    return build()


def client_of(user=None):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def headers_of(response, names=EVERY):
    return {name: response.get(name) for name in names}


def test_production_changes_what_this_file_tests():
    assert {"SECURE_HSTS_SECONDS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_SECURE"} <= differences().keys()


PAGES = [
    "/",
    "/besoins/",
    "/compte/connexion/",
    "/robots.txt",
    "/.well-known/security.txt",
    "/introuvable/",
    "/tableau-de-bord/",
    "/panne/",
    "/static/absent.css",
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("url", PAGES)
def test_every_answer_carries_the_headers(production, db, url):
    assert headers_of(client_of().get(url, secure=True)) == EVERY


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("role", ["buyer", "company", "moderator"])
def test_every_answer_to_a_signed_in_person_is_kept_by_no_cache(production, scene, role):
    meeting = reverse("meetings:ics", args=[scene.things["meeting confirmed"].pk])
    client, kept = client_of(scene.users[role]), {}
    for url in [*PAGES, "/mon-compte/", "/admin/", meeting]:
        response = client.get(url, secure=True)
        cache = response.get("Cache-Control", "")
        if "no-store" not in cache and not url.startswith("/static/"):
            kept[url] = cache
        assert headers_of(response) == EVERY
    assert kept == {}


@pytest.mark.urls(__name__)
def test_view_that_wants_to_be_kept_is_overruled_for_a_signed_in_person(production, scene):
    assert (
        client_of(scene.users["buyer"]).get("/partage/", secure=True)["Cache-Control"] == "no-store, private"
    )
    assert client_of().get("/partage/", secure=True)["Cache-Control"] == "public, max-age=600"


def test_style_sheet_may_be_kept_and_is_no_other_type(production, db):
    response = client_of().get("/static/css/portal.css", secure=True)
    response.close()
    found = (response.status_code, response["X-Content-Type-Options"], response["Strict-Transport-Security"])
    assert found == (200, "nosniff", HSTS)


def test_plain_http_is_sent_to_https_and_health_is_not(production, db):
    response = client_of().get("/besoins/?q=eau")
    assert (response.status_code, response.url) == (301, "https://testserver/besoins/?q=eau")
    assert client_of().get("/live").status_code == 200


def cookies_of(response):
    """{name: {attribute: value}} of the cookies that an answer sets, times apart."""
    return {
        name: {
            key: morsel[key] for key in ["path", "domain", "secure", "httponly", "samesite"] if morsel[key]
        }
        for name, morsel in response.cookies.items()
    }


def test_cookies_are_bound_to_this_host_and_https(production, scene):
    client = client_of()
    client.get("/compte/connexion/", secure=True)
    data = {"login": scene.users["buyer"].email, "password": PASSWORD}
    response = client.post(
        "/compte/connexion/", data, secure=True, headers={"referer": "https://testserver/"}
    )
    assert response.status_code == 302
    found = cookies_of(response)
    found.pop("messages", None)
    assert found == {
        "__Host-session": {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"},
        "__Host-csrf": {"path": "/", "secure": True, "samesite": "Lax"},
    }


def test_message_cookie_is_bound_to_https_too(production, settings):
    """Messages take the attributes of the session's cookie."""
    assert (settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY) == (True, True)
    assert settings.SESSION_COOKIE_DOMAIN is None and settings.CSRF_COOKIE_DOMAIN is None


def test_logout_makes_the_browser_forget(production, scene):
    client = client_of(scene.users["buyer"])
    assert client.get("/mon-compte/", secure=True).get("Clear-Site-Data") is None
    response = client.post("/compte/deconnexion/", secure=True)
    assert response.status_code == 302
    found = headers_of(response, ["Clear-Site-Data", "Cache-Control"])
    assert found == {"Clear-Site-Data": '"cache", "storage"', "Cache-Control": "no-store, private"}


def test_page_of_a_visitor_forgets_nothing(production, db):
    assert client_of().get("/", secure=True).get("Clear-Site-Data") is None


def start(**changes):
    """Start Django under production's settings; a variable that is None is not given."""
    given = ENVIRONMENT | {"SECRET_KEY": secrets.token_urlsafe(64)} | changes
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "TMPDIR"}}
    environment = inherited | {name: value for name, value in given.items() if value is not None}
    environment["DJANGO_SETTINGS_MODULE"] = "grandest_portal.settings.production"
    return subprocess.run(
        STARTS, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


REQUIRED = [
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "EMAIL_HOST",
    "DEFAULT_FROM_EMAIL",
    "FILES_DIR",
]


@pytest.mark.parametrize("value", [None, " "], ids=["absent", "blank"])
@pytest.mark.parametrize("name", REQUIRED)
def test_production_refuses_to_start_without(name, value):
    result = start(**{name: value})
    assert result.returncode == 1
    assert f"La variable d'environnement {name} est obligatoire." in result.stderr


@pytest.mark.parametrize("name", ["DEBUG", "DJANGO_DEBUG", "DEMO_MODE"])
def test_production_cannot_be_made_to_debug(name):
    """Also the control of the refusals above: with every variable it starts."""
    result = start(**{name: "1"})
    assert (result.returncode, result.stdout.strip()) == (0, "False"), result.stderr


def test_demonstration_pages_are_no_addresses_of_production():
    code = "import django; django.setup(); from django.urls import resolve; resolve('/demo/courriels/')"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ
        | ENVIRONMENT
        | {
            "SECRET_KEY": "x" * 60,
            "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.production",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Resolver404" in result.stderr


@pytest.mark.parametrize(
    "url",
    [
        "/metrics",
        "/api/docs",
        "/openapi.json",
        "/api/openapi.json",
        "/silk/",
        "/__debug__/",
        "/.env",
        "/.git/config",
    ],
)
def test_nothing_of_the_engine_room_has_an_address(db, url):
    assert [client_of().get(address).status_code for address in [url, f"{url.rstrip('/')}/"]] == [404, 404]


def test_tests_run_without_debug():
    assert django_settings.DEBUG is False
