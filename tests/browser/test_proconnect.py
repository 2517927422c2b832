"""ProConnect in a real browser, across two sites and under the policy `form-action 'self'`."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.test.utils import override_settings
from django.urls import include, path
from playwright.sync_api import expect

from tests.accounts.proconnect.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories import PASSWORD, MembershipFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

ELSEWHERE = {"url": ""}


@login_not_required
def plain_redirect(request):
    """What the portal does not do: answer a form with a redirection to another site."""
    if request.method == "POST":
        return HttpResponseRedirect(ELSEWHERE["url"])
    token = get_token(request)
    return HttpResponse(
        f'<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        "<button>Aller</button></form>"
    )


urlpatterns = [path("", include("grandest_portal.urls")), path("temoin/", plain_redirect)]


@pytest.fixture
def provider(settings, live_server):
    with Provider() as provider:
        settings.PROCONNECT_ISSUER = provider.issuer
        settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.SITE_URL = live_server.url
        yield provider


@pytest.fixture
def zoe(transactional_db):
    user = MembershipFactory(user__email="zoe@test.example").user
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page, words):
    page.get_by_role("button", name=words).click()


def test_first_login_linking_next_login_and_leaving(person, provider, zoe):
    page = person()
    page.goto("/compte/connexion/")
    press(page, "S'identifier avec ProConnect")
    heading(page, "Première connexion avec ProConnect")
    page.get_by_role("link", name="Me connecter et relier").click()
    page.locator("[name=login]").fill(zoe.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    heading(page, "Relier cette identité ProConnect à votre compte\u00a0?")
    page.get_by_role("button", name="Relier", exact=True).click()
    expect(page.get_by_text("Votre identité ProConnect est reliée à votre compte.")).to_be_visible()
    page.goto("/compte/deconnexion/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    heading(page, "Vous êtes déconnecté du portail et de ProConnect")
    page.goto("/compte/connexion/")
    press(page, "S'identifier avec ProConnect")
    expect(page).to_have_url(re.compile(r"/tableau-de-bord/$"))
    assert SocialAccount.objects.get().user == zoe
    assert provider.calls.count("authorize") == 2


def test_redirection_that_answers_a_form_would_be_stopped(browser, provider, live_server):
    """The control: why the portal goes on by a page of its own."""
    ELSEWHERE["url"] = f"{provider.issuer}/.well-known/openid-configuration"
    context = browser.new_context(base_url=live_server.url)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    with override_settings(ROOT_URLCONF=__name__):
        page.goto("/temoin/")
        press(page, "Aller")
        page.wait_for_timeout(500)
    assert page.url == f"{live_server.url}/temoin/"
    assert [line for line in said if "form-action" in line] != []
    assert provider.calls == []
    context.close()
