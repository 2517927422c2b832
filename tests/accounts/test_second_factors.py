"""Second factors: codes of an application, recovery codes, and what the staff must prove."""

import json
import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from grandest_portal.accounts.second_factors import MFAAdapter
from grandest_portal.core.audit import history_of
from tests.accounts.helpers import (
    code,
    enrol,
    factors_of,
    fresh,
    log_in,
    logged_in,
    prove,
    reauthenticate,
    text,
)
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def setting_of(environment, name):
    code = f"from grandest_portal.settings import {environment} as settings; print(settings.{name})"
    command = [sys.executable, "-c", code]
    variables = {
        "SECRET_KEY": "x",
        "ALLOWED_HOSTS": "x",
        "DEMO_MAIL_DIR": "x",
        "SITE_URL": "https://portail.example",
        "EMAIL_HOST": "localhost",
        "DEFAULT_FROM_EMAIL": "portail@portail.example",
        "FILES_DIR": "/srv/files",
        "DATABASE_URL": "postgresql://a@/a",
    }
    done = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def stored_data():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        return " ".join(row[0] for row in cursor.fetchall())


@pytest.fixture
def guarded(settings):
    """The rule of production: the staff proves a second factor."""
    settings.STAFF_MFA_REQUIRED = True


def test_secrets_are_unreadable_in_the_database():
    user = UserFactory()
    authenticator = enrol(user)
    codes = RecoveryCodes.activate(user)
    seed = MFAAdapter().decrypt(codes.instance.data["seed"])
    assert MFAAdapter().decrypt(authenticator.data["secret"]) not in stored_data()
    assert seed not in stored_data()
    assert [code for code in codes.generate_codes() if code in stored_data()] == []


def test_secrets_survive_a_change_of_key(settings):
    written = MFAAdapter().encrypt("abc")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "une autre clé"
    assert MFAAdapter().decrypt(written) == "abc"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        MFAAdapter().decrypt(written)


def activate(client):
    reauthenticate(client)
    page = text(client.get(reverse("mfa_activate_totp")))
    secret = client.session["mfa.totp.secret"]
    assert secret in page and "data:image/svg+xml;base64," in page
    digits = code(secret)
    return client.post(reverse("mfa_activate_totp"), {"code": digits}), secret, digits


@pytest.mark.django_db(transaction=True)
def test_application_is_enrolled_then_asked_for(client, client_b):
    user = UserFactory()
    client.force_login(user)
    answer, secret, _digits = activate(client)
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert factors_of(user) == ["recovery_codes", "totp"]
    assert history_of(user).first().verb == "user.second_factor_added"
    assert log_in(client_b, user.email).url == reverse("mfa_authenticate")
    assert not logged_in(client_b)
    prove(client_b, code(secret, steps=1))
    assert logged_in(client_b)


@pytest.mark.django_db(transaction=True)
def test_code_of_the_enrolment_opens_no_session(client, client_b):
    user = UserFactory()
    client.force_login(user)
    _answer, _secret, digits = activate(client)
    cache.clear()
    log_in(client_b, user.email)
    prove(client_b, digits)
    assert not logged_in(client_b)


def test_enrolment_asks_for_the_password_again(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_wrong_code_is_refused_in_words(client):
    user = UserFactory()
    enrol(user)
    log_in(client, user.email)
    page = text(prove(client, "000000")).replace("&#x27;", "'")
    assert "Ce code n'est pas le bon" in page and not logged_in(client)


def test_code_serves_once_even_when_the_cache_forgets(client, client_b):
    user = UserFactory()
    enrol(user)
    digits = code()
    for visitor, expected in [(client, True), (client_b, False)]:
        log_in(visitor, user.email)
        prove(visitor, digits)
        assert logged_in(visitor) is expected
        cache.clear()
    log_in(client_b, user.email)
    prove(client_b, code(steps=1))
    assert logged_in(client_b)


def test_stock_form_accepts_a_replay_when_the_cache_forgets(client, client_b, settings):
    """The control: without our single use, the same code opens the account twice."""
    settings.MFA_FORMS = {}
    user = UserFactory()
    enrol(user)
    digits = code()
    for visitor in [client, client_b]:
        log_in(visitor, user.email)
        prove(visitor, digits)
        assert logged_in(visitor)
        cache.clear()


def test_earlier_code_is_refused_after_a_later_one(client, client_b):
    user = UserFactory()
    enrol(user)
    log_in(client, user.email)
    prove(client, code())
    log_in(client_b, user.email)
    prove(client_b, code(steps=-1))
    assert (logged_in(client), logged_in(client_b)) == (True, False)


def test_recovery_code_serves_once(client, client_b):
    user = UserFactory()
    enrol(user)
    first = RecoveryCodes.activate(user).generate_codes()[0]
    for visitor, expected in [(client, True), (client_b, False)]:
        log_in(visitor, user.email)
        prove(visitor, first)
        assert logged_in(visitor) is expected


def test_recovery_codes_are_shown_once_and_by_a_button(client):
    user = UserFactory()
    enrol(user)
    codes = RecoveryCodes.activate(user).generate_codes()
    client.force_login(user)
    reauthenticate(client)
    url = reverse("mfa_view_recovery_codes")
    seen = [
        all(each in text(answer) for each in codes)
        for answer in [client.get(url), client.post(url), client.post(url)]
    ]
    assert seen == [False, True, False]


@pytest.mark.parametrize("trait", ["moderator", "admin"])
def test_staff_without_second_factor_only_reaches_the_enrolment(client, guarded, trait):
    """A session opened before the enrolment, or before the rule, opens nothing either."""
    client.force_login(UserFactory(**{trait: True}))
    for name in ["admin:index", "pages:dashboard", "needs:list", "pages:home"]:
        assert client.get(reverse(name)).url.split("?")[0] == reverse("mfa_index"), name
    assert client.post(reverse("admin:index")).url == reverse("mfa_index")
    page = text(client.get(reverse("mfa_index"))).replace("&#x27;", "'")
    assert "Activez d'abord un second facteur" in page


def test_enrolled_staff_proves_it_in_each_session(client, guarded):
    user = UserFactory(moderator=True)
    enrol(user)
    client.force_login(user)
    assert client.get("/admin/").url == reverse("mfa_reauthenticate") + "?next=%2Fadmin%2F"
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code(), "next": "/admin/"})
    assert answer.url == "/admin/" and client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_add_webauthn"]
)
def test_session_before_the_enrolment_adds_and_reads_no_factor(client, guarded, name):
    user = UserFactory(moderator=True)
    client.force_login(user)
    reauthenticate(client)
    enrol(user)
    RecoveryCodes.activate(user)
    for answer in [client.get(reverse(name)), client.post(reverse(name))]:
        assert answer.url.split("?")[0] == reverse("mfa_reauthenticate")


def test_staff_logs_in_with_the_second_factor(client, guarded):
    user = UserFactory(moderator=True)
    enrol(user)
    log_in(client, user.email)
    assert client.get("/admin/").status_code == 302
    prove(client, code())
    assert client.get("/admin/").status_code == 200


def test_staff_page_opens_without_the_rule(client):
    """The control: the middleware is what closes the door."""
    client.force_login(UserFactory(moderator=True))
    assert client.get("/admin/").status_code == 200


def test_login_of_the_admin_is_no_way_around(client, guarded):
    user = UserFactory(admin=True)
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD, "next": "/admin/"})
    assert answer.url.startswith(reverse("account_login")) and not logged_in(client)


def test_reset_of_the_password_is_no_way_around(client, guarded, smtp, run_jobs):
    user = UserFactory(moderator=True)
    enrol(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    run_jobs()
    words = smtp.to(user.email)[0].get_body(("plain",)).get_content()
    path = next(part for part in words.split() if "/mot-de-passe/nouveau/" in part).removeprefix(
        "http://testserver"
    )
    form = client.get(path).url
    new = "des mots choisis ce matin"
    client.post(form, {"password1": new, "password2": new})
    assert fresh(user).check_password(new) and not logged_in(client)
    assert log_in(client, user.email, new).url == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302 and not logged_in(client)


def test_staff_keeps_its_last_second_factor(client, guarded):
    user = UserFactory(moderator=True)
    enrol(user)
    log_in(client, user.email)
    prove(client, code())
    reauthenticate(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert factors_of(user) == ["totp"]


def test_removed_second_factor_proves_nothing_any_more(client, settings):
    user = UserFactory(moderator=True)
    enrol(user)
    log_in(client, user.email)
    prove(client, code())
    reauthenticate(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert factors_of(user) == []
    settings.STAFF_MFA_REQUIRED = True
    assert client.get("/admin/").url == reverse("mfa_index") + "?next=%2Fadmin%2F"


def test_change_of_second_factor_ends_the_other_sessions(client, client_b):
    user = UserFactory()
    enrol(user)
    for visitor, steps in [(client_b, 0), (client, 1)]:
        log_in(visitor, user.email)
        prove(visitor, code(steps=steps))
    reauthenticate(client)
    client.post(reverse("mfa_deactivate_totp"))
    dashboard = reverse("pages:dashboard")
    assert client.get(dashboard).status_code != 302 or client.get(dashboard).url != "/compte/connexion/"
    assert client_b.get(dashboard).url.startswith(reverse("account_login"))


def test_guesses_of_a_code_are_limited(client):
    user = UserFactory()
    enrol(user)
    log_in(client, user.email)
    for _attempt in range(5):
        prove(client, "000000")
    prove(client, code())
    assert not logged_in(client)


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", "[]", '"x"', json.dumps({"response": {"userHandle": "MQ"}})]
)
def test_forged_passkey_is_refused_calmly(client, credential):
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert (answer.status_code, answer.url) == (302, reverse("account_login")) and not logged_in(client)


def test_options_of_a_passkey_name_the_host_and_nobody(client):
    data = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    options = data["request_options"]["publicKey"]
    assert (options["rpId"], options["userVerification"]) == ("testserver", "required")
    assert options.get("allowCredentials", []) == []


def test_another_person_s_passkey_is_not_found(client):
    other = Authenticator.objects.create(
        user=UserFactory(), type="webauthn", data={"name": "x", "credential": {}}
    )
    client.force_login(UserFactory())
    reauthenticate(client)
    for name in ["mfa_edit_webauthn", "mfa_remove_webauthn"]:
        assert client.get(reverse(name, args=[other.pk])).status_code == 404


def test_production_requires_a_second_factor_of_the_staff():
    """Read in a process of its own: these settings are not those of the tests."""
    assert setting_of("production", "STAFF_MFA_REQUIRED") == "True"
    assert setting_of("demo", "STAFF_MFA_REQUIRED") == "False"
