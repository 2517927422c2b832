"""django-allauth's forms of the entrance, where the house asks for more.

Not imported by the package: allauth's own forms import it while they are being made.
"""

from allauth.account import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import EmailField
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.passwords import ContextWordsValidator
from grandest_portal.core.mail_addresses import accept_real_addresses_only

# (label, or None for the stock one; what to do when the field is left empty)
FIELDS = {
    "login": (_("Adresse électronique"), _("Écrivez votre adresse électronique.")),
    "email": (_("Adresse électronique"), _("Écrivez votre adresse électronique.")),
    "password": (None, _("Écrivez votre mot de passe.")),
    "oldpassword": (None, _("Écrivez votre mot de passe actuel.")),
    "password1": (None, _("Choisissez un mot de passe.")),
    "password2": (
        _("Le même mot de passe, une seconde fois"),
        _("Écrivez le mot de passe une seconde fois."),
    ),
    "code": (_("Code"), _("Recopiez le code reçu par courriel.")),
}


class PlainFieldsMixin:
    """No placeholder that repeats the label, and an error that names what is missing."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & FIELDS.keys():
            field, (label, missing) = self.fields[name], FIELDS[name]
            field.widget.attrs.pop("placeholder", None)
            field.label = label or field.label
            field.error_messages["required"] = missing
            if isinstance(field, EmailField):
                accept_real_addresses_only(field)


class LoginForm(PlainFieldsMixin, forms.LoginForm):
    """Says to the browser's password manager which field is the identifier."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(PlainFieldsMixin, forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainFieldsMixin, forms.SetPasswordForm):
    pass


class ResetPasswordForm(PlainFieldsMixin, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainFieldsMixin, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainFieldsMixin, forms.ReauthenticateForm):
    pass


class RequestLoginCodeForm(PlainFieldsMixin, forms.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainFieldsMixin, forms.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"class": "short", "spellcheck": "false"}


class SignupForm(PlainFieldsMixin, forms.SignupForm):
    def clean(self):
        """The name is known here only: allauth checks the password against the address alone."""
        cleaned = super().clean()
        password = self.cleaned_data.get("password1")
        if password and "password1" not in self.errors:
            person = User(email=cleaned.get("email") or "", full_name=cleaned.get("full_name") or "")
            try:
                ContextWordsValidator().validate(password, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request):
        """An address that is taken costs the time of a password too: the wait must not tell it."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # The same address in the same moment, as after a double click: answered as an address that is taken.
            if not User.objects.filter(email__lower=self.cleaned_data["email"]).exists():
                raise
        self.account_already_exists = True
        return super().try_save(request)
