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
