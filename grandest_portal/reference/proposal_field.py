"""The codes of a form with what its own text proposes: one button per code, nothing chosen for the person."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from grandest_portal.reference.fields import BoundCodes, entries_of
from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.proposals.model import model


@dataclass(frozen=True)
class CodeProposals:
    """`says_little`: nothing could be read of the text. `rows`: [{code, words, value}], `value` of its button."""

    says_little: bool
    rows: list


class ProposedCodes(BoundCodes):
    """Of a form with `text_to_read()`: the text of a draft; None where nothing is proposed."""

    @cached_property
    def from_text(self):
        read = getattr(self.form, "text_to_read", None)
        text = read() if read else None
        if text is None:
            return None
        found = model().proposals(text)
        held = CPVCode.objects.in_bulk([proposal.code for proposal in found])
        rows = [
            {
                "code": held[each.code],
                "words": ", ".join(each.words),
                "value": f"{self.html_name}:{held[each.code].full}:",
            }
            for each in found
            if each.code in held and each.code not in self.chosen
        ]
        return CodeProposals(says_little=not found, rows=rows)

    @property
    def chosen(self):
        """The eight digits of what the field holds, as far as it can be read."""
        return {entry[:8] for entry in entries_of(self.field.prepare_value(self.value()) or "")}
