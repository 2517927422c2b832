"""Answers that a provider, or somebody in between, must not get through: nothing opens, nothing is written."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from grandest_portal.core.models import AuditEntry
from tests.accounts.proconnect.conftest import go, identify, logged_in, people, returned, text
from tests.accounts.proconnect.provider import (
    KEY,
    OTHER_KEY,
    encoded,
    jwk,
    signed,
    signed_with_public_key,
    unsigned,
)

LOGGER = "grandest_portal.accounts.proconnect.doors"
PAST = int(time.time()) - 3600


def bend(**attributes):
    def act(provider):
        for name, value in attributes.items():
            setattr(provider, name, value)

    return act


def answering(path, *args, **kwargs):
    return bend(answers={path: lambda handler: handler.answer(*args, **kwargs)})


def slow(handler):
    time.sleep(1.0)
    handler.answer({})


def dripping(handler):
    """A byte now and then: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    try:
        for _each in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def by_stranger(claims):
    return signed(claims, key=OTHER_KEY)


def by_unknown_key(claims):
    return signed(claims, key=OTHER_KEY, kid="k9")


def elliptic(claims):
    """ES256 announced, RSA key named."""
    _head, body, seal = signed(claims).split(".")
    forged = json.dumps({"alg": "ES256", "kid": "k1"}).encode()
    return f"{encoded(forged)}.{body}.{seal}"


AT_CALLBACK = {
    "id_token: alg none": (bend(sign_id_token=unsigned), "id_token-algorithm"),
    "id_token: HS256 with the public key": (bend(sign_id_token=signed_with_public_key), "id_token-algorithm"),
    "id_token: wrong key": (bend(sign_id_token=by_stranger), "id_token-InvalidSignatureError"),
    "id_token: unknown kid": (bend(sign_id_token=by_unknown_key), "id_token-unknown-key"),
    "id_token: no kid": (bend(sign_id_token=lambda claims: signed(claims, kid=None)), "id_token-unknown-key"),
    "id_token: key of another family": (bend(sign_id_token=elliptic), "id_token-key-family"),
    "id_token: key for encryption": (bend(keys=[{**jwk(), "use": "enc"}]), "id_token-key-family"),
    "id_token: expired": (bend(id_token={"exp": PAST}), "id_token-ExpiredSignatureError"),
    "id_token: no expiry": (bend(id_token={"exp": None}), "id_token-MissingRequiredClaimError"),
    "id_token: from the future": (
        bend(id_token={"iat": int(time.time()) + 9999}),
        "id_token-ImmatureSignatureError",
    ),
    "id_token: other issuer": (
        bend(id_token={"iss": "https://autre.example"}),
        "id_token-InvalidIssuerError",
    ),
    "id_token: other audience": (bend(id_token={"aud": "autre"}), "id_token-InvalidAudienceError"),
    "id_token: several audiences, no azp": (bend(id_token={"aud": ["portail-essai", "b"]}), "id_token-party"),
    "id_token: other azp": (bend(id_token={"azp": "autre"}), "id_token-party"),
    "id_token: no nonce": (bend(id_token={"nonce": None}), "id_token-nonce"),
    "id_token: other nonce": (bend(id_token={"nonce": "x" * 43}), "id_token-nonce"),
    "id_token: no sub": (bend(id_token={"sub": None}), "id_token-MissingRequiredClaimError"),
    "id_token: no token at all": (bend(sign_id_token=lambda claims: None), "id_token-missing"),
    "id_token: no JWT": (bend(sign_id_token=lambda claims: "bonjour"), "id_token-DecodeError"),
    "userinfo: alg none": (bend(sign_userinfo=unsigned), "userinfo-algorithm"),
    "userinfo: HS256 with the public key": (bend(sign_userinfo=signed_with_public_key), "userinfo-algorithm"),
    "userinfo: wrong key": (bend(sign_userinfo=by_stranger), "userinfo-InvalidSignatureError"),
    "userinfo: unknown kid": (bend(sign_userinfo=by_unknown_key), "userinfo-unknown-key"),
    "userinfo: expired": (bend(userinfo={"exp": PAST}), "userinfo-ExpiredSignatureError"),
    "userinfo: other issuer": (
        bend(userinfo={"iss": "https://autre.example"}),
        "userinfo-InvalidIssuerError",
    ),
    "userinfo: other audience": (bend(userinfo={"aud": "autre"}), "userinfo-InvalidAudienceError"),
    "userinfo: another person's sub": (bend(userinfo={"sub": "voisin"}), "userinfo-subject"),
    "userinfo: no sub": (bend(userinfo={"sub": None}), "userinfo-MissingRequiredClaimError"),
    "userinfo: no address": (bend(userinfo={"email": None}), "email"),
    "userinfo: no proper address": (bend(userinfo={"email": "<script>"}), "email"),
    "userinfo: JSON": (answering("userinfo", {"sub": "8f4a2c"}), "userinfo-unsigned"),
    "userinfo: a JWT said to be JSON": (
        bend(answers={"userinfo": lambda handler: handler.answer(signed({"sub": "8f4a2c"}))}),
        "userinfo-unsigned",
    ),
    "userinfo: no JWT": (answering("userinfo", "bonjour", kind="application/jwt"), "userinfo-DecodeError"),
    "userinfo: refused": (answering("userinfo", {}, status=401), "userinfo-status"),
    "token: error": (answering("token", {"error": "invalid_grant"}, status=400), "not-json"),
    "token: late": (bend(answers={"token": slow}), "unreachable"),
    "token: byte by byte": (bend(answers={"token": dripping}), "late"),
    "token: redirection": (answering("token", {}, status=307, Location="http://127.0.0.1:9/"), "not-json"),
    "token: giant": (answering("token", b" " * 300_000), "too-large"),
    "token: packed": (answering("token", {}, Content_Encoding="gzip"), "encoded"),
    "token: list": (answering("token", []), "not-json"),
    "token: deep nesting": (answering("token", "[" * 90_000), "not-json"),
    "token: no access token": (answering("token", {"token_type": "Bearer"}), "token-answer"),
    "keys: down": (answering("jwks", {}, status=500), "id_token-not-json"),
    "keys: none": (bend(keys=[]), "id_token-unknown-key"),
    "keys: two of the same name": (bend(keys=[jwk(OTHER_KEY), jwk(KEY)]), "id_token-unknown-key"),
    "return: access_denied": (bend(returned={"error": "access_denied", "code": None}), "cancelled"),
    "return: another error": (bend(returned={"error": "server_error"}), "error"),
    "return: no code": (bend(returned={"code": None}), "code"),
    "return: invented code": (bend(returned={"code": "invente"}), "not-json"),
    "return: wrong state": (bend(returned={"state": "x" * 43}), "state"),
    "return: no state": (bend(returned={"state": None}), "state"),
    "return: another sender": (bend(returned={"iss": "https://autre.example"}), "sender"),
    "return: no sender though announced": (bend(returned={"iss": None}), "sender"),
}


def refused(client, answer, caplog, before, code):
    """The whole promise: a French page, no session, nothing written, one line without a personal word."""
    assert answer.status_code in {400, 503}
    assert "L'identification avec ProConnect n'a pas abouti" in text(answer)
    lines = [row.getMessage() for row in caplog.records if row.name == LOGGER]
    assert lines == [f"login refused: {code}"]
    assert (logged_in(client), people()) == (False, before)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("case", AT_CALLBACK)
def test_bent_answer_opens_nothing(client, provider, zoe, caplog, settings, case):
    act, code = AT_CALLBACK[case]
    settings.PROCONNECT_TIMEOUT = 0.5
    act(provider)
    before = people()
    answer = identify(client, provider)
    refused(client, answer, caplog, before, code)


@pytest.mark.parametrize(
    "act",
    [
        lambda provider: None,
        bend(id_token={"aud": ["portail-essai"]}),
        bend(id_token={"aud": ["portail-essai", "b"], "azp": "portail-essai"}),
        bend(userinfo={"exp": None}),
        bend(keys=[jwk(OTHER_KEY, "k0"), jwk()]),
        bend(described={"authorization_response_iss_parameter_supported": None}, returned={"iss": None}),
    ],
)
def test_untouched_answer_opens_the_session(client, provider, zoe, caplog, act):
    """The control of every case above: the same person, the same steps."""
    act(provider)
    answer = identify(client, provider)
    assert (logged_in(client), answer.status_code) == (True, 200)
    assert [row for row in caplog.records if row.name == LOGGER] == []


DESCRIPTIONS = {
    "another issuer": (bend(described={"issuer": "https://autre.example"}), "discovery-issuer"),
    "issuer with a slash more": (bend(described={"issuer": "http://127.0.0.1/"}), "discovery-issuer"),
    "tokens asked for elsewhere": (
        bend(described={"token_endpoint": "http://localhost:9/t"}),
        "foreign-address",
    ),
    "keys from elsewhere": (bend(described={"jwks_uri": "https://autre.example/jwks"}), "foreign-address"),
    "people sent elsewhere": (
        bend(described={"authorization_endpoint": "javascript:alert(1)"}),
        "foreign-address",
    ),
    "no address": (bend(described={"userinfo_endpoint": None}), "foreign-address"),
    "down": (answering("openid-configuration", {}, status=502), "not-json"),
    "redirection": (
        answering("openid-configuration", {}, status=302, Location="http://127.0.0.1:9/"),
        "not-json",
    ),
}


@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_bent_description_sends_nobody_anywhere(client, provider, zoe, caplog, case):
    act, code = DESCRIPTIONS[case]
    act(provider)
    before = people()
    refused(client, client.post("/compte/proconnect/aller/"), caplog, before, code)


def test_address_with_the_issuers_name_as_user_is_foreign(client, provider, caplog):
    host = provider.origin.removeprefix("http://")
    provider.described = {"jwks_uri": f"http://{host}@autre.example/jwks"}
    refused(client, client.post("/compte/proconnect/aller/"), caplog, people(), "foreign-address")


def test_state_of_another_browser_is_refused(client, provider, zoe, caplog):
    before, back = people(), returned(provider, go(client))
    stranger = Client()
    go(stranger)
    refused(stranger, stranger.get(back), caplog, before, "state")
    assert client.get(back).status_code == 302 and logged_in(client)


def test_return_serves_once(client, provider, zoe, caplog):
    back = returned(provider, go(client))
    client.get(back)
    assert logged_in(client)
    client.logout()
    refused(client, client.get(back), caplog, people(), "state")


def test_code_serves_once_in_a_new_round(client, provider, zoe, caplog):
    """A stolen code, played in a round of one's own: the verifier is another."""
    stolen = parse_qs(urlsplit(returned(provider, go(Client()))).query)["code"][0]
    provider.returned = {"code": stolen}
    before = people()
    refused(client, identify(client, provider), caplog, before, "not-json")


def test_old_state_is_refused(client, provider, zoe, caplog):
    back = returned(provider, go(client))
    session = client.session
    states = session["socialaccount_states"]
    session["socialaccount_states"] = {name: (row[0], row[1] - 601, row[2]) for name, row in states.items()}
    session.save()
    refused(client, client.get(back), caplog, people(), "state")


def test_return_by_post_is_refused(client, provider, zoe):
    back = returned(provider, go(client))
    assert (client.post(back).status_code, logged_in(client)) == (405, False)


def test_unknown_key_is_asked_for_once_a_minute(client, provider, zoe):
    identify(client, provider)
    client.logout()
    provider.sign_id_token = by_unknown_key
    for _each in range(3):
        identify(client, provider)
    assert provider.calls.count("jwks") == 2


def test_new_key_is_found_at_once(client, provider, zoe):
    identify(client, provider)
    client.logout()
    provider.keys = [jwk(OTHER_KEY, "k9")]
    provider.sign_id_token = provider.sign_userinfo = by_unknown_key
    identify(client, provider)
    assert logged_in(client)


@pytest.mark.parametrize(
    "bad",
    [
        "https://autre.example/",
        "//autre.example/",
        "/\\autre.example",
        "\\\\autre.example",
        "javascript:alert(1)",
        "http:///autre.example",
        "https:autre.example",
        "http://testserver@autre.example/",
        "http://testserver.autre.example/",
    ],
)
def test_next_leads_to_the_portal_only(client, provider, zoe, bad):
    answer = client.get(returned(provider, go(client, next=bad)))
    assert (answer.status_code, answer.url) == (302, "/tableau-de-bord/")


def test_next_of_the_portal_is_followed(client, provider, zoe):
    answer = client.get(returned(provider, go(client, next="/mon-compte/")))
    assert (answer.status_code, answer.url) == (302, "/mon-compte/")


@pytest.mark.parametrize(
    "siret", ["73282932000075", "<script>", "732829320", 73282932000074, None, ["x"], ""]
)
def test_wrong_siret_is_not_proposed(client, provider, siret):
    """It gives no right, so it locks nobody out; it is left out."""
    provider.person["siret"] = siret
    identify(client, provider)
    assert client.session["proconnect_waiting"]["identity"]["siret"] == ""
