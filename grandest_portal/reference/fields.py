"""Form fields of the reference data, usable without JavaScript: CPV codes as text, departments as boxes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.steps import proposal_for
from grandest_portal.core.text import clean_text
from grandest_portal.reference.cpv import split_code
from grandest_portal.reference.models import CPVCode, Territory

# Commas and semicolons separate codes, but also stand inside labels: they only cut beside a digit.
SEPARATORS = re.compile(r"\n|[,;](?=\s*[0-9])|(?<=[0-9])[,;]")
TYPED_CODE = re.compile(r"([0-9]{8}\s*-\s*[0-9]|[0-9]+(?:\s*-\s*[0-9])?)(?=\s|$|[^0-9a-zA-Z])")
CODES_ONLY = re.compile(r"[0-9]{8}(?:-?[0-9])?(?:\s+[0-9]{8}(?:-?[0-9])?)+")
PROPOSED = 3
MOST_LABELS = 10


def entries_of(text):
    """What was typed, one code or one label each; codes separated by spaces only are cut too."""
    pieces = [piece.strip(" \t,;.") for piece in SEPARATORS.split(text)]
    entries = []
    for piece in filter(None, pieces):
        entries += piece.split() if CODES_ONLY.fullmatch(piece) else [piece]
    return list(dict.fromkeys(entries))


class Refused(ValidationError):
    """What was typed names no code for sure: « … Peut-être : 44613500-5 Conteneurs à eau ; … »."""

    def __init__(self, sentence, codes, code):
        self.proposed = list(codes)
        names = " ; ".join(str(each) for each in self.proposed)
        if names:
            sentence = f"{sentence} {_('Peut-être : %(codes)s.') % {'codes': names}}"
        super().__init__(sentence, code=code)


class CodesArea(forms.Textarea):
    """Codes as text, in which a proposal takes the place of what was typed."""

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        proposal, replaced = proposal_for(data, name)
        if not proposal:
            return text
        entries = entries_of(clean_text(text or ""))
        chosen = [proposal if each == replaced else each for each in entries]
        return "\n".join(chosen if proposal in chosen else [*chosen, proposal])


class BoundCodes(forms.BoundField):
    @property
    def proposals(self):
        """[{label, value}] of the buttons that take a close code in the place of what was refused."""
        return [
            {"label": str(code), "value": f"{self.html_name}:{code.full}:{error.entry}"}
            for error in self.errors.as_data()
            for code in getattr(error, "proposed", ())
        ]


class CPVCodesField(forms.Field):
    """Several CPV codes typed in a text area: « 44613500-5, 45232150 », one per line, or a code's very label.

    Cleans to the list of CPVCode, in typed order, each once. Every refused entry gets its own sentence, with
    up to three close codes. `max_codes` bounds the entries.
    """

    widget = CodesArea
    max_length = 2000

    def __init__(self, *, max_codes=10, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Codes CPV"))
        kwargs.setdefault(
            "help_text",
            format_lazy(
                '{text} <a href="{url}" target="_blank">{link}</a>',
                text=gettext_lazy(
                    "Un code par ligne ou séparés par des virgules, comme 44613500-5, 45232150-8."
                ),
                url=reverse_lazy("reference:cpv_search"),
                link=gettext_lazy("Trouver un code (nouvel onglet)"),
            ),
        )
        self.max_codes = max_codes
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {
            "rows": 3,
            "spellcheck": "false",
            "data-suggest": reverse_lazy("reference:cpv_search"),
            "data-suggest-join": "\n",
            "data-suggest-label": gettext_lazy("Chercher un code par les mots de son libellé"),
            "data-suggest-held": gettext_lazy("Codes choisis"),
        }

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return "\n".join(code.full if isinstance(code, CPVCode) else str(code) for code in value)

    def has_changed(self, initial, data):
        return not self.disabled and entries_of(self.prepare_value(initial) or "") != entries_of(data or "")

    def to_python(self, value):
        text = clean_text(self.prepare_value(value) or "")
        if len(text) > self.max_length:
            raise ValidationError(
                _("Ce texte est trop long (%(length)d caractères) : %(limit)d au plus."),
                code="max_length",
                params={"length": len(text), "limit": self.max_length},
            )
        entries = entries_of(text)
        self.check_number(entries)
        return self.codes_of(entries)

    def codes_of(self, entries):
        found, errors = {}, []
        for entry in entries:
            try:
                found |= {code.pk: code for code in read_entry(entry)}
            except ValidationError as error:
                error.entry = entry
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        self.check_number(found)
        return list(found.values())

    def check_number(self, chosen):
        if len(chosen) > self.max_codes:
            raise ValidationError(
                _("Choisissez %(limit)d codes au plus : vous en avez saisi %(count)d."),
                code="max_codes",
                params={"limit": self.max_codes, "count": len(chosen)},
            )


def read_entry(entry):
    """The codes that one entry names; ValidationError with a French sentence when it names none for sure."""
    typed = TYPED_CODE.match(entry)
    return [read_code(typed[1])] if typed else read_labels(entry)


def read_code(typed):
    parts = split_code(typed)
    if parts is None:
        sentence = _("« %(typed)s » n'est pas un code CPV : il en faut les huit chiffres.") % {"typed": typed}
        near = CPVCode.objects.near_code(re.sub(r"[^0-9]", "", typed), PROPOSED)
        raise Refused(sentence, near, "malformed")
    code, check_digit = parts
    row = CPVCode.objects.filter(pk=code).first()
    if row is None:
        sentence = _("Le code CPV « %(typed)s » n'existe pas.") % {"typed": typed}
        raise Refused(sentence, CPVCode.objects.near_code(code, PROPOSED), "unknown")
    if check_digit not in ("", row.check_digit):
        error = ValidationError(
            _("Le dernier chiffre de « %(typed)s » est faux. Le code complet est : %(code)s."),
            code="check_digit",
            params={"typed": typed, "code": row},
        )
        error.proposed = [row]
        raise error
    return row


def read_labels(typed):
    """The code whose very label is `typed`, else the only one that holds its words, else one label per comma."""
    sure = CPVCode.objects.named(typed).for_list()[: PROPOSED + 1]
    sure = list(sure) or list(CPVCode.objects.search(typed).for_list()[: PROPOSED + 1])
    if len(sure) == 1:
        return sure
    if sure:
        sentence = _("« %(typed)s » correspond à plusieurs codes CPV : saisissez le code voulu.")
        raise Refused(sentence % {"typed": typed}, sure[:PROPOSED], "ambiguous")
    pieces = [piece.strip() for piece in re.split("[,;]", typed) if piece.strip()]
    listed = list(CPVCode.objects.named(*pieces).for_list()) if 1 < len(pieces) <= MOST_LABELS else []
    if listed and len(listed) == len(pieces):
        return listed
    sentence = _("Aucun code CPV ne correspond à « %(typed)s ».") % {"typed": typed}
    near = CPVCode.objects.near_label(typed, PROPOSED)
    raise Refused(sentence, near, "unknown_label")


class DepartmentIterator(forms.models.ModelChoiceIterator):
    """« Toute la région » first, then the departments."""

    def __iter__(self):
        yield (DepartmentsField.WHOLE_REGION, _("Toute la région"))
        yield from super().__iter__()

    def __len__(self):
        return super().__len__() + 1


class DepartmentsField(forms.ModelMultipleChoiceField):
    """Boxes of the departments by name, and « Toute la région » that stands for all; cleans to a QuerySet."""

    WHOLE_REGION = "region"
    iterator = DepartmentIterator
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Départements"))
        super().__init__(Territory.objects.departments().for_list(), **kwargs)

    def clean(self, value):
        if isinstance(value, list | tuple) and self.WHOLE_REGION in map(str, value):
            value = [row.pk for row in self.queryset]
        return super().clean(value)

    def has_changed(self, initial, data):
        if self.WHOLE_REGION in map(str, data or []):
            data = [row.pk for row in self.queryset]
        return super().has_changed(initial, data)


class AreasField(DepartmentsField):
    """Departments, or the region where all of them were chosen: « toute la région » stays what was meant.

    Optional; `unanswered` is what no choice means.
    """

    def __init__(self, *, unanswered, **kwargs):
        super().__init__(required=False, **kwargs)
        self.unanswered = unanswered

    def prepare_value(self, value):
        prepared = super().prepare_value(value)
        if not isinstance(prepared, list | tuple):
            return prepared
        numbers = [key for key in map(str, prepared) if key.isdecimal() and len(key) < 19]
        if numbers and Territory.objects.regions().filter(pk__in=numbers).exists():
            return [self.WHOLE_REGION]
        return prepared

    def clean(self, value):
        departments = super().clean(value)
        if departments.exists() and len(departments) == self.queryset.count():
            return Territory.objects.regions()
        return departments

    def has_changed(self, initial, data):
        return not self.disabled and set(map(str, self.prepare_value(list(initial or [])))) != set(
            map(str, data or [])
        )

    def shown_value(self, value):
        if self.WHOLE_REGION in map(str, value):
            return _("Toute la région")
        return ", ".join(str(row) for row in self.queryset.filter(pk__in=value))
