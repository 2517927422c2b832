"""A link made at sign-up holds only in a session that proved both the identity and the mailbox."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from grandest_portal.accounts.models import NoticeAcceptance, User
from tests.accounts.helpers import links_in
from tests.accounts.proconnect.conftest import identify, logged_in, text
from tests.accounts.test_first_proof import VICTIM, confirmation_link, enter_by_code, words_of

pytestmark = pytest.mark.usefixtures("dated_data")
FIRST = {"side": "buyer", "full_name": "Zoé Test", "email": VICTIM}


def sign_up(client, provider):
    page = identify(client, provider)
    client.post(reverse("proconnect_first"), FIRST)
    return page


def links():
    return [row.extra_data for row in SocialAccount.objects.order_by("pk")]


def test_link_falls_when_the_mailbox_is_proved_by_a_code(
    client, client_b, client_c, provider, smtp, run_jobs
):
    sign_up(client, provider)
    enter_by_code(client_b, smtp, run_jobs)
    assert (logged_in(client_b), links()) == (True, [])
    for attacker in [client, client_c]:
        identify(attacker, provider)
        assert not logged_in(attacker)


def test_link_falls_when_the_confirmation_is_opened_elsewhere(
    client, client_b, client_c, provider, smtp, run_jobs
):
    sign_up(client, provider)
    client_b.post(confirmation_link(smtp, run_jobs))
    assert (EmailAddress.objects.get().verified, links()) == (True, [])
    for attacker in [client, client_c]:
        identify(attacker, provider)
        assert not logged_in(attacker)


def test_link_holds_when_one_session_proves_both(client, client_b, provider, smtp, run_jobs):
    """The control: the person who signed up opens the link where they signed up."""
    sign_up(client, provider)
    client.post(confirmation_link(smtp, run_jobs))
    assert links() == [{"confirmed": True}]
    identify(client_b, provider)
    assert logged_in(client_b)


def test_link_holds_when_the_identity_is_proved_again_before_the_confirmation(
    client, client_b, provider, smtp, run_jobs
):
    sign_up(client, provider)
    identify(client_b, provider)
    client_b.post(confirmation_link(smtp, run_jobs))
    assert links() == [{"confirmed": True}]


def test_another_identity_of_the_session_confirms_no_link(client, client_b, provider, smtp, run_jobs):
    sign_up(client, provider)
    provider.person |= {"sub": "une-autre", "email": VICTIM}
    identify(client_b, provider)
    client_b.post(confirmation_link(smtp, run_jobs))
    assert links() == []


def test_code_in_the_session_of_the_sign_up_keeps_its_link(client, provider, smtp, run_jobs):
    sign_up(client, provider)
    enter_by_code(client, smtp, run_jobs)
    assert (logged_in(client), links()) == (True, [{"confirmed": True}])


def test_link_falls_as_soon_as_the_password_is_replaced(client, client_b, provider, smtp, run_jobs):
    sign_up(client, provider)
    client_b.post(reverse("account_reset_password"), {"email": VICTIM})
    run_jobs()
    page = client_b.get(links_in(words_of(smtp.to(VICTIM)[-1]))[0], follow=True)
    new = "la phrase du voisin"
    client_b.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert (User.objects.get().has_usable_password(), links()) == (True, [])


def test_sign_up_shows_the_notices_and_records_that_they_were_shown(client, provider):
    page = text(sign_up(client, provider))
    assert "Notice d'information sur vos données, version du" in page
    assert "Conditions d'utilisation, version du" in page
    found = (
        NoticeAcceptance.objects.filter(user=User.objects.get()).order_by("key").values_list("key", flat=True)
    )
    assert list(found) == ["information_notice", "terms_of_use"]
