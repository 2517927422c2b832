"""The codes of a form, with what its own text proposes: one button per code, nothing chosen for the person."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from grandest_portal.reference.fields import BoundCodes, entries_of
from grandest_portal.reference.suggestions import codes_of_text


@dataclass(frozen=True)
class CodeProposals:
    """Of a text: `says_little` when nothing could be read of it, `full` when the field takes no more codes; else
    `rows`: [{code, words, value}], `value` of its button."""

    says_little: bool = False
    full: bool = False
    rows: tuple = ()


class ProposedCodes(BoundCodes):
    """Of a form with `text_to_read()`: the text of a draft; None where nothing is proposed."""

    @cached_property
    def from_text(self):
        read = getattr(self.form, "text_to_read", None)
        text = read() if read else None
        if text is None:
            return None
        chosen = self.chosen
        if len(chosen) >= self.field.max_codes:
            return CodeProposals(full=True)
        found = codes_of_text(text)
        rows = [
            {"code": code, "words": ", ".join(words), "value": f"{self.html_name}:{code.full}:"}
            for code, words in found
            if code.pk not in chosen
        ]
        return CodeProposals(says_little=not found, rows=tuple(rows))

    @property
    def chosen(self):
        """The eight digits of what the field holds, as far as it can be read."""
        return {entry[:8] for entry in entries_of(self.field.prepare_value(self.value()) or "")}
