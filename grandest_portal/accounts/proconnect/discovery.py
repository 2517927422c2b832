"""What the provider publishes about itself: its addresses and its keys, kept for some minutes."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from grandest_portal.accounts.proconnect.refusals import Refusal
from grandest_portal.accounts.proconnect.transport import at_provider, call

KEPT_SECONDS = 600
REFETCH_SECONDS = 60
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def cache_key(name):
    issuer = hashlib.sha256(settings.PROCONNECT_ISSUER.encode()).hexdigest()
    return f"proconnect:{name}:{issuer}"


def configuration(*, fresh=False):
    """The provider's own description; its issuer is exactly ours and its addresses are all at the issuer's.

    A description that names another issuer is the mix-up attack (RFC 9207, 1): Refusal.
    """
    found = None if fresh else cache.get(cache_key("configuration"))
    if found is None:
        found = call(
            "GET", settings.PROCONNECT_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
        ).json()
        if found.get("issuer") != settings.PROCONNECT_ISSUER:
            raise Refusal("discovery-issuer")
        for name in ADDRESSES:
            at_provider(found.get(name))
        cache.set(cache_key("configuration"), found, KEPT_SECONDS)
    return found


def end_session_address():
    """Where one logs out at the provider, or None; asked afresh, so that a provider that is down is noticed."""
    address = configuration(fresh=True).get("end_session_endpoint")
    return at_provider(address) if address else None


def keys():
    found = cache.get(cache_key("keys"))
    return found if found is not None else fetch_keys()


def fetch_keys():
    rows = call("GET", configuration()["jwks_uri"]).json().get("keys")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refusal("keys")
    cache.set(cache_key("keys"), rows, KEPT_SECONDS)
    return rows


def key_named(kid):
    """The published key of that name. An unknown name asks the provider again, at most once a minute."""
    found = [row for row in keys() if row.get("kid") == kid]
    if not found and cache.add(cache_key("refetched"), 1, REFETCH_SECONDS):
        found = [row for row in fetch_keys() if row.get("kid") == kid]
    if len(found) != 1:
        raise Refusal("unknown-key")
    return found[0]
