"""The ordinary stories: a first login, the next one, an account that existed, two identities, leaving."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import reverse

from grandest_portal.accounts.models import User
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import OutgoingEmail
from tests.accounts.proconnect.conftest import enter, go, identify, logged_in, returned, text
from tests.factories import PASSWORD, MembershipFactory, UserFactory

FIRST = {"side": "buyer", "full_name": "Zoé Test", "email": "zoe@test.example"}


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def subjects(smtp, address):
    return [str(mail["Subject"]).strip() for mail in smtp.to(address)]


def test_request_asks_for_what_is_needed(client, provider):
    parts = urlsplit(go(client))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.issuer}/authorize"
    assert [len(asked.pop(name)) for name in ["state", "nonce", "code_challenge"]] == [43, 43, 43]
    assert asked == {
        "response_type": "code",
        "client_id": "portail-essai",
        "redirect_uri": "http://testserver/compte/proconnect/retour/",
        "scope": "openid given_name usual_name email uid siret idp_id organization_label",
        "code_challenge_method": "S256",
    }


def test_return_address_does_not_follow_the_host_of_the_request(client, provider):
    page = client.post(reverse("proconnect_start"), headers={"host": "localhost"})
    assert "redirect_uri=http%3A%2F%2Ftestserver%2F" in page["Refresh"]


def test_each_round_has_its_own_state_and_nonce(client, provider):
    rounds = [parse_qs(urlsplit(go(client)).query) for _each in range(2)]
    for name in ["state", "nonce", "code_challenge"]:
        assert rounds[0][name] != rounds[1][name]


def test_first_login_proposes_an_account_and_makes_none(client, provider):
    page = identify(client, provider)
    assert page.redirect_chain[-1][0] == reverse("proconnect_first")
    assert 'value="Zoé Test"' in text(page) and 'value="zoe@test.example"' in text(page)
    assert (User.objects.count(), SocialAccount.objects.count(), logged_in(client)) == (0, 0, False)


def test_account_is_made_confirmed_by_mail_then_opened(client, provider, smtp, run_jobs):
    identify(client, provider)
    answer = client.post(reverse("proconnect_first"), FIRST)
    assert (answer.url, logged_in(client)) == (reverse("account_email_verification_sent"), False)
    user = User.objects.get()
    assert (user.email, user.full_name, user.side) == ("zoe@test.example", "Zoé Test", "buyer")
    assert (user.has_usable_password(), user.is_staff, verbs()) == (False, False, ["user.created"])
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (user, provider.issuer, "8f4a2c")
    assert account.extra_data == {"confirmed": False}
    identify(client, provider)
    assert not logged_in(client)
    run_jobs()
    words = smtp.to("zoe@test.example")[0].get_body(("plain",)).get_content()
    client.post(re.findall(r"http://testserver(\S+)", words)[0])
    assert EmailAddress.objects.get().verified
    page = identify(client, provider)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (True, reverse("buyers:register"))
    assert SocialAccount.objects.get().extra_data == {"confirmed": True}


def test_second_login_opens_the_same_account(client, provider, zoe):
    for _each in range(2):
        identify(client, provider)
        assert client.session["_auth_user_id"] == str(zoe.pk)
        client.logout()
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def test_login_turns_the_session_over(client, provider, zoe):
    back = returned(provider, go(client))
    before = client.session.session_key
    client.get(back)
    assert client.session.session_key != before


def test_person_is_known_by_issuer_and_subject_not_by_address(client, provider, zoe):
    provider.person["email"] = "nouvelle@test.example"
    identify(client, provider)
    assert logged_in(client)
    client.logout()
    provider.person |= {"sub": "autre-fournisseur", "email": zoe.email}
    page = identify(client, provider)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (False, reverse("proconnect_first"))


def test_same_subject_of_another_issuer_is_somebody_else(client, provider, zoe):
    SocialAccount.objects.update(provider="https://autre.example")
    assert identify(client, provider).redirect_chain[-1][0] == reverse("proconnect_first")


def masked(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_first_login_says_nothing_of_who_has_an_account(client, client_b, provider, outbox):
    found = []
    for browser, known in [(client, False), (client_b, True)]:
        if known:
            UserFactory(email="zoe@test.example")
        page = masked(identify(browser, provider))
        mails = OutgoingEmail.objects.count()
        answer = browser.post(reverse("proconnect_first"), FIRST)
        after = masked(browser.get(answer.url))
        found.append((page, answer.status_code, answer.url, after, OutgoingEmail.objects.count() - mails))
        if not known:
            User.objects.all().delete()
            cache.clear()
    assert found[0] == found[1]
    assert found[0][4] == 1


def test_address_of_an_account_makes_no_second_one_and_tells_its_holder(client, provider, smtp, run_jobs):
    holder = UserFactory(email="Zoe@test.example")
    identify(client, provider)
    client.post(reverse("proconnect_first"), FIRST)
    run_jobs()
    assert (User.objects.get(), SocialAccount.objects.count(), logged_in(client)) == (holder, 0, False)
    assert subjects(smtp, "zoe@test.example") == ["Vous avez déjà un compte"]


@pytest.mark.parametrize("name", ["side", "full_name", "email"])
def test_incomplete_first_login_makes_nothing(client, provider, name):
    identify(client, provider)
    answer = client.post(reverse("proconnect_first"), {**FIRST, name: ""})
    assert (answer.status_code, User.objects.count()) == (422, 0)


def test_identity_waits_for_its_person_some_minutes_only(client, provider, settings):
    identify(client, provider)
    settings.PROCONNECT_WAITING_SECONDS = -1
    assert client.post(reverse("proconnect_first"), FIRST).url == reverse("account_login")
    assert User.objects.count() == 0


def test_account_that_existed_is_linked_after_its_own_login(client, provider, smtp, run_jobs):
    user = MembershipFactory(user__email="zoe@test.example").user
    identify(client, provider)
    answer = enter(client, user, next=reverse("proconnect_link"))
    assert answer.url == reverse("proconnect_link") and not SocialAccount.objects.exists()
    page = text(client.get(answer.url))
    assert "Zoé Test (zoe@test.example)" in page and not SocialAccount.objects.exists()
    client.post(answer.url)
    assert SocialAccount.objects.get().user == user
    assert verbs() == ["user.identity_linked"]
    run_jobs()
    assert subjects(smtp, user.email) == ["Une identité ProConnect est reliée à votre compte"]
    client.logout()
    identify(client, provider)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_links_nothing(client, provider):
    user = UserFactory(email="zoe@test.example")
    identify(client, provider)
    enter(client, user, password="pas la bonne phrase", next=reverse("proconnect_link"))
    assert client.post(reverse("proconnect_link")).status_code == 302
    assert not SocialAccount.objects.exists()


def test_linking_from_the_account_asks_for_the_password_again(client, provider):
    user = MembershipFactory().user
    client.force_login(user)
    answer = client.post(reverse("proconnect_connect"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    page = client.post(answer.url, {"password": PASSWORD})
    address = re.findall(r"url=(\S+)", page["Refresh"])[0]
    page = client.get(returned(provider, address), follow=True)
    assert page.redirect_chain[-1][0] == reverse("proconnect_link")
    assert not SocialAccount.objects.exists()
    client.post(reverse("proconnect_link"))
    assert SocialAccount.objects.get().user == user


def test_link_begun_by_one_person_is_not_finished_by_another(client, provider):
    first, second = MembershipFactory().user, MembershipFactory().user
    enter(client, first)
    back = returned(provider, go(client, "proconnect_connect"))
    cookie = client.session["socialaccount_states"]
    client.logout()
    enter(client, second)
    session = client.session
    session["socialaccount_states"] = cookie
    session.save()
    assert client.get(back).status_code == 400
    assert not SocialAccount.objects.exists() and "proconnect_waiting" not in client.session


def test_identity_of_another_account_is_not_taken_from_it(client, provider, zoe):
    other = MembershipFactory().user
    enter(client, other)
    client.get(returned(provider, go(client, "proconnect_connect")))
    answer = client.post(reverse("proconnect_link"))
    assert (answer.status_code, SocialAccount.objects.get().user) == (409, zoe)
    assert "déjà reliée à un compte" in text(answer)


def test_unlinking_is_recorded_and_told(client, provider, zoe, smtp, run_jobs):
    enter(client, zoe)
    page = text(client.get(reverse("proconnect_identities")))
    assert "Identité reliée le" in page
    client.post(reverse("proconnect_unlink", args=[SocialAccount.objects.get().pk]))
    assert (SocialAccount.objects.count(), verbs()) == (0, ["user.identity_unlinked"])
    run_jobs()
    assert subjects(smtp, zoe.email) == ["Une identité ProConnect n'est plus reliée à votre compte"]


def test_last_way_in_is_kept(client, provider, zoe):
    zoe.set_unusable_password()
    zoe.save()
    identify(client, provider)
    account = SocialAccount.objects.get()
    answer = client.post(reverse("proconnect_unlink", args=[account.pk]))
    assert (answer.status_code, SocialAccount.objects.count()) == (409, 1)
    assert "choisissez d'abord un mot de passe" in text(answer)
    SocialAccount.objects.create(user=zoe, provider=provider.issuer, uid="seconde")
    client.post(reverse("proconnect_unlink", args=[account.pk]))
    assert [row.uid for row in SocialAccount.objects.all()] == ["seconde"]


def test_identity_of_somebody_else_is_not_to_be_seen(client, provider, zoe):
    enter(client, MembershipFactory().user)
    account = SocialAccount.objects.get()
    assert client.post(reverse("proconnect_unlink", args=[account.pk])).status_code == 404
    assert SocialAccount.objects.count() == 1


def test_link_of_a_sign_up_falls_when_the_holder_of_the_address_takes_the_account(
    client, client_b, provider, smtp, run_jobs
):
    """Somebody signs up with a neighbour's address; the neighbour takes the account by « mot de passe oublié »."""
    identify(client, provider)
    client.post(reverse("proconnect_first"), FIRST)
    client_b.post(reverse("account_reset_password"), {"email": FIRST["email"]})
    run_jobs()
    words = smtp.to(FIRST["email"])[-1].get_body(("plain",)).get_content()
    page = client_b.get(re.findall(r"http://testserver(\S+)", words)[0], follow=True)
    new = "la phrase du voisin"
    client_b.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    EmailAddress.objects.update(verified=True)
    assert User.objects.get().has_usable_password()
    page = identify(client, provider)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (False, reverse("proconnect_first"))
    found = ["user.created", "user.password_reset", "user.identity_unlinked"]
    assert (SocialAccount.objects.count(), verbs()) == (0, found)


def test_confirmed_link_stays_when_a_password_is_chosen(client, provider, zoe):
    """The control: a password beside a confirmed link changes nothing."""
    assert zoe.has_usable_password()
    identify(client, provider)
    assert logged_in(client)


def test_closed_account_stays_closed(client, provider, zoe):
    User.objects.update(is_active=False)
    page = identify(client, provider)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (False, reverse("account_inactive"))


def test_unconfirmed_address_stops_the_login(client, provider, zoe):
    EmailAddress.objects.update(verified=False)
    page = identify(client, provider)
    assert (logged_in(client), page.redirect_chain[-1][0]) == (
        False,
        reverse("account_email_verification_sent"),
    )


def methods(client):
    return [row["method"] for row in client.session["account_authentication_methods"]]


@pytest.mark.parametrize(
    ("accepted", "claims", "expected"),
    [
        ([], {"acr": "eidas2", "amr": ["mfa"]}, ["socialaccount"]),
        (["eidas2"], {"acr": "eidas1"}, ["socialaccount"]),
        (["eidas2"], {"acr": ["eidas2"]}, ["socialaccount"]),
        (["mfa"], {"amr": "mfa"}, ["socialaccount"]),
        (["eidas2"], {"acr": "eidas2"}, ["socialaccount", "mfa"]),
        (["mfa"], {"amr": ["pwd", "mfa"]}, ["socialaccount", "mfa"]),
    ],
)
def test_second_factor_counts_when_said_and_accepted(
    client, provider, zoe, settings, accepted, claims, expected
):
    settings.PROCONNECT_SECOND_FACTORS = accepted
    provider.id_token = claims
    identify(client, provider)
    assert methods(client) == expected


def test_signed_in_person_is_not_identified_again(client, provider, zoe):
    client.force_login(zoe)
    assert client.post(reverse("proconnect_start")).url == reverse("pages:dashboard")


def test_login_that_ends_in_another_session_is_refused(client, provider, zoe):
    other = MembershipFactory().user
    back = returned(provider, go(client))
    enter(client, other)
    assert client.get(back).status_code == 400
    assert client.session["_auth_user_id"] == str(other.pk)


@pytest.mark.parametrize("name", ["buyers:register", "suppliers:register"])
def test_siret_is_proposed_for_the_organisation_and_gives_no_right(client, provider, zoe, name):
    zoe.memberships.all().delete()
    identify(client, provider)
    page = text(client.get(reverse(name)))
    assert 'value="73282932000074"' in page and 'value="Ville de Valbrune"' in page
    assert "viennent de ProConnect" in page
    assert not zoe.memberships.exists()


@pytest.mark.parametrize("name", ["buyers:register", "suppliers:register"])
def test_nothing_is_proposed_without_proconnect(client, db, name):
    client.force_login(UserFactory())
    page = text(client.get(reverse(name)))
    assert "73282932000074" not in page and "ProConnect" not in page


def test_what_proconnect_said_of_one_person_is_not_shown_to_the_next(client, provider, zoe):
    """A login that stops half-way leaves its lines in the browser's session."""
    EmailAddress.objects.update(verified=False)
    identify(client, provider)
    assert "proconnect_login" in client.session and not logged_in(client)
    other = UserFactory()
    enter(client, other)
    assert logged_in(client)
    assert "73282932000074" not in text(client.get(reverse("buyers:register")))
    assert client.post(reverse("account_logout")).url == reverse("pages:home")


def test_button_says_the_words_asked_for(client, db):
    for name in ["account_login", "account_signup"]:
        page = text(client.get(reverse(name)))
        assert page.count("S'identifier avec ProConnect") == 1
        assert page.count("Qu'est-ce que ProConnect\u00a0?") == 1


def test_nothing_shows_while_proconnect_is_off(client, settings, zoe, provider):
    settings.PROCONNECT_ENABLED = False
    for name in ["account_login", "account_signup"]:
        assert "ProConnect" not in text(client.get(reverse(name)))
    client.force_login(zoe)
    assert "ProConnect" not in text(client.get(reverse("pages:account")))
    addresses = [
        "",
        "aller/",
        "ajouter/",
        "retour/",
        "premiere-connexion/",
        "relier/",
        "1/separer/",
        "quitter/",
    ]
    for method in [client.get, client.post]:
        for path in [*addresses, "quitte/"]:
            assert method(f"/compte/proconnect/{path}").status_code == 404
