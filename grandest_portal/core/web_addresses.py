"""Web addresses that people give: the one validator of every place that asks for one."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

CREDENTIALS = "credentials"
WITHOUT_CREDENTIALS = _(
    "Écrivez cette adresse sans nom d'utilisateur ni mot de passe : rien ne doit précéder un « @ »."
)


@deconstructible
class WebAddressValidator(URLValidator):
    """What Django takes for an address, unless it holds a name or a password: these are secrets, or a lure
    (https://banque.example@ailleurs.example)."""

    def __init__(self, schemes=("http", "https"), **kwargs):
        super().__init__(schemes=list(schemes), **kwargs)

    def __call__(self, value):
        super().__call__(value)
        if "@" in urlsplit(value).netloc:
            raise ValidationError(WITHOUT_CREDENTIALS, code=CREDENTIALS)


class WebAddressInput(forms.URLField):
    """An address typed without scheme is taken as https."""

    default_validators = [WebAddressValidator()]

    def __init__(self, **kwargs):
        super().__init__(**{"assume_scheme": "https", **kwargs})


def why_refused(error, otherwise):
    """The sentence of a refused address: `otherwise`, unless only its name and password are too much."""
    return error.message if getattr(error, "code", "") == CREDENTIALS else otherwise
