"""Sessions: rotated, ended by what touches the account's safety, by time, by their owner and by moderators."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.sessions import OPENED_AT, SEEN_AT
from tests.accounts.helpers import log_in, logged_in, reauthenticate, text
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

DASHBOARD = "/tableau-de-bord/"
NEW = "des mots choisis ce matin"


def is_open(client):
    return client.get(reverse("pages:account")).status_code == 200


def shift(client, **marks):
    """Move the session's marks of time into the past, by seconds."""
    session = client.session
    for name, seconds in marks.items():
        session[name] = int(time.time()) - seconds
    session.save()


def test_login_changes_the_key_of_the_session(client):
    user = UserFactory()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(client, user.email)
    assert client.session.session_key != before and not Session.objects.filter(pk=before).exists()


def test_cookie_is_dead_after_the_log_out(client, client_b):
    """The control: before it, whoever holds the same cookie is in."""
    log_in(client, UserFactory().email)
    client_b.cookies["sessionid"] = key = client.session.session_key
    assert is_open(client_b)
    client.post(reverse("account_logout"))
    client_b.cookies["sessionid"] = key
    assert not is_open(client_b) and not Session.objects.filter(pk=key).exists()


def test_password_change_ends_the_other_sessions(client, client_b):
    user = UserFactory()
    for visitor in [client, client_b]:
        log_in(visitor, user.email)
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert (is_open(client), is_open(client_b)) == (True, False)
    assert "user.password_changed" in {entry.verb for entry in history_of(user)}


def test_deactivation_ends_the_sessions(client):
    user = UserFactory()
    log_in(client, user.email)
    assert is_open(client)
    user.is_active = False
    user.save()
    assert not is_open(client)


def test_session_ends_twelve_hours_after_the_login_whatever_was_done(client):
    log_in(client, UserFactory().email)
    shift(client, **{OPENED_AT: 12 * 3600 - 60})
    assert is_open(client)
    row = Session.objects.get(pk=client.session.session_key)
    assert row.expire_date < timezone.now() + timedelta(minutes=2)
    shift(client, **{OPENED_AT: 12 * 3600 + 1})
    assert not is_open(client)


@pytest.mark.parametrize(
    ("staff", "seconds", "expected"), [(True, 29 * 60, True), (True, 30 * 60, False), (False, 31 * 60, True)]
)
def test_idle_session_of_the_staff_ends(client, staff, seconds, expected):
    log_in(client, UserFactory(is_staff=staff).email)
    shift(client, **{SEEN_AT: seconds})
    assert is_open(client) is expected
    assert logged_in(client) is expected


def test_activity_of_the_staff_is_marked_once_a_minute(client):
    log_in(client, UserFactory(moderator=True).email)
    shift(client, **{SEEN_AT: 20 * 60})
    is_open(client)
    first = client.session[SEEN_AT]
    is_open(client)
    assert time.time() - first < 5 and client.session[SEEN_AT] == first


def test_list_names_own_sessions_only(client, client_b):
    user = UserFactory()
    log_in(client_b, UserFactory().email)
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    log_in(client, user.email)
    answer = client.get(reverse("usersessions_list"))
    assert [(row["device"], row["current"]) for row in answer.context["sessions"]] == [
        ("Firefox, Windows", True)
    ]


def test_person_ends_one_or_all_other_sessions(client, client_b, client_c):
    user = UserFactory()
    for visitor in [client_b, client_c, client]:
        log_in(visitor, user.email)
    reauthenticate(client)
    other = UserSession.objects.get(session_key=client_b.session.session_key)
    client.post(reverse("usersessions_end", args=[other.pk]))
    assert (is_open(client), is_open(client_b), is_open(client_c)) == (True, False, True)
    client.post(reverse("usersessions_end_others"))
    assert (is_open(client), is_open(client_c)) == (True, False)
    assert {entry.verb for entry in history_of(user)} == {"user.sessions_closed"}


def test_ending_a_session_asks_for_the_password(client):
    log_in(client, UserFactory().email)
    answer = client.post(reverse("usersessions_end_others"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_session_of_another_person_is_not_found(client, client_b):
    log_in(client_b, UserFactory().email)
    log_in(client, UserFactory().email)
    reauthenticate(client)
    other = UserSession.objects.get(session_key=client_b.session.session_key)
    assert client.post(reverse("usersessions_end", args=[other.pk])).status_code == 404
    assert is_open(client_b)


@pytest.mark.parametrize(
    ("by", "person", "closed"),
    [("moderator", None, True), ("moderator", "admin", False), ("admin", "moderator", True)],
)
def test_moderators_close_sessions(client, client_b, by, person, closed):
    user = UserFactory(**({person: True} if person else {}))
    log_in(client_b, user.email)
    client.force_login(UserFactory(**{by: True}))
    data = {"action": "close_sessions", "_selected_action": [user.pk]}
    answer = client.post(reverse("admin:accounts_user_changelist"), data, follow=True)
    assert answer.status_code == 200 and is_open(client_b) is not closed
    assert ("user.sessions_closed" in {entry.verb for entry in history_of(user)}) is closed


def test_account_page_leads_to_the_safety_of_the_account(client):
    client.force_login(MembershipFactory().user)
    assert reverse("mfa_index") in text(client.get(reverse("pages:account")))
    page = text(client.get(reverse("mfa_index")))
    ways = [
        "account_change_password",
        "account_email",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "usersessions_list",
    ]
    assert [name for name in ways if reverse(name) not in page] == []
