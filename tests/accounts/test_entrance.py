"""Signing up, logging in, a forgotten password: through real mails, and telling strangers nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse

from grandest_portal.accounts.models import User
from grandest_portal.notifications.models import OutgoingEmail
from tests.factories import PASSWORD, MembershipFactory, UserFactory

NEW = {
    "email": "zoe@test.example",
    "full_name": "Zoé Test",
    "side": "buyer",
    "password1": "une phrase bien à moi",
    "password2": "une phrase bien à moi",
}


def text(response):
    return response.content.decode()


def path_in(mail):
    """The path of the one link of a mail's text part."""
    words = mail.get_body(("plain",)).get_content()
    (url,) = re.findall(r"http://testserver(\S+)", words)
    return url


def logged_in(client):
    return "_auth_user_id" in client.session


def log_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_sign_up_mail_confirmation_and_first_login(client, db, smtp, run_jobs):
    answer = client.post(reverse("account_signup"), NEW)
    assert (answer.status_code, answer.url) == (302, reverse("account_email_verification_sent"))
    user = User.objects.get()
    assert (user.email, user.full_name, user.side, user.is_staff) == (
        "zoe@test.example",
        "Zoé Test",
        "buyer",
        False,
    )
    run_jobs()
    (mail,) = smtp.to("zoe@test.example")
    link = path_in(mail)
    assert log_in(client, NEW["email"], NEW["password1"]).url == reverse("account_email_verification_sent")
    assert "Oui, confirmer" in text(client.get(link))
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified and not logged_in(client)
    assert log_in(client, NEW["email"], NEW["password1"]).url == reverse("buyers:register")
    assert logged_in(client)


def test_link_of_confirmation_serves_once(client, db, smtp, run_jobs):
    client.post(reverse("account_signup"), NEW)
    run_jobs()
    link = path_in(smtp.messages[0])
    client.post(link)
    assert "Oui, confirmer" not in text(client.get(link))


@pytest.mark.parametrize(("side", "page"), [("buyer", "buyers:register"), ("company", "suppliers:register")])
def test_first_login_goes_on_with_the_organisation(client, db, side, page):
    assert log_in(client, UserFactory(side=side).email).url == reverse(page)


def test_login_of_a_person_with_an_organisation_opens_the_dashboard(client, db):
    assert log_in(client, MembershipFactory(user__side="buyer").user.email).url == reverse("pages:dashboard")


@pytest.mark.parametrize("name", ["email", "full_name", "side", "password1", "password2"])
def test_incomplete_sign_up_keeps_what_was_typed(client, db, name):
    page = text(client.post(reverse("account_signup"), {**NEW, name: ""}))
    assert "<title>Erreur :" in page and User.objects.count() == 0
    kept = {"email": "zoe@test.example", "full_name": "Zoé Test"}
    assert all(f'value="{value}"' in page for key, value in kept.items() if key != name)
    assert name == "side" or re.search(r'value="buyer"[^>]*checked', page)
    assert NEW["password1"] not in page


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("quatorze signe", False),
        ("quinze signes..", True),
        ("é" * 15, True),
        ("une longue phrase de cent vingt-huit signes " + "x" * 84, True),
        ("zoe@test.example", False),
        ("Rencontre-Grand-Est 2026", False),
        ("un Gränd-Est secret !", False),
    ],
)
def test_password_is_long_and_not_the_address(client, db, password, accepted):
    client.post(reverse("account_signup"), {**NEW, "password1": password, "password2": password})
    assert User.objects.exists() is accepted


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "status", "role", "user_permissions"])
def test_extra_fields_of_sign_up_change_nothing(client, db, field):
    client.post(reverse("account_signup"), {**NEW, field: "1"})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.memberships.count()) == (False, False, 0)


def test_forgotten_password_is_replaced_by_mail(client, db, smtp, run_jobs):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    run_jobs()
    link = path_in(smtp.to(user.email)[0])
    page = client.get(link, follow=True)
    new = "une autre phrase encore"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert not logged_in(client)
    log_in(client, user.email, PASSWORD)
    assert not logged_in(client)
    log_in(client, user.email, new)
    assert logged_in(client)
    run_jobs()
    assert [str(mail["Subject"]) for mail in smtp.to(user.email)] == [
        "Choisissez un nouveau mot de passe",
        "Votre mot de passe a été remplacé",
    ]
    client.logout()
    assert "plus valable" in text(client.get(link, follow=True))


def outcome(client, url, data, typed):
    """What a stranger sees: status, address, page (with what differs by nature taken out), number of mails."""
    before = OutgoingEmail.objects.count()
    response = client.post(url, data)
    page = text(client.get(response.url)) if response.status_code == 302 else text(response)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(typed, "ADRESSE")
    return response.status_code, response.get("Location", ""), page, OutgoingEmail.objects.count() - before


def test_sign_up_tells_nothing_of_existing_accounts(client, client_b, db):
    known = UserFactory(email="connue@test.example")
    answers = [
        outcome(each, reverse("account_signup"), {**NEW, "email": email}, email)
        for each, email in [(client, known.email), (client_b, "nouvelle@test.example")]
    ]
    assert answers[0] == answers[1] and answers[0][3] == 1
    assert User.objects.count() == 2


def test_reset_tells_nothing_of_existing_accounts(client, client_b, db):
    known = UserFactory(email="connue@test.example")
    answers = [
        outcome(each, reverse("account_reset_password"), {"email": email}, email)
        for each, email in [(client, known.email), (client_b, "absente@test.example")]
    ]
    assert answers[0] == answers[1] and answers[0][3] == 1


def test_login_tells_nothing_of_existing_accounts(client, client_b, db):
    known, unverified = UserFactory(email="connue@test.example"), UserFactory(email="attente@test.example")
    EmailAddress.objects.filter(user=unverified).update(verified=False)
    answers = [
        outcome(each, reverse("account_login"), {"login": email, "password": "faux mot de passe"}, email)
        for each, email in [
            (client, known.email),
            (client_b, "absente@test.example"),
            (client, unverified.email),
        ]
    ]
    assert answers[0] == answers[1] == answers[2] and answers[0][3] == 0


def test_mails_to_known_and_unknown_addresses_say_what_to_do(client, db, smtp, run_jobs):
    UserFactory(email="connue@test.example")
    client.post(reverse("account_signup"), {**NEW, "email": "connue@test.example"})
    client.post(reverse("account_reset_password"), {"email": "absente@test.example"})
    run_jobs()
    (known,), (absent,) = smtp.to("connue@test.example"), smtp.to("absente@test.example")
    assert (str(known["Subject"]), path_in(known)) == (
        "Vous avez déjà un compte",
        reverse("account_reset_password"),
    )
    assert (str(absent["Subject"]), path_in(absent)) == (
        "Aucun compte avec cette adresse",
        reverse("account_signup"),
    )


def test_every_mail_is_french_and_has_both_parts(client, db, smtp, run_jobs):
    client.post(reverse("account_signup"), NEW)
    client.post(reverse("account_signup"), {**NEW, "email": UserFactory().email})
    client.post(reverse("account_reset_password"), {"email": UserFactory().email})
    client.post(reverse("account_reset_password"), {"email": "absente@test.example"})
    client.force_login(user := UserFactory())
    old = {
        "oldpassword": PASSWORD,
        "password1": "une autre phrase encore",
        "password2": "une autre phrase encore",
    }
    client.post(reverse("account_change_password"), old)
    log_in(client, user.email, "une autre phrase encore")
    run_jobs()
    assert len(smtp.messages) == 5
    for mail in smtp.messages:
        html = mail.get_body(("html",)).get_content()
        words = mail.get_body(("plain",)).get_content()
        assert "Bonjour," in words and "Bonjour," in html and settings.CONTACT_EMAIL in words
        assert "{" not in words and not re.search(r"\b(Hello|your|You)\b", words + html)
        assert re.findall(r"<script|src=", html) == []


def test_password_change_is_told_with_its_origin(client, db, smtp, run_jobs):
    user = UserFactory()
    log_in(client, user.email)
    new = {"password1": "une autre phrase encore", "password2": "une autre phrase encore"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    run_jobs()
    (mail,) = smtp.to(user.email)
    assert "127.0.0.1" in mail.get_body(("plain",)).get_content()


def test_login_rotates_the_session_and_logout_ends_it(client, db):
    user = UserFactory()
    client.get(reverse("account_login"))
    log_in(client, user.email)
    kept = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = kept
    assert client.get(reverse("pages:dashboard")).status_code == 302


def test_logout_by_get_only_asks(client, db):
    client.force_login(UserFactory())
    assert client.get(reverse("account_logout")).status_code == 200
    assert logged_in(client)


def test_repeated_wrong_passwords_are_stopped(client, db):
    user = UserFactory()
    for _attempt in range(5):
        log_in(client, user.email, "faux mot de passe")
    page = text(log_in(client, user.email, PASSWORD))
    assert not logged_in(client)
    assert "Trop de tentatives" in page


@pytest.mark.parametrize(
    "next_url",
    [
        "https://ailleurs.example/",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "\x00",
        "x" * 9000,
    ],
)
def test_login_never_leads_away(client, db, next_url):
    user = MembershipFactory().user
    response = log_in(client, user.email, next=next_url)
    assert "ailleurs" not in response.url and "javascript:" not in response.url


def test_login_goes_on_to_the_asked_page(client, db):
    user = MembershipFactory().user
    assert log_in(client, user.email, next="/notifications/").url == "/notifications/"


@pytest.mark.parametrize("typed", ["\x00", "x" * 10_000, "é@é.é", "<script>", "a@b\r\nBcc: c@d"])
@pytest.mark.parametrize("page", ["account_login", "account_signup", "account_reset_password"])
def test_any_typing_is_answered(client, db, page, typed):
    data = {
        name: typed for name in ["login", "email", "password", "password1", "password2", "full_name", "side"]
    }
    assert client.post(reverse(page), data).status_code in {200, 302}
    assert User.objects.count() == 0
