"""ProConnect: off unless the issuer, the client's name and its secret are given; then its pages exist."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from grandest_portal.settings import environment

# Where the provider publishes /.well-known/openid-configuration; exactly the `iss` of its tokens.
PROCONNECT_ISSUER = environment.text("PROCONNECT_ISSUER", " ").strip()
PROCONNECT_CLIENT_ID = environment.text("PROCONNECT_CLIENT_ID", " ").strip()
PROCONNECT_CLIENT_SECRET = environment.text("PROCONNECT_CLIENT_SECRET", " ").strip()
PROCONNECT_ENABLED = bool(PROCONNECT_ISSUER and PROCONNECT_CLIENT_ID and PROCONNECT_CLIENT_SECRET)
# Only asymmetric algorithms: with any other, what the provider publishes would be enough to forge its answers.
PROCONNECT_ALGORITHMS = environment.words("PROCONNECT_ALGORITHMS", "RS256,ES256")
# Values of `acr` or `amr` that count as a second factor of the session; none unless named.
PROCONNECT_SECOND_FACTORS = environment.words("PROCONNECT_SECOND_FACTORS")
PROCONNECT_TIMEOUT = 3.0
# How long an identity that no account knows waits for the person's choice.
PROCONNECT_WAITING_SECONDS = 900

if set(PROCONNECT_ALGORITHMS) - {
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
}:
    raise ImproperlyConfigured(
        "PROCONNECT_ALGORITHMS n'accepte que des signatures asymétriques (RS, PS, ES)."
    )
if PROCONNECT_ENABLED and not (
    PROCONNECT_ISSUER.startswith("https://")
    or urlsplit(PROCONNECT_ISSUER).hostname in {"127.0.0.1", "localhost"}
):
    raise ImproperlyConfigured("PROCONNECT_ISSUER doit commencer par https://.")
