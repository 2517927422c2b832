"""Model fields of the house."""

from django.db import models

from grandest_portal.core.web_addresses import WebAddressInput, WebAddressValidator


class WebAddressField(models.URLField):
    """A web address, http or https only, without credentials; one typed without scheme is taken as https.

    Migrations see a plain URLField: only forms and validation differ.
    """

    default_validators = [WebAddressValidator()]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WebAddressInput, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
