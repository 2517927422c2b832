"""E-mail addresses: what a form accepts, and how two of them are compared.

Two addresses are the same when their lower case is: `email__lower=address.lower()`. PostgreSQL compares `iexact` by
upper case, where « ı » is « I » and « ſ » is « S »: a look-alike would pass for somebody else's address.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import EmailField
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

INVALID = _("Écrivez une adresse électronique valable, par exemple nom@exemple.fr.")


def compare_by_lower_case():
    """Give every e-mail column the transform `lower`."""
    EmailField.register_lookup(Lower)


def validate_mail_address(value):
    """Refuse what Django refuses, and the domains that have no ASCII form (IDNA): no mail could be written there."""
    try:
        validate_email(value)
        value.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError):
        raise ValidationError(INVALID, code="invalid") from None


def accept_real_addresses_only(field):
    """Make a form field, ours or a package's, refuse every address that no mail could reach."""
    field.validators = [
        *(each for each in field.validators if each is not validate_email),
        validate_mail_address,
    ]
    field.error_messages = {**field.error_messages, "invalid": INVALID}


class MailAddressField(forms.EmailField):
    """An e-mail address of 254 characters at most."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})
        accept_real_addresses_only(self)
