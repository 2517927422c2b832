"""Second factors: their secrets unreadable in the database, and what a session has proved.

A TOTP secret and the seed of the recovery codes are encrypted (Fernet: AES-128-CBC and HMAC-SHA256) with a key
derived from SECRET_KEY; those of SECRET_KEY_FALLBACKS still decrypt. django-allauth derives the recovery codes
from their seed, so they cannot be stored as digests.
"""

import base64

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PURPOSE = b"grandest_portal.accounts.second_factors"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def key_of(secret):
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def ring():
    return MultiFernet([key_of(secret) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Les comptes de la modération gardent un second facteur : ajoutez-en d'abord un autre."
        ),
        "cannot_generate_recovery_codes": _(
            "Activez d'abord une application de codes ou une clé d'accès : les codes de secours la remplacent."
        ),
        "incorrect_code": _(
            "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant et recopiez-le."
        ),
        "unverified_email": _(
            "Confirmez d'abord votre adresse électronique : le lien est dans votre messagerie."
        ),
    }

    def encrypt(self, text):
        return ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return ring().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        """The staff keeps one: without it the next page would be closed to them."""
        user = authenticator.user
        if not (user.is_staff and settings.STAFF_MFA_REQUIRED):
            return True
        return Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SERVICE_NAME}

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Clé d'accès %(number)d") % {"number": number})


def has_second_factor(user):
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def proved_second_factor(request):
    """True when this very session, not only the person, went through a second factor."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def forget_second_factor(request):
    """A session whose person holds no second factor any more has nothing to show."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]


def way_to_prove(user):
    """The address where a member of the staff proves a second factor, or first enrols one."""
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in held:
        return reverse("mfa_reauthenticate")
    if Authenticator.Type.WEBAUTHN in held:
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("mfa_index")
