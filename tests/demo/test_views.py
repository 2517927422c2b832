"""Open accounts in one click, in the demonstration only."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from grandest_portal.demo.accounts import ACCOUNTS
from grandest_portal.demo.urls import urlpatterns
from tests.factories import UserFactory

BUYER = ACCOUNTS[0][0]


def test_one_click_logs_in_and_opens_the_dashboard(client, db):
    user = UserFactory(email=BUYER)
    response = client.post(reverse("demo:enter"), {"email": BUYER})
    assert (response.url, client.session["_auth_user_id"]) == (reverse("pages:dashboard"), str(user.pk))


def test_entering_rotates_the_session(client, db):
    UserFactory(email=BUYER)
    client.force_login(UserFactory())
    before = client.session.session_key
    client.post(reverse("demo:enter"), {"email": BUYER})
    assert client.session.session_key not in {None, before}


def test_entering_shows_in_the_list_of_sessions(client, db):
    UserFactory(email=BUYER)
    client.post(reverse("demo:enter"), {"email": BUYER})
    rows = client.get(reverse("usersessions_list")).context["sessions"]
    assert [row["current"] for row in rows] == [True]


@pytest.mark.parametrize("email", ["", "inconnu@test.example", "\x00", "ACHETEUR@demo.example", BUYER + " "])
def test_other_addresses_are_not_found(client, db, email):
    UserFactory(email="inconnu@test.example")
    assert client.post(reverse("demo:enter"), {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("exists", [False, True])
def test_account_that_is_absent_or_closed_is_not_found(client, db, exists):
    if exists:
        UserFactory(email=BUYER, is_active=False)
    assert client.post(reverse("demo:enter"), {"email": BUYER}).status_code == 404


def test_entering_is_a_form_with_its_token(db):
    UserFactory(email=BUYER)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(reverse("demo:enter")).status_code == 405
    assert strict.post(reverse("demo:enter"), {"email": BUYER}).status_code == 403


def test_login_page_offers_each_account(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert [email for email, _label in ACCOUNTS if f'value="{email}"' in page] == [
        email for email, _label in ACCOUNTS
    ]
    assert page.count(f'action="{reverse("demo:enter")}"') == len(ACCOUNTS)


def test_nothing_of_it_outside_the_demonstration(client, db, settings):
    UserFactory(email=BUYER)
    settings.DEMO_MODE = False
    name = "0" * 20 + "-" + "a" * 8
    urls = [reverse("demo:mails"), reverse("demo:mail", args=[name]), reverse("demo:mail_html", args=[name])]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert client.post(reverse("demo:enter"), {"email": BUYER}).status_code == 404
    page = client.get(reverse("account_login")).content.decode()
    assert "demo.example" not in page and "Démonstration" not in page


def test_every_page_of_the_demonstration_is_guarded():
    assert {pattern.callback.__wrapped__.__module__ for pattern in urlpatterns} == {
        "grandest_portal.demo.views"
    }
    assert resolve("/demo/courriels/").func.login_required is False
