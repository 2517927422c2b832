"""The only calls that leave the portal for the provider: one host, a short time, a small answer, no redirection."""

import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings

from grandest_portal.accounts.proconnect.refusals import Reason, Refusal

LARGEST = 100_000
JSON_KINDS = {"application/json", "application/jwk-set+json"}


@dataclass(frozen=True)
class Answer:
    """`kind` is the media type without its parameters."""

    status: int
    kind: str
    body: bytes

    def json(self):
        """The JSON object of a 200 answer; Refusal otherwise."""
        if self.status != 200 or self.kind not in JSON_KINDS:
            raise Refusal("not-json", Reason.UNAVAILABLE)
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Refusal("not-json", Reason.UNAVAILABLE) from None
        if not isinstance(found, dict):
            raise Refusal("not-json", Reason.UNAVAILABLE)
        return found


def origin(url):
    """(scheme, host, port) of an address without user or password; None otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except (ValueError, AttributeError, TypeError):
        return None
    named = parts.hostname and parts.username is None and parts.password is None
    return (parts.scheme, parts.hostname, port) if named else None


def at_provider(url):
    """`url` itself when it is on the configured issuer's own origin; Refusal otherwise."""
    if not isinstance(url, str) or origin(url) != origin(settings.PROCONNECT_ISSUER):
        raise Refusal("foreign-address")
    return url


def call(method, url, *, headers=None, data=None):
    """The Answer of one request; Refusal when it is late, too large, redirected elsewhere or absent."""
    end = time.monotonic() + settings.PROCONNECT_TIMEOUT
    headers = {"Accept-Encoding": "identity", **(headers or {})}
    try:
        with requests.Session() as session:
            # Neither a .netrc nor a proxy of the machine may see the client's secret.
            session.trust_env = False
            with session.request(
                method,
                at_provider(url),
                data=data,
                headers=headers,
                timeout=settings.PROCONNECT_TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as response:
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Answer(response.status_code, kind, body_of(response, end))
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
        raise Refusal("unreachable", Reason.UNAVAILABLE) from None


def body_of(response, end):
    """The bytes as sent; an encoded body (which could grow on unpacking) is not asked for and not read."""
    if "Content-Encoding" in response.headers:
        raise Refusal("encoded", Reason.UNAVAILABLE)
    found = b""
    while part := response.raw.read1(65_536):
        found += part
        if len(found) > LARGEST:
            raise Refusal("too-large", Reason.UNAVAILABLE)
        if time.monotonic() > end:
            raise Refusal("late", Reason.UNAVAILABLE)
    return found
