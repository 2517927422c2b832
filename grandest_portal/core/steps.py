"""Forms in steps over a saved draft: each step is one short form, the last page shows every answer."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404


@dataclass(frozen=True)
class Step:
    """One page of a form: `slug` in the URL, French `title`, the ModelForm class, a short `intro`."""

    slug: str
    title: Any
    form_class: type
    intro: Any = ""


class Steps(tuple):
    """The ordered steps of one form."""

    def at(self, slug):
        """(number from 1, Step) for a slug; 404 when unknown."""
        for number, step in enumerate(self, start=1):
            if step.slug == slug:
                return number, step
        raise Http404

    def after(self, step):
        """The next Step, or None after the last."""
        position = self.index(step) + 1
        return self[position] if position < len(self) else None

    def before(self, step):
        position = self.index(step)
        return self[position - 1] if position else None


def missing_answers(steps, instance):
    """[(Step, label)] for each required answer that the draft does not hold yet."""
    missing = []
    for step in steps:
        form = step.form_class(instance=instance)
        for name, field in form.fields.items():
            if field.required and not field.widget.is_hidden and form[name].initial in (None, "", [], ()):
                missing.append((step, field.label))
    return missing
