"""Leaving the portal, and ProConnect with it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.accounts.proconnect.conftest import enter, identify, logged_in, text


def leave(client):
    """Log out; returns the address of the provider's log-out."""
    page = client.post(reverse("account_logout"), follow=True)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (False, reverse("proconnect_leave"))
    return page


def test_leaving_the_portal_leaves_proconnect(client, provider, zoe):
    identify(client, provider)
    id_token = client.session["proconnect_login"]["id_token"]
    page = leave(client)
    address = urlsplit(page["Refresh"].removeprefix("0; url="))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    state = asked.pop("state")
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.issuer}/logout"
    assert asked == {
        "id_token_hint": id_token,
        "post_logout_redirect_uri": "http://testserver/compte/proconnect/quitte/",
    }
    assert len(state) == 43
    page = client.get(reverse("proconnect_left"), {"state": state})
    assert "déconnecté du portail et de ProConnect" in text(page)
    page = client.get(reverse("proconnect_left"), {"state": state})
    assert "déconnecté du portail et de ProConnect" not in text(page)


@pytest.mark.parametrize("state", ["", "x" * 43])
def test_return_from_the_log_out_says_only_what_is_known(client, provider, zoe, state):
    identify(client, provider)
    leave(client)
    page = text(client.get(reverse("proconnect_left"), {"state": state}))
    assert "Vous êtes déconnecté du portail" in page and "et de ProConnect" not in page


@pytest.mark.parametrize("broken", ["down", "no end_session_endpoint", "elsewhere"])
def test_leaving_while_the_provider_is_down(client, provider, zoe, broken):
    identify(client, provider)
    if broken == "down":
        provider.answers = {"openid-configuration": lambda handler: handler.answer({}, status=503)}
    else:
        provider.described = {"end_session_endpoint": None if "no" in broken else "https://autre.example/"}
    page = leave(client)
    assert "fermez toutes les fenêtres" in text(page) and "Refresh" not in page


def test_leaving_after_a_password_login_stays_here(client, provider, zoe):
    enter(client, zoe)
    assert client.post(reverse("account_logout")).url == reverse("pages:home")
