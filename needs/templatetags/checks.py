"""The drafting assistant beside a step, on the page that sends, on the moderation desk, and its way from a need."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.reference.enums import CheckSeverity
from needs.checks import findings_of
from needs.forms import NEED_STEPS
from needs.permissions import can_justify

register = template.Library()
GROUPS = (
    (CheckSeverity.BLOCKING, gettext_lazy("À lever ou à justifier avant l'envoi")),
    (CheckSeverity.WARNING, gettext_lazy("À regarder")),
    (CheckSeverity.ADVICE, gettext_lazy("Conseils")),
)
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


@register.inclusion_tag("needs/_step_checks.html", takes_context=True)
def step_checks(context, need, step):
    """The findings about the fields of one step, as the draft is stored; nothing for a draft not stored yet."""
    cards = []
    if need is not None and need.pk:
        fields = step.form_class.base_fields
        found = [each for each in findings_of(need, timezone.localdate()) if each.field in fields]
        may_justify = can_justify(context["request"].user, need)
        cards = [card_of(each, need, may_justify, edits=False) for each in found]
    return {"cards": cards}


@register.inclusion_tag("needs/_check_findings.html", takes_context=True)
def check_findings(context, need):
    """All findings of the need's stage by severity, for those who are about to send it."""
    found = findings_of(need, timezone.localdate())
    may_justify = can_justify(context["request"].user, need)
    groups = [
        {
            "title": title,
            "cards": [
                card_of(each, need, may_justify, edits=need.is_editable)
                for each in found
                if each.severity == severity
            ],
        }
        for severity, title in GROUPS
    ]
    return {"groups": [group for group in groups if group["cards"]], "count": len(found)}


@register.inclusion_tag("admin/panels/findings.html")
def need_findings(need):
    """What moderators read beside the text: findings, and the buyer's justifications."""
    return {
        "cards": [card_of(each, need, False, edits=False) for each in findings_of(need, timezone.localdate())]
    }


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
