"""Forms of second factors: French labels, and a code of the telephone that serves once, whatever the cache knows."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn import forms as webauthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

CODE_ATTRS = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "class": "short",
    "spellcheck": "false",
}


def step_of(secret, code):
    """The time step whose code this is, or None (RFC 6238)."""
    digits = "".join(char for char in code if char.isdigit())
    found = [
        step
        for step in yield_hotp_counters_from_time()
        if format_hotp_value(hotp_value(secret, step)) == digits
    ]
    return max(found, default=None)


@transaction.atomic
def spend(authenticator, code):
    """True when the step of this code is later than any that served; it has then served.

    django-allauth remembers used codes in the cache, which may be lost at any moment (RFC 6238, 5.2: a code
    must not be accepted twice).
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(get_adapter().decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


class SingleUseMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _(
            "Les six chiffres que montre votre application, ou un code de secours de huit chiffres."
        )
        self.fields["code"].widget.attrs = CODE_ATTRS
        self.fields["code"].error_messages["required"] = _("Recopiez le code.")

    use_required_attribute = False

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(SingleUseMixin, base.AuthenticateForm):
    pass


class ReauthenticateForm(SingleUseMixin, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp.ActivateTOTPForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code que montre l'application")
        self.fields["code"].help_text = _("Six chiffres, renouvelés toutes les trente secondes.")
        self.fields["code"].widget.attrs = CODE_ATTRS
        self.fields["code"].error_messages["required"] = _("Recopiez le code que montre l'application.")


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = _("Nom de la clé")
        name.help_text = _("Pour la reconnaître : « téléphone », « clé du bureau »…")
        name.max_length = 80
        alone.label = _("Me connecter avec cette clé seule, sans mot de passe")
        alone.help_text = _(
            "La clé vous reconnaît alors par votre empreinte, votre visage ou un code. Décochez pour une clé qui ne "
            "sait pas le faire : elle servira après le mot de passe."
        )
        alone.initial = True


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom de la clé")
        self.fields["name"].error_messages["required"] = _("Donnez un nom à la clé.")
