"""Links and codes of mails: a scanner that opens them changes nothing, the person then uses them once."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from grandest_portal.accounts.models import User
from tests.accounts.helpers import code, enrol, fresh, links_in, logged_in, text
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "des mots choisis ce matin"
SIGN_UP = {
    "email": "zoe@test.example",
    "full_name": "Zoé Adam",
    "side": "buyer",
    "password1": NEW,
    "password2": NEW,
}


@pytest.fixture
def mails(smtp, run_jobs):
    """The text parts of the mails sent to an address, once the worker did its jobs."""

    def sent(address):
        run_jobs()
        return [mail.get_body(("plain",)).get_content() for mail in smtp.to(address)]

    return sent


def scan(client, paths):
    """Open every link twice, as a mail scanner does, following redirections; no other site is told them."""
    for path in [*paths, *paths]:
        answer = client.get(path, follow=True)
        assert answer["Referrer-Policy"] == "same-origin"
        assert re.findall(r'(?:src|href)="(?:https?:)?//', text(answer)) == []


def test_scanner_confirms_no_address(client, client_b, mails):
    client.post(reverse("account_signup"), SIGN_UP)
    (words,) = mails("zoe@test.example")
    (path,) = links_in(words)
    scan(client_b, [path])
    assert not EmailAddress.objects.get().verified
    client.post(path)
    assert EmailAddress.objects.get().verified
    assert client.post(path).status_code in {302, 404}
    assert "Oui, confirmer" not in text(client.get(path))


def test_scanner_uses_up_no_reset(client, client_b, mails):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    (words,) = mails(user.email)
    (path,) = links_in(words)
    scan(client_b, [path])
    assert fresh(user).check_password(PASSWORD)
    dropped = client.get(path).url
    assert path.rstrip("/").rpartition("-")[2] not in dropped
    client.post(dropped, {"password1": NEW, "password2": NEW})
    assert fresh(user).check_password(NEW)
    assert "Ce lien n'est plus valable" in text(client_b.get(path, follow=True)).replace("&#x27;", "'")


@pytest.mark.parametrize(("seconds", "expired"), [(3 * 24 * 3600, False), (-1, True)])
def test_reset_link_expires(client, mails, settings, seconds, expired):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    (words,) = mails(user.email)
    settings.PASSWORD_RESET_TIMEOUT = seconds
    page = text(client.get(links_in(words)[0], follow=True)).replace("&#x27;", "'")
    assert ("Ce lien n'est plus valable" in page) is expired


def ask_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(words):
    return re.findall(r"(?m)^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", words)


def give(client, digits):
    return client.post(reverse("account_confirm_login_code"), {"code": digits})


def test_code_opens_the_account_once(client, client_b, mails):
    user = UserFactory()
    ask_code(client, user.email)
    (digits,) = code_in(mails(user.email)[0])
    ask_code(client_b, user.email)
    give(client_b, digits)
    assert not logged_in(client_b)
    give(client, digits)
    assert logged_in(client)
    client.post(reverse("account_logout"))
    give(client, digits)
    assert not logged_in(client)


def test_code_expires(client, mails, settings):
    user = UserFactory()
    ask_code(client, user.email)
    (digits,) = code_in(mails(user.email)[0])
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    give(client, digits)
    assert not logged_in(client)


def test_three_wrong_codes_end_the_try(client, mails):
    user = UserFactory()
    ask_code(client, user.email)
    (digits,) = code_in(mails(user.email)[0])
    for _try in range(3):
        give(client, "AAAA-BBBB")
    give(client, digits)
    assert not logged_in(client)


def test_code_does_not_replace_the_second_factor(client, mails):
    user = UserFactory()
    enrol(user)
    ask_code(client, user.email)
    answer = give(client, code_in(mails(user.email)[0])[0])
    assert answer.url == reverse("mfa_authenticate") and not logged_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert logged_in(client)


@pytest.mark.parametrize("trait", ["moderator", "admin"])
def test_staff_gets_no_code_but_is_told_the_way(client, mails, trait):
    user = UserFactory(**{trait: True})
    ask_code(client, user.email.upper())
    (words,) = mails(user.email)
    assert code_in(words) == [] and "Les comptes de la modération n'en reçoivent pas" in words


def test_unknown_address_is_told_so_in_words_of_its_own(client, mails):
    ask_code(client, "absente@test.example")
    (words,) = mails("absente@test.example")
    assert code_in(words) == [] and "a demandé un code de connexion avec cette adresse" in words
    assert User.objects.count() == 0
