"""The long answers of the forms of this room."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 5000
WEB_ADDRESS_ERROR = {"invalid": _("Écrivez une adresse complète, qui commence par https://")}


def long_text(label, help_text, *, required=True, words=None, missing=None):
    """A text area that refuses too long a text with a sentence, where `maxlength` would cut it unseen."""
    attrs = {"rows": 6} | ({"data-words": str(words)} if words else {})
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs=attrs),
        validators=[
            MaxLengthValidator(
                LONGEST_TEXT, _("Ce texte est trop long : gardez l'essentiel, en 5 000 caractères au plus.")
            )
        ],
        error_messages={"required": missing} if missing else None,
    )
