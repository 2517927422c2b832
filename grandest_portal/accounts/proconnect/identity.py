"""Who ProConnect says that somebody is: the few claims that the portal keeps for the time of a session."""

import re
from dataclasses import asdict, dataclass

import stdnum.exceptions
import stdnum.fr.siret
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from grandest_portal.accounts.proconnect.refusals import Reason, Refusal
from grandest_portal.core.text import clean_line

# Fits the column of the link (191 signs); OpenID Connect allows printable ASCII only.
SUBJECT = re.compile(r"[\x21-\x7e]{1,191}")


@dataclass(frozen=True)
class Identity:
    """A verified identity. `issuer` and `subject` name it; the rest is proposed to the person, never trusted as a
    right. `siret` is "" unless its keys are right; `second_factor` is True when an accepted claim says so."""

    issuer: str
    subject: str
    email: str
    full_name: str = ""
    siret: str = ""
    organisation: str = ""
    second_factor: bool = False

    def as_session(self):
        return asdict(self)


def identity_of(id_token, userinfo):
    """The Identity that two verified sets of claims describe; Refusal without a usable subject or address."""
    subject = userinfo["sub"]
    if not SUBJECT.fullmatch(subject):
        raise Refusal("subject")
    names = [line(userinfo.get(name)) for name in ["given_name", "usual_name"]]
    return Identity(
        issuer=settings.PROCONNECT_ISSUER,
        subject=subject,
        email=address_of(userinfo.get("email")),
        full_name=" ".join(filter(None, names))[:150],
        siret=siret_of(userinfo.get("siret")),
        organisation=line(userinfo.get("organization_label"))[:200],
        second_factor=second_factor_of(id_token),
    )


def line(value):
    return clean_line(value) if isinstance(value, str) else ""


def address_of(value):
    """The address in small letters; Refusal when absent or no address."""
    try:
        validate_email(value)
    except ValidationError:
        raise Refusal("email", Reason.IDENTITY) from None
    if len(value) > 254:
        raise Refusal("email", Reason.IDENTITY)
    return value.lower()


def siret_of(value):
    """A SIRET gives no right here, so a wrong one is left out and locks nobody out."""
    try:
        return stdnum.fr.siret.validate(value) if isinstance(value, str) else ""
    except stdnum.exceptions.ValidationError:
        return ""


def second_factor_of(id_token):
    """True when `acr` or one of `amr` is a value that the settings accept as a second factor (none by default)."""
    amr = id_token.get("amr")
    said = [id_token.get("acr"), *(amr if isinstance(amr, list) else [])]
    return any(isinstance(value, str) and value in settings.PROCONNECT_SECOND_FACTORS for value in said)
