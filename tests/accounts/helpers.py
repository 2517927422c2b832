"""Steps that the tests of accounts share: proving who one is, codes of an application, links of mails."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from grandest_portal.accounts.models import User
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def text(response):
    return response.content.decode()


def logged_in(client):
    return "_auth_user_id" in client.session


def log_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def reauthenticate(client, password=PASSWORD):
    """Make the client's session one that has just proved its password."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def enrol(user):
    """Give the person an application of codes with a known secret; the Authenticator."""
    return TOTP.activate(user, SECRET).instance


def code(secret=SECRET, *, steps=0):
    """What the application shows now, or `steps` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def prove(client, digits):
    """The second step of a login."""
    return client.post(reverse("mfa_authenticate"), {"code": digits})


def factors_of(user):
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def links_in(words):
    """The paths of the links of a mail's text part, in their order."""
    return re.findall(r"https?://(?:testserver|localhost(?::\d+)?)(/\S+)", words)


def fresh(user):
    return User.objects.get(pk=user.pk)
