"""Somebody signs up with a neighbour's address; the neighbour proves the mailbox later, by another way."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from grandest_portal.accounts.actions.first_proof import disown_account, enter_by_mailbox
from grandest_portal.accounts.models import User
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from tests.accounts.helpers import enrol, factors_of, fresh, links_in, log_in, logged_in, text
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.usefixtures("dated_data")
VICTIM, CHOSEN = "victime@exemple.fr", "sept girafes bleues au lac"
DROPPED = "il ne vaut plus. Vous pouvez en choisir un"


def sign_up(client):
    data = {"email": VICTIM, "full_name": "Zoé Test", "side": "buyer"}
    return client.post(reverse("account_signup"), {**data, "password1": CHOSEN, "password2": CHOSEN})


def words_of(mail):
    return mail.get_body(("plain",)).get_content()


def enter_by_code(client, smtp, run_jobs, email=VICTIM):
    """Ask for a code, read it in the mailbox, type it; follows to the page where one arrives."""
    client.post(reverse("account_request_login_code"), {"email": email})
    run_jobs()
    (digits,) = re.findall(r"^\s*([0-9A-Z]{3,4}-?[0-9A-Z]{3,4})\s*$", words_of(smtp.to(email)[-1]), re.M)
    return client.post(reverse("account_confirm_login_code"), {"code": digits}, follow=True)


def confirmation_link(smtp, run_jobs):
    run_jobs()
    return links_in(words_of(smtp.to(VICTIM)[0]))[0]


def unproved(**fields):
    user = UserFactory(**fields)
    user.emailaddress_set.update(verified=False)
    return user


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_password_chosen_before_the_mailbox_is_proved_opens_nothing_after_it(
    client, client_b, client_c, smtp, run_jobs
):
    sign_up(client)
    page = enter_by_code(client_b, smtp, run_jobs)
    assert logged_in(client_b) and DROPPED in text(page)
    assert client_b.get(reverse("mfa_index")).status_code == 200
    log_in(client_c, VICTIM, CHOSEN)
    assert not logged_in(client_c)
    assert User.objects.get().has_usable_password() is False
    assert "user.password_dropped" in verbs()


def test_login_that_waited_for_the_confirmation_is_not_resumed(client, client_b, smtp, run_jobs):
    sign_up(client)
    log_in(client, VICTIM, CHOSEN)
    enter_by_code(client_b, smtp, run_jobs)
    for name in ["account_email_verification_sent", "pages:dashboard", "account_login"]:
        client.get(reverse(name))
    assert not logged_in(client)


def test_password_of_a_proved_account_stays_after_a_login_by_code(client, client_b, smtp, run_jobs):
    """The control: only the first proof takes anything away."""
    user = UserFactory()
    page = enter_by_code(client_b, smtp, run_jobs, user.email)
    assert logged_in(client_b) and DROPPED not in text(page)
    log_in(client, user.email, PASSWORD)
    assert logged_in(client)


def test_second_factor_enrolled_before_the_first_proof_is_removed(db):
    user = unproved()
    enrol(user)
    assert enter_by_mailbox(user) is True
    assert (factors_of(user), verbs()) == ([], ["user.password_dropped", "user.second_factor_removed"])


def test_nothing_to_drop_is_not_told(db):
    user = unproved()
    user.set_unusable_password()
    user.save()
    assert (enter_by_mailbox(user), verbs()) == (False, [])


def test_confirmation_names_the_account_and_offers_to_disown_it(client, client_b, smtp, run_jobs):
    sign_up(client)
    link = confirmation_link(smtp, run_jobs)
    page = text(client_b.get(link))
    assert "Zoé Test" in page and VICTIM in page
    (address,) = re.findall(r'action="([^"]+/pas-moi/[^"]+)"', page)
    assert client_b.get(address).status_code == 405
    answer = client_b.post(address, follow=True)
    assert "Ce compte est effacé" in text(answer)
    assert not EmailAddress.objects.exists() and User.objects.get().erased_at is not None
    assert verbs()[-2:] == ["user.disowned", "user.erased"]
    log_in(client, VICTIM, CHOSEN)
    assert not logged_in(client)
    assert client_b.post(link).status_code == client_b.post(address).status_code == 404
    assert sign_up(client_b).url == reverse("account_email_verification_sent")
    assert User.objects.filter(email=VICTIM).exists()


def test_confirmed_account_is_not_disowned(client, client_b, smtp, run_jobs):
    sign_up(client)
    link = confirmation_link(smtp, run_jobs)
    client_b.post(link)
    assert client_b.post(reverse("account_disown", args=[link.split("/")[-2]])).status_code == 404
    with pytest.raises(DomainError, match="déjà confirmé"):
        disown_account(User.objects.get())
    assert fresh(User.objects.get()).erased_at is None
    log_in(client, VICTIM, CHOSEN)
    assert logged_in(client)
