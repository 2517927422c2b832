"""No parameter and no header sends a visitor to another host: every way that ends in a 30x × every payload.

The ways were found by reading: `next` of django-allauth's pages and of the admin's log-in, the Referer that a
refused form goes back to, the path of a notice, the page to which a decision of the desk returns.
"""

import logging
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.test import Client
from django.urls import include, path, reverse

from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from tests.access.scene import build
from tests.access.test_matrix import client_with, cookie_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.slow

HOST = "testserver"
EVIL = "ailleurs.example"
PAYLOADS = [
    f"https://{EVIL}",
    f"http://{EVIL}/",
    f"//{EVIL}",
    f"///{EVIL}",
    f"////{EVIL}",
    f"/\\{EVIL}",
    f"\\/{EVIL}",
    f"\\\\{EVIL}",
    f"/\\/{EVIL}",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    f"https:///{EVIL}",
    f"http:\\\\{EVIL}",
    f"https:\\/{EVIL}",
    f"HTTPS://{EVIL}",
    f"hTTps://{EVIL}/besoins/",
    f" https://{EVIL}",
    f"\thttps://{EVIL}",
    f"\nhttps://{EVIL}",
    f"\x00https://{EVIL}",
    f"ht\ttps://{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"/\r/{EVIL}",
    f"//{EVIL}/%2f..",
    f"/%09/{EVIL}",
    f"/%2f{EVIL}",
    f"/%5c{EVIL}",
    f"//{EVIL}@{HOST}",
    f"//{HOST}@{EVIL}",
    f"https://{HOST}@{EVIL}/",
    f"https://{HOST}:x@{EVIL}/",
    f"https://{HOST}.{EVIL}/",
    f"https://{EVIL}#{HOST}",
    f"https://{EVIL}?{HOST}",
    f"https://{EVIL}\\@{HOST}",
    f"//{EVIL}:80",
    "//3232235777",
    "//[::ffff:192.0.2.1]/",
    f"ftp://{EVIL}/",
    "javascript:alert(1)",
    "JaVaScRiPt://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    f"https://{EVIL}\u3002example",
    f"/\u2215/{EVIL}",
    f".{EVIL}",
    f"@{EVIL}",
]


@login_not_required
def trusting(request):
    response = HttpResponseRedirect("/")
    response["Location"] = request.GET.get("next", "/").replace("\n", "").replace("\r", "")
    return response


@login_not_required
def refuse(request):
    raise DomainError("Ce besoin est déjà clos.")


urlpatterns = [
    path("", include("grandest_portal.urls")),
    path("confiant/", trusting),
    path("refus/", refuse),
]


@pytest.fixture
def scene(dated_data):
    logging.disable(logging.ERROR)
    yield build()
    logging.disable(logging.NOTSET)


def lands_outside(location):
    """Whether a browser that follows `location` leaves us: it drops tabs and ends of line, and reads \\ as /."""
    seen = "".join(char for char in location if char not in "\t\r\n").strip().replace("\\", "/")
    end = urlsplit(urljoin(f"http://{HOST}/compte/connexion/", seen))
    return end.scheme not in {"http", "https"} or end.hostname != HOST


def client_of(scene, role):
    return client_with(cookie_of(scene.users[role]))


def login(scene, payload):
    data = {"login": scene.users["buyer"].email, "password": PASSWORD, "next": payload}
    return Client().post(reverse("account_login"), data)


def login_by_address(scene, payload):
    data = {"login": scene.users["buyer"].email, "password": PASSWORD}
    return Client().post(reverse("account_login", query={"next": payload}), data)


def page_of_a_signed_in_person(name):
    def way(scene, payload):
        return client_of(scene, "buyer").get(reverse(name, query={"next": payload}))

    return way


def logout(scene, payload):
    return client_of(scene, "buyer").post(reverse("account_logout"), {"next": payload})


def signup(scene, payload):
    data = {
        "email": "neuf@test.example",
        "password1": "une longue phrase de passe",
        "password2": "une longue phrase de passe",
        "side": "buyer",
        "full_name": "Claude Neuf",
        "next": payload,
    }
    return Client().post(reverse("account_signup"), data)


def reauthenticate(scene, payload):
    data = {"password": PASSWORD, "next": payload}
    return client_of(scene, "buyer").post(reverse("account_reauthenticate"), data)


def reset(scene, payload):
    return Client().post(reverse("account_reset_password"), {"email": "a@test.example", "next": payload})


def admin_login(scene, payload):
    return client_of(scene, "moderator").get(reverse("admin:login", query={"next": payload}))


def admin_login_of_a_visitor(scene, payload):
    return Client().get(reverse("admin:login", query={"next": payload}))


def refused_form(scene, payload):
    return Client().post("/refus/", headers={"referer": payload.replace("\n", "").replace("\r", "")})


def notice(scene, payload):
    made = Notification.objects.create(
        user=scene.users["buyer"], kind="test", title="Essai", path=payload.replace("\x00", "")
    )
    return client_of(scene, "buyer").post(reverse("notifications:open", args=[made.pk]))


def decision(scene, payload):
    need = scene.things["need submitted"]
    url = reverse("admin:needs_need_decide", args=[need.pk, "return"], query={"next": payload})
    data = {"confirm": "1", "reason": "Précisez.", "next": payload, "back": payload}
    return client_of(scene, "moderator").post(url, data, headers={"referer": f"https://{EVIL}/"})


WAYS = {
    "login": login,
    "login, in the address": login_by_address,
    "login of a signed-in person": page_of_a_signed_in_person("account_login"),
    "signup of a signed-in person": page_of_a_signed_in_person("account_signup"),
    "signup": signup,
    "logout": logout,
    "reauthentication": reauthenticate,
    "reset": reset,
    "admin login": admin_login,
    "admin login of a visitor": admin_login_of_a_visitor,
    "refused form": refused_form,
    "notice": notice,
    "decision": decision,
}


def test_payloads_are_many_and_all_lead_outside_or_nowhere():
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", WAYS)
def test_no_way_leads_outside(scene, name):
    outside, redirects = {}, 0
    for payload in PAYLOADS:
        cache.clear()
        response = WAYS[name](scene, payload)
        location = response.get("Location", "")
        redirects += bool(location)
        assert response.status_code < 500, payload
        if location and lands_outside(location):
            outside[payload] = location
    assert outside == {}
    assert redirects or name == "refused form"


@pytest.mark.urls(__name__)
def test_refused_form_goes_back_to_its_own_page(scene):
    """The control of the way that answers without a redirect: a page of ours is gone back to."""
    response = Client().post("/refus/", headers={"referer": f"http://{HOST}/besoins/"})
    assert (response.status_code, response.url) == (302, f"http://{HOST}/besoins/")


def test_login_goes_to_the_page_that_was_asked_for(scene):
    assert login(scene, "/mes-besoins/").url == "/mes-besoins/"


@pytest.mark.urls(__name__)
def test_trusting_view_is_caught(scene):
    """The control."""
    led = [
        payload
        for payload in PAYLOADS
        if lands_outside(Client().get("/confiant/", {"next": payload}).get("Location", ""))
    ]
    assert len(led) >= 30
