"""A small OpenID Connect provider on loopback that behaves as ProConnect does, and can be bent case by case."""

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT_ID, CLIENT_SECRET = "portail-essai", "secret-essai"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PERSON = {
    "sub": "8f4a2c",
    "email": "Zoe@Test.example",
    "given_name": "Zoé",
    "usual_name": "Test",
    "uid": "ztest",
    "siret": "73282932000074",
    "idp_id": "71144ab3-ee1a-4401-b7b3-79b44f7daeeb",
    "organization_label": "Ville de Valbrune",
}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(claims, *, key=KEY, kid="k1"):
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid} if kid else {})


def unsigned(claims):
    head = encoded(json.dumps({"alg": "none", "kid": "k1"}).encode())
    return f"{head}.{encoded(json.dumps(claims).encode())}."


def signed_with_public_key(claims):
    """HS256 whose secret is the key that everybody can read."""
    head = encoded(json.dumps({"alg": "HS256", "kid": "k1"}).encode())
    text = f"{head}.{encoded(json.dumps(claims).encode())}"
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return f"{text}.{encoded(hmac.new(public, text.encode(), hashlib.sha256).digest())}"


def jwk(key=KEY, kid="k1"):
    row = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**row, "kid": kid, "use": "sig", "alg": "RS256"}


def changed(claims, changes):
    """`claims` with `changes`; a value None takes the claim away."""
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


class Provider:
    """`issuer` is its address. A test bends it by its attributes: `person`, `id_token` and `userinfo` (changes of
    claims), `sign_id_token` and `sign_userinfo` (claims to text), `keys`, `described` (changes of its description),
    `returned` (changes of the parameters that come back), `answers` ({path: function(handler)})."""

    def __init__(self):
        self.person = dict(PERSON)
        self.id_token, self.userinfo, self.described, self.returned, self.answers = {}, {}, {}, {}, {}
        self.sign_id_token = self.sign_userinfo = signed
        self.keys = [jwk()]
        self.codes, self.tokens, self.calls, self.faults = {}, {}, [], []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.provider = self
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer = f"{self.origin}/api/v2"

    def __enter__(self):
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def description(self):
        paths = {
            "authorization": "authorize",
            "token": "token",
            "userinfo": "userinfo",
            "end_session": "logout",
        }
        found = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in paths.items()}
        found |= {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
        found["authorization_response_iss_parameter_supported"] = True
        return changed(found, self.described)

    def authorize(self, asked):
        """The address to which a person is sent back who identified with what was `asked` (a query string)."""
        asked = {name: values[0] for name, values in parse_qs(asked).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = changed({"code": code, "state": asked["state"], "iss": self.issuer}, self.returned)
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, form):
        """The tokens for a code, which serves once, with the secret and the verifier; None otherwise."""
        asked = self.codes.pop(form.get("code"), None)
        right = asked and hmac.compare_digest(form.get("client_secret", ""), CLIENT_SECRET)
        if not right or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        if encoded(hashlib.sha256(form["code_verifier"].encode()).digest()) != asked["code_challenge"]:
            return None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = dict(self.person)
        claims = {
            "iss": self.issuer,
            "sub": self.person["sub"],
            "aud": CLIENT_ID,
            "exp": int(time.time()) + 60,
            "iat": int(time.time()),
            "nonce": asked["nonce"],
            "acr": "eidas1",
        }
        return {
            "access_token": access,
            "token_type": "Bearer",
            "id_token": self.sign_id_token(changed(claims, self.id_token)),
        }

    def userinfo_of(self, access):
        claims = {**self.tokens[access], "iss": self.issuer, "aud": CLIENT_ID, "exp": int(time.time()) + 60}
        return self.sign_userinfo(changed(claims, self.userinfo))


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def answer(self, body, *, status=200, kind="application/json", **headers):
        body = (
            body
            if isinstance(body, bytes)
            else (body if isinstance(body, str) else json.dumps(body)).encode()
        )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        # The portal hangs up on an answer that it refuses.
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def do_GET(self):
        self.go(urlsplit(self.path))

    def do_POST(self):
        self.form = {
            name: values[0]
            for name, values in parse_qs(
                self.rfile.read(int(self.headers["Content-Length"])).decode()
            ).items()
        }
        self.go(urlsplit(self.path))

    def go(self, parts):
        provider, name = self.server.provider, parts.path.rpartition("/")[2]
        provider.calls.append(name)
        if name in provider.answers:
            provider.answers[name](self)
        elif name == "openid-configuration":
            self.answer(provider.description())
        elif name == "jwks":
            self.answer({"keys": provider.keys}, kind="application/jwk-set+json")
        elif name == "authorize":
            self.answer(b"", status=302, Location=provider.authorize(parts.query))
        elif name == "token":
            tokens = provider.exchange(self.form)
            self.answer(tokens or {"error": "invalid_grant"}, status=200 if tokens else 400)
        elif name == "userinfo":
            access = self.headers["Authorization"].removeprefix("Bearer ")
            self.answer(provider.userinfo_of(access), kind="application/jwt")
        elif name == "logout":
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            back = f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}"
            self.answer(b"", status=302, Location=back)
        else:
            self.answer(b"", status=404)
