"""Form fields of a need, which also know how an answer is read back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import day
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.epcis import read_epcis
from grandest_portal.reference.fields import CPVCodesField, DepartmentsField
from grandest_portal.reference.models import CPVCode, Territory
from grandest_portal.reference.proposal_field import ProposedCodes
from grandest_portal.reference.text import plain
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
    def get_bound_field(self, form, field_name):
        """With the buttons that take a proposal: the steps of a need store it and show the step again."""
        return ProposedCodes(form, self, field_name)

    def shown_value(self, value):
        """The codes with their labels, one per line."""
        codes = [line.split("-")[0] for line in self.prepare_value(value).splitlines()]
        return "\n".join(str(row) for row in CPVCode.objects.filter(code__in=codes).for_list())


class TypedNames(str):
    """What stands in the text area of the places, among the keys of the ticked boxes."""

    __slots__ = ()


def boxes_and_names(value):
    """(keys of ticked boxes, typed names) of the value of a PlacesWidget."""
    value = value if isinstance(value, list | tuple) else []
    names = "\n".join(each for each in value if isinstance(each, TypedNames))
    return [each for each in value if not isinstance(each, TypedNames)], names


class PlacesWidget(forms.CheckboxSelectMultiple):
    """Boxes of the departments, and a text area for EPCI: a hundred and fifty boxes would hide the ten."""

    template_name = "needs/places_widget.html"

    def value_from_datadict(self, data, files, name):
        names = data.get(f"{name}_epci", "")
        return [
            *super().value_from_datadict(data, files, name),
            *([TypedNames(names)] if names.strip() else []),
        ]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        boxes, names = boxes_and_names(value)
        context = super().get_context(name, boxes, attrs)
        context["epci"] = {
            "name": f"{name}_epci",
            "id": f"{(attrs or {}).get('id', name)}_epci",
            "value": names,
        }
        return context


class NeedPlacesField(DepartmentsField):
    """Departments and EPCI; all departments are stored as the region: « toute la région » stays what was meant."""

    widget = PlacesWidget

    def prepare_value(self, value):
        prepared = super().prepare_value(value)
        if not isinstance(prepared, list | tuple):
            return prepared
        boxes, names = boxes_and_names(prepared)
        numbers = [key for key in boxes if str(key).isdecimal() and len(str(key)) < 19]
        kinds = [TerritoryKind.REGION, TerritoryKind.EPCI]
        others = Territory.objects.filter(pk__in=numbers, kind__in=kinds).for_list() if numbers else []
        if any(row.kind == TerritoryKind.REGION for row in others):
            boxes = [self.WHOLE_REGION]
        else:
            stored = {str(row.pk): row.name for row in others}
            names = "\n".join([*stored.values(), *filter(None, [names])])
            boxes = [key for key in boxes if str(key) not in stored]
        return [*boxes, TypedNames(names)] if names else boxes

    def clean(self, value):
        boxes, names = boxes_and_names(value)
        departments = super().clean(boxes) if boxes or not names else self.queryset.none()
        epcis = read_epcis(names)
        if departments.exists() and len(departments) == self.queryset.count():
            return Territory.objects.regions()
        chosen = [row.pk for row in [*departments, *epcis]]
        return Territory.objects.filter(pk__in=chosen).order_by("kind", "search_name", "code")

    def has_changed(self, initial, data):
        return not self.disabled and self.meant(initial) != self.meant(data)

    def meant(self, value):
        boxes, names = boxes_and_names(self.prepare_value(list(value or [])))
        return set(map(str, boxes)), set(map(plain, names.splitlines()))

    def shown_value(self, value):
        boxes, names = boxes_and_names(value)
        if self.WHOLE_REGION in map(str, boxes):
            return _("Toute la région")
        return ", ".join([*(str(row) for row in self.queryset.filter(pk__in=boxes)), *names.splitlines()])
