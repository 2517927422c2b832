"""A finding as it is drawn: its label, its tone, where to mend or to justify it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.reference.enums import CheckSeverity
from needs.checks import findings_of, typed_findings
from needs.forms import NEED_STEPS
from needs.permissions import can_justify

TONES = {
    CheckSeverity.BLOCKING: "sandstone",
    CheckSeverity.WARNING: "mirabelle",
    CheckSeverity.ADVICE: "grey",
}
LABELS = {
    CheckSeverity.BLOCKING: gettext_lazy("à lever ou à justifier"),
    CheckSeverity.WARNING: gettext_lazy("à regarder"),
    CheckSeverity.ADVICE: gettext_lazy("conseil"),
}
STEP_OF_FIELD = {name: step.slug for step in NEED_STEPS for name in step.form_class.base_fields}


def step_cards(user, need, step):
    """The cards of the findings about the fields of one step, as the draft is stored."""
    if need is None or not need.pk:
        return []
    fields, may_justify = step.form_class.base_fields, can_justify(user, need)
    found = [each for each in findings_of(need, timezone.localdate()) if each.field in fields]
    return [card_of(each, need, may_justify, edits=False) for each in found]


def typed_cards(need, form):
    """The cards of what was typed in a valid form of a step and stands nowhere yet: nothing to justify so far."""
    found = typed_findings(need, form.cleaned_data, timezone.localdate())
    return [card_of(each, need, False, edits=False) for each in found if each.field in form.fields]


def card_of(finding, need, may_justify, edits):
    """What needs/_finding.html shows of one finding."""
    open_question = finding.is_question and finding.is_open
    links = []
    if edits and finding.field in STEP_OF_FIELD:
        page = reverse("needs:edit", args=[need.pk, STEP_OF_FIELD[finding.field]])
        label = _("Modifier « %(field)s »") % {"field": finding.field_label}
        links.append({"url": f"{page}?returning=1#id_{finding.field}", "label": label})
    if may_justify and finding.can_be_justified:
        address = reverse("needs:justify", args=[need.pk, finding.code, finding.digest])
        label = _("Justifier par écrit") if finding.is_open else _("Revoir la justification")
        links.append({"url": address, "label": label})
    return {
        "finding": finding,
        "tone": "fir" if not finding.is_open else TONES[finding.severity],
        "label": label_of(finding, open_question),
        "links": links,
    }


def label_of(finding, open_question):
    if not finding.is_open:
        return _("justifié")
    return _("question") if open_question else LABELS[finding.severity]
