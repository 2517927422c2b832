"""Signed answers of the provider: the id_token and the userinfo, with pinned algorithms.

Source: OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2; RFC 8725 (best current practice for JWT).
"""

import hmac

import jwt
from django.conf import settings

from grandest_portal.accounts.proconnect.discovery import key_named
from grandest_portal.accounts.proconnect.refusals import Refusal

LEEWAY_SECONDS = 30
FAMILIES = {"R": "RSA", "P": "RSA", "E": "EC"}


def same(one, other):
    """Equal texts, compared in constant time; False when either is no text."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return hmac.compare_digest(one.encode(), other.encode())


def key_for(token):
    """The PyJWK that must have signed `token`: a pinned algorithm, a key of its family, meant for signatures."""
    header = jwt.get_unverified_header(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in settings.PROCONNECT_ALGORITHMS:
        raise Refusal("algorithm")
    if not isinstance(kid, str) or not kid:
        raise Refusal("unknown-key")
    row = key_named(kid)
    fits = row.get("kty") == FAMILIES[algorithm[0]] and row.get("use", "sig") == "sig"
    if not fits or row.get("alg", algorithm) != algorithm:
        raise Refusal("key-family")
    return jwt.PyJWK(row, algorithm=algorithm)


def read(token, name, required):
    """The claims of a token that the provider signed for us and that has not expired; Refusal(« name-… »)."""
    if not isinstance(token, str):
        raise Refusal(f"{name}-missing")
    try:
        claims = jwt.decode(
            token,
            key_for(token),
            algorithms=settings.PROCONNECT_ALGORITHMS,
            issuer=settings.PROCONNECT_ISSUER,
            audience=settings.PROCONNECT_CLIENT_ID,
            leeway=LEEWAY_SECONDS,
            options={"require": required},
        )
    except Refusal as refusal:
        raise Refusal(f"{name}-{refusal.code}", refusal.reason) from None
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refusal(f"{name}-{type(error).__name__}") from None
    check_party(claims, name)
    return claims


def check_party(claims, name):
    """A token for several parties must have been asked for by us (`azp`)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.PROCONNECT_CLIENT_ID:
        raise Refusal(f"{name}-party")


def id_token_claims(token, nonce):
    claims = read(token, "id_token", ["iss", "sub", "aud", "exp", "iat"])
    if not same(claims.get("nonce"), nonce):
        raise Refusal("id_token-nonce")
    return claims


def userinfo_claims(token, subject):
    """Signed like the id_token, about the same person (OpenID Connect Core, 5.3.4)."""
    claims = read(token, "userinfo", ["iss", "sub", "aud"])
    if not same(claims["sub"], subject):
        raise Refusal("userinfo-subject")
    return claims
