"""Form fields of a need, which also know how an answer is read back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.reference.fields import CPVCodesField, DepartmentsField
from grandest_portal.reference.models import CPVCode, Territory
from needs.life import day
from needs.window import LONGEST, days_words, rule


class DayField(forms.DateField):
    """A date chosen in the browser's own calendar, or typed."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def shown_value(self, value):
        return day(value) if hasattr(value, "year") else str(value)


class WorkingDaysField(forms.IntegerField):
    """A number of working days, up to the dated longest one."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Durée des échanges, en jours ouvrés"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "Comptés depuis la publication : la date exacte est alors affichée. Laissez le temps de vous lire."
            ),
        )
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("widget", forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}))
        super().__init__(**kwargs)
        self.error_messages |= {
            "invalid": gettext_lazy("Écrivez un nombre entier de jours ouvrés. Exemple : 30."),
        }

    def clean(self, value):
        days, longest = super().clean(value), rule(LONGEST, timezone.localdate())
        if days and longest is not None and days > longest:
            raise ValidationError(_("%(days)s au plus.") % {"days": days_words(longest)})
        return days

    def shown_value(self, value):
        return days_words(value)


class NeedCodesField(CPVCodesField):
    def shown_value(self, value):
        """The codes with their labels, one per line."""
        codes = [line.split("-")[0] for line in self.prepare_value(value).splitlines()]
        return "\n".join(str(row) for row in CPVCode.objects.filter(code__in=codes).for_list())


class NeedPlacesField(DepartmentsField):
    """Departments; all of them are stored as the region, so that « toute la région » stays what was meant."""

    def prepare_value(self, value):
        prepared = super().prepare_value(value)
        if isinstance(prepared, list | tuple) and self.hold_region(prepared):
            return [self.WHOLE_REGION]
        return prepared

    @staticmethod
    def hold_region(keys):
        numbers = [key for key in keys if str(key).isdecimal() and len(str(key)) < 19]
        return Territory.objects.regions().filter(pk__in=numbers).exists()

    def clean(self, value):
        departments = super().clean(value)
        whole = departments.exists() and len(departments) == self.queryset.count()
        return Territory.objects.regions() if whole else departments

    def shown_value(self, value):
        if self.WHOLE_REGION in map(str, value):
            return _("Toute la région")
        return ", ".join(str(row) for row in self.queryset.filter(pk__in=value))
