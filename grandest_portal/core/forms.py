"""What every form of the house shares: our field template, cleaned text, a French error summary."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.text import clean_line, clean_text


class PortalRenderer(TemplatesSetting):
    """Draws forms and fields with the components of templates/components/."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def tidy(field):
    """Make a text field clean what is typed (invisible characters, spaces) before it is validated."""
    validate = field.to_python
    cleaner = clean_text if isinstance(field.widget, forms.Textarea) else clean_line
    field.to_python = lambda value: validate(cleaner(value) if isinstance(value, str) else value)


class TidyMixin:
    """Cleans every text field, and turns the browser's own bubbles off: errors are said by the page."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                tidy(field)

    def refuse(self, error):
        """Show a DomainError beside the field that it names, or at the top of the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class PortalForm(TidyMixin, forms.Form):
    pass


class PortalModelForm(TidyMixin, forms.ModelForm):
    pass


class ReasonForm(PortalForm):
    """One written reason, for verbs that must say why."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez la raison.")},
    )

    def __init__(self, *args, label, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class LetteredRadios(forms.RadioSelect):
    """Radios of which each has its access key; `letters` gives the letter of a value."""

    letters = {}

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        letter = self.letters.get(str(value), "")
        attrs = {**(attrs or {}), **({"accesskey": letter} if letter else {})}
        shown = f"{letter.upper()} · {label}" if letter else label
        return super().create_option(name, value, shown, selected, index, subindex, attrs)


class ReasonChoice(forms.ChoiceField):
    """A choice that a verb demands: not said to be optional, though words may stand for it unless it is `closed`."""

    closed = False

    def validate(self, value):
        if value or self.closed:
            super().validate(value)


class DecisionForm(PortalForm):
    """Why: a reason of a closed list, a written precision, or both. `needed` and `closed` say what a verb demands;
    `reasons` are rows with `key` and `label`; `hint` tells who reads the words, and what they should say."""

    reason_key = ReasonChoice(
        label=_("Raison, dans la liste"),
        required=False,
        widget=LetteredRadios,
        error_messages={
            "invalid_choice": _("Cette raison ne sert pas à cette décision : choisissez-en une autre.")
        },
    )
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Raison, telle que la personne la lira"),
        required=False,
    )

    def __init__(self, *args, reasons=(), letters=None, needed=False, closed=False, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.needed, self.closed = needed, closed
        self.fields["reason"].help_text = hint
        if reasons:
            self.fields["reason_key"].widget.letters = letters or {}
            self.fields["reason_key"].choices = [(row.key, row.label) for row in reasons]
            self.fields["reason_key"].required = needed
            self.fields["reason_key"].closed = closed
            self.fields["reason_key"].error_messages["required"] = _("Choisissez une raison dans la liste.")
            self.fields["reason"].label = _("Précision, que la personne lira à la suite")
        else:
            del self.fields["reason_key"]
            self.fields["reason"].required = needed
            self.fields["reason"].error_messages["required"] = _("Écrivez la raison.")

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get("reason_key") or cleaned.get("reason")
        if self.needed and not self.closed and not said and not self.errors:
            self.add_error("reason", _("Choisissez une raison dans la liste, ou écrivez-la."))
        return cleaned
