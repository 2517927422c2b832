"""Form field of the keywords, usable without JavaScript: terms of the vocabulary, separated by commas."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.text import clean_line
from grandest_portal.reference.models import Keyword
from grandest_portal.reference.text import plain

NEAR = 3


class KeywordsField(forms.Field):
    """Cleans « eau potable, Réemploi » to the terms as the vocabulary writes them, each once.

    An unknown term is refused with those that look like it. Terms that the row holds already (`kept`) stay, whatever
    the vocabulary became.
    """

    widget = forms.TextInput
    max_length = 200
    kept = ()

    def widget_attrs(self, widget):
        return {
            "autocomplete": "off",
            "data-suggest": reverse_lazy("reference:keywords"),
            "data-suggest-join": ", ",
            "data-suggest-label": gettext_lazy("Chercher un mot clé"),
            "data-suggest-held": gettext_lazy("Mots clés choisis"),
        }

    def to_python(self, value):
        typed = [clean_line(word) for word in re.split(r"[,;\n]", value or "")]
        typed = list(dict.fromkeys(filter(None, typed)))
        if len(", ".join(typed)) > self.max_length:
            raise ValidationError(
                _("Ces mots clés sont trop longs : 200 caractères en tout au plus."), code="max_length"
            )
        found = {plain(word): word for word in self.kept}
        rows = Keyword.objects.in_force(timezone.localdate())
        found |= {plain(row.label): row.label for row in rows.named(typed)}
        unknown = [word for word in typed if plain(word) not in found]
        if unknown:
            raise ValidationError([self.refusal(rows, word) for word in unknown])
        return ", ".join(dict.fromkeys(found[plain(word)] for word in typed))

    def refusal(self, rows, word):
        near = " ; ".join(row.label for row in rows.near(word, NEAR))
        if near:
            sentence = _(
                "« %(word)s » n'est pas dans la liste. Peut-être : %(near)s. Sinon, proposez ce terme."
            )
        else:
            sentence = _("« %(word)s » n'est pas dans la liste : retirez ce terme, ou proposez-le.")
        return ValidationError(sentence, code="unknown", params={"word": word, "near": near})
