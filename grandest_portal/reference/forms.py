"""The admin's care for what the program expects of a parameter, or of the parameters of a check."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.enums import ReasonUse
from grandest_portal.reference.models import ModerationReason, Parameter, PracticeCheck
from grandest_portal.reference.models.checks import NATURES, check_parameters, nature_of


class ParameterForm(forms.ModelForm):
    """A value keeps the nature (number, text, list…) that the program expects under its key."""

    class Meta:
        model = Parameter
        fields = ["key", "label", "value", "unit", "starts_on", "ends_on", "note"]

    def clean(self):
        cleaned = super().clean()
        key = cleaned.get("key") or self.instance.key
        before = Parameter.objects.filter(key=key).order_by("-starts_on").first()
        if before and "value" in cleaned and nature(cleaned["value"]) != nature(before.value):
            self.add_error(
                "value",
                ValidationError(
                    _("La valeur de « %(key)s » doit rester de même nature que « %(before)s »."),
                    params={"key": key, "before": before.value},
                ),
            )
        return cleaned


class ModerationReasonForm(forms.ModelForm):
    """What a reason serves for is ticked, not typed."""

    uses = forms.MultipleChoiceField(
        label=_("sert à"), choices=ReasonUse.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ModerationReason
        fields = [
            "key",
            "uses",
            "kinds",
            "label",
            "text",
            "source",
            "position",
            "enabled",
            "starts_on",
            "ends_on",
            "note",
        ]


def nature(value):
    """Whole and decimal numbers are one nature; true and false are not numbers."""
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )


class PracticeCheckForm(forms.ModelForm):
    """The names and natures of the parameters are those that the rule reads: only their contents change."""

    class Meta:
        model = PracticeCheck
        fields = [
            "key",
            "theme",
            "wording",
            "why",
            "mend",
            "source",
            "stage",
            "severity",
            "mode",
            "enabled",
            "parameters",
            "starts_on",
            "ends_on",
            "note",
        ]

    def clean_parameters(self):
        value = {} if self.cleaned_data["parameters"] is None else self.cleaned_data["parameters"]
        check_parameters(value)
        key = self.data.get("key") or self.instance.key
        before = PracticeCheck.objects.filter(key=key[:12]).order_by("-starts_on").first()
        if before is None:
            return value
        missing = sorted(set(before.parameters) - set(value))
        if missing:
            raise ValidationError(
                _("La règle lit aussi : %(names)s. Laissez ces noms, avec une liste vide au besoin."),
                params={"names": ", ".join(missing)},
            )
        for name, content in before.parameters.items():
            if nature_of(value[name]) is not nature_of(content):
                raise ValidationError(
                    _("« %(name)s » doit rester %(nature)s."),
                    params={"name": name, "nature": NATURES[nature_of(content)]},
                )
        return value
