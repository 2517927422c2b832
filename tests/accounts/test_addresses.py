"""A change of address: both mailboxes confirm, links serve once, and strangers learn nothing."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.actions import (
    accept_invitation,
    confirm_address,
    decline_invitation,
    erase_account,
    invite,
)
from grandest_portal.accounts.models import AddressChange, Invitation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import OutgoingEmail
from tests.accounts.helpers import fresh, links_in, log_in, logged_in, reauthenticate, text
from tests.accounts.privacy.test_erasure import tables_with
from tests.accounts.teams import administrator, verified
from tests.factories import PASSWORD, UserFactory

OLD, NEW = "ancienne@test.example", "nouvelle@test.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(dated_data):
    return UserFactory(email=OLD)


@pytest.fixture
def ask(client, user, smtp, run_jobs):
    """Ask for a new address as the person; the answer and {"new", "old", "stop": paths} of the mails' links."""

    def asked(new=NEW):
        if not logged_in(client):
            log_in(client, OLD)
            reauthenticate(client)
            client.get(reverse("pages:account"))
        before = len(smtp.messages)
        answer = client.post(reverse("account_email"), {"email": new})
        run_jobs()
        words = {str(mail["To"]): mail.get_body(("plain",)).get_content() for mail in smtp.messages[before:]}
        old = links_in(words[OLD])
        return answer, {
            "new": links_in(words[new.lower()]),
            "old": [path for path in old if "/changer/" in path],
            "stop": [path for path in old if "/arreter/" in path],
        }

    return asked


def every(links):
    return [path for paths in links.values() for path in paths]


def test_address_changes_when_both_mailboxes_confirmed(client, client_b, user, ask, smtp, run_jobs):
    _answer, links = ask()
    (new,), (old,) = links["new"], links["old"]
    client_b.post(new)
    assert fresh(user).email == OLD
    client.post(old)
    assert fresh(user).email == NEW
    rows = list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))
    assert rows == [(NEW, True, True)]
    run_jobs()
    assert [str(mail["Subject"]) for mail in smtp.messages[-2:]] == ["L'adresse de votre compte a changé"] * 2
    assert log_in(client_b, NEW).status_code == 302 and logged_in(client_b)


@pytest.mark.parametrize("twice", ["new", "old"])
def test_one_mailbox_alone_changes_nothing(client, user, ask, twice):
    _answer, links = ask()
    first = client.post(links[twice][0])
    again = client.post(links[twice][0])
    assert (first.status_code, again.status_code, fresh(user).email) == (200, 410, OLD)


def test_scanner_that_opens_every_link_changes_nothing(client, client_b, user, ask):
    _answer, links = ask()
    state = list(AddressChange.objects.values())
    for path in every(links) * 2:
        answer = client_b.get(path)
        assert (answer.status_code, answer["Referrer-Policy"]) == (200, "same-origin")
        assert client_b.head(path).status_code in {200, 405}
    assert list(AddressChange.objects.values()) == state and fresh(user).email == OLD
    client_b.post(links["new"][0])
    client_b.post(links["old"][0])
    assert fresh(user).email == NEW
    assert [client_b.get(path).status_code for path in every(links)] == [410, 410, 410]


def test_old_mailbox_stops_the_change(client, client_b, user, ask):
    _answer, links = ask()
    client_b.post(links["new"][0])
    stopped = client_b.post(links["stop"][0])
    assert "La demande est arrêtée" in text(stopped)
    assert client_b.post(links["old"][0]).status_code == 410
    assert (fresh(user).email, AddressChange.objects.get().status) == (OLD, "stopped")


def test_stop_link_does_not_confirm_nor_the_others_stop(client_b, user, ask):
    _answer, links = ask()
    swapped = [
        links["stop"][0].replace("arreter", "changer"),
        links["old"][0].replace("changer", "arreter"),
        links["new"][0].replace("changer", "arreter"),
    ]
    assert [client_b.post(path).status_code for path in swapped] == [410, 410, 410]
    assert AddressChange.objects.get().status == "pending"


def test_links_expire(client, client_b, user, ask):
    _answer, links = ask()
    past = timezone.now() - timedelta(days=2)
    AddressChange.objects.update(requested_at=past, expires_at=past + timedelta(hours=24))
    for path in every(links):
        assert (client_b.get(path).status_code, client_b.post(path).status_code) == (410, 410)
    assert fresh(user).email == OLD


def test_lifetime_of_links_is_the_parameter(user, ask):
    ask()
    change = AddressChange.objects.get()
    assert change.expires_at - change.requested_at == timedelta(hours=24)


def test_links_are_stored_as_digests(user, ask):
    _answer, links = ask()
    stored = str(list(AddressChange.objects.values()))
    tokens = [path.rstrip("/").rpartition("/")[2] for path in every(links)]
    assert [token for token in tokens if token in stored] == []


def test_address_of_another_account_gets_the_same_answer(client, user, ask, smtp):
    UserFactory(email="prise@test.example")
    first, _links = ask()
    count = len(smtp.messages)
    free = text(client.get(reverse("account_email"))).replace(NEW, "X")
    second, links = ask("prise@test.example")
    taken = text(client.get(reverse("account_email"))).replace("prise@test.example", "X")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert masked(free) == masked(taken)
    assert len(smtp.messages) == 2 * count == 4
    assert links["new"] == []
    client.post(links["old"][0])
    assert fresh(user).email == OLD


def masked(page):
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return [line for line in lines if "Deux messages" not in line and line.strip()]


def test_address_taken_meanwhile_is_refused(client, client_b, user, ask):
    _answer, links = ask()
    UserFactory(email=NEW)
    client.post(links["new"][0])
    answer = client.post(links["old"][0])
    assert answer.status_code == 410 and fresh(user).email == OLD
    assert "refaites la demande avec une autre" in text(answer)


def test_new_request_replaces_the_former(client, user, ask):
    _answer, former = ask()
    ask("troisieme@test.example")
    assert client.post(former["new"][0]).status_code == 410
    assert sorted(AddressChange.objects.values_list("status", flat=True)) == ["pending", "replaced"]


def test_own_address_is_refused_beside_the_field(client, user):
    log_in(client, OLD)
    reauthenticate(client)
    page = text(client.post(reverse("account_email"), {"email": OLD.upper()})).replace("&#x27;", "'")
    assert "C'est déjà l'adresse de votre compte" in page and AddressChange.objects.count() == 0


def test_request_asks_for_the_password_again_then_goes_on(client, user):
    log_in(client, OLD)
    url = reverse("account_email")
    answer = client.post(url, {"email": NEW})
    assert answer.url.startswith(reverse("account_reauthenticate")) and AddressChange.objects.count() == 0
    client.post(answer.url, {"password": "une phrase de passe de test", "next": url})
    assert AddressChange.objects.get().new_email == NEW


def test_change_ends_the_other_sessions(client, client_b, user, ask):
    log_in(client_b, OLD)
    _answer, links = ask()
    client.post(links["new"][0])
    client.post(links["old"][0])
    dashboard = reverse("pages:dashboard")
    assert client_b.get(dashboard).url.startswith(reverse("account_login"))
    assert logged_in(client)


def test_change_is_recorded_without_the_addresses(client, user, ask):
    _answer, links = ask()
    client.post(links["new"][0])
    client.post(links["old"][0])
    entries = list(history_of(user))
    assert {entry.verb for entry in entries} >= {"user.address_change_requested", "user.address_changed"}
    assert [entry for entry in entries if "@" in str(entry.value.payload)] == []
    change = AddressChange.objects.get()
    assert (change.new_email, change.new_link, change.old_link, change.stop_link) == ("", "", "", "")


def test_row_is_never_done_before_both_confirmed(user, ask):
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.update(status="done")


@pytest.mark.parametrize("token", ["", "x", "x" * 300, "é", "\x00"])
def test_unknown_link_is_refused(user, token):
    with pytest.raises(DomainError):
        confirm_address(token)


def test_page_names_a_way_for_those_without_the_old_mailbox(client, user):
    client.force_login(user)
    page = text(client.get(reverse("account_email"))).replace("&#x27;", "'")
    assert (
        "Vous n'avez plus accès à l'ancienne messagerie\u00a0?" in page and reverse("pages:contact") in page
    )


def choose_password(client):
    words = {"password1": "sept girafes bleues au lac", "password2": "sept girafes bleues au lac"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **words})


def choose_password_again_by_mail(client, smtp, run_jobs):
    client.post(reverse("account_reset_password"), {"email": OLD})
    run_jobs()
    (link,) = links_in(smtp.to(OLD)[-1].get_body(("plain",)).get_content())
    words = {"password1": "sept girafes bleues au lac", "password2": "sept girafes bleues au lac"}
    client.post(client.get(link).url, words)


@pytest.mark.parametrize("way", ["changed", "reset"])
def test_new_password_stops_the_change_under_way(client, client_b, user, ask, smtp, run_jobs, way):
    _answer, links = ask()
    client_b.post(links["new"][0])
    if way == "changed":
        choose_password(client)
    else:
        choose_password_again_by_mail(client_b, smtp, run_jobs)
    assert fresh(user).check_password("sept girafes bleues au lac")
    assert client_b.post(links["old"][0]).status_code == 410
    change = AddressChange.objects.get()
    assert (fresh(user).email, change.status, change.new_email) == (OLD, "stopped", "")
    assert "user.address_change_dropped" in [entry.verb for entry in history_of(user)]


def test_address_that_was_left_is_kept_nowhere_in_mails(client, client_b, user, ask, run_jobs):
    _answer, links = ask()
    client_b.post(links["new"][0])
    client.post(links["old"][0])
    run_jobs()
    assert fresh(user).email == NEW
    assert {address for mail in OutgoingEmail.objects.all() for address in mail.recipients} == {NEW}


def test_answered_invitations_forget_the_address_that_was_left(client, client_b, user, ask, run_jobs):
    first, second, third = (administrator(verified()) for _each in range(3))
    sent = [
        invite(boss.organisation, email=OLD, role="editor", by=boss.user) for boss in (first, second, third)
    ]
    accept_invitation(sent[0], by=user)
    decline_invitation(sent[1], by=user)
    run_jobs()
    _answer, links = ask()
    client_b.post(links["new"][0])
    client.post(links["old"][0])
    kept = list(Invitation.objects.order_by("pk").values_list("pk", "email", "status"))
    assert kept == [(sent[0].pk, NEW, "accepted"), (sent[2].pk, OLD, "pending")]


def test_erasure_after_a_change_leaves_neither_address(client, client_b, user, ask, run_jobs):
    boss = administrator(verified())
    accept_invitation(invite(boss.organisation, email=OLD, role="editor", by=boss.user), by=user)
    run_jobs()
    _answer, links = ask()
    client_b.post(links["new"][0])
    client.post(links["old"][0])
    run_jobs()
    erase_account(fresh(user), by=fresh(user))
    run_jobs()
    assert (tables_with(OLD), tables_with(NEW)) == ([], [])
