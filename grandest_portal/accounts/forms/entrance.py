"""django-allauth's forms of the entrance, where the house asks for more.

Not imported by the package: allauth's own forms import it while they are being made.
"""

from allauth.account import forms
from django.core.exceptions import ValidationError

from grandest_portal.accounts.models import User
from grandest_portal.accounts.passwords import ContextWordsValidator


class LoginForm(forms.LoginForm):
    """Says to the browser's password manager which field is the identifier."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(forms.SignupForm):
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
