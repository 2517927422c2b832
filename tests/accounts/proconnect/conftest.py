"""A provider of its own for each test, and the steps of a visitor who goes there and comes back."""

import html
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from grandest_portal.accounts.models import User
from tests.accounts.proconnect.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories import PASSWORD, MembershipFactory


@pytest.fixture
def provider(settings, db):
    with Provider() as provider:
        settings.PROCONNECT_ISSUER = provider.issuer
        settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.SITE_URL = "http://testserver"
        yield provider


@pytest.fixture
def zoe(provider):
    """A person whose account is linked to the provider's person."""
    user = MembershipFactory(user__email="autre@test.example", user__side="buyer").user
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    link(user, provider)
    return user


def link(user, provider, *, confirmed=True):
    return SocialAccount.objects.create(
        user=user,
        provider=provider.issuer,
        uid=provider.person["sub"],
        extra_data={"confirmed": confirmed},
    )


def text(response):
    return html.unescape(response.content.decode())


def go(client, name="proconnect_start", **data):
    """Press the button; returns the address at the provider that the page goes on to."""
    page = client.post(reverse(name), data)
    assert page.status_code == 200, page
    (address,) = re.findall(r'class="button" href="([^"]+)"', page.content.decode())
    assert page["Refresh"] == f"0; url={html.unescape(address)}"
    return html.unescape(address)


def returned(provider, address):
    """The path with which the provider sends back."""
    parts = urlsplit(provider.authorize(urlsplit(address).query))
    return f"{parts.path}?{parts.query}"


def identify(client, provider, **data):
    """Button, provider, return; follows to the page where one arrives."""
    return client.get(returned(provider, go(client, **data)), follow=True)


def logged_in(client):
    return "_auth_user_id" in client.session


def people():
    """All that a refused identification must leave as it was."""
    return (
        list(User.objects.order_by("pk").values()),
        list(SocialAccount.objects.order_by("pk").values()),
        list(EmailAddress.objects.order_by("pk").values()),
    )


def enter(client, user, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **data})
