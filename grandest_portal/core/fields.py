"""Model fields of the house."""

from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """A web address, http or https only; an address typed without scheme is taken as https.

    Migrations see a plain URLField: only forms and validation differ.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
