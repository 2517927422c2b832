"""The drafting assistant beside a step, on the page that sends, on the moderation desk, and its way from a need."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy

from grandest_portal.reference.enums import CheckSeverity
from needs.checks import findings_of
from needs.finding_cards import card_of, step_cards, typed_cards
from needs.permissions import can_justify

register = template.Library()
GROUPS = (
    (CheckSeverity.BLOCKING, gettext_lazy("À lever ou à justifier avant l'envoi")),
    (CheckSeverity.WARNING, gettext_lazy("À regarder")),
    (CheckSeverity.ADVICE, gettext_lazy("Conseils")),
)
PUBLIC_BLOCKING = gettext_lazy("À corriger ou à justifier : ce texte est déjà public")


@register.inclusion_tag("needs/_step_checks.html", takes_context=True)
def step_checks(context, need, step):
    """The findings about the fields of one step, as the draft is stored; nothing for a draft not stored yet.

    While a draft is typed (`live`), their place and the way to read them again stand there even when there are none.
    Before a public text changes (`looked`), they are those of what was typed.
    """
    stored = need is not None and need.pk is not None
    if context.get("looked"):
        cards = typed_cards(need, context["form"])
        return {"cards": cards, "typed": True, "marks": " ".join(card["finding"].mark for card in cards)}
    cards = step_cards(context["request"].user, need, step)
    return {"cards": cards, "live": context.get("autosave", False), "stored": stored}


@register.inclusion_tag("needs/_check_findings.html", takes_context=True)
def check_findings(context, need):
    """All findings of the need's stage by severity, for those who are about to send it."""
    found = findings_of(need, timezone.localdate())
    may_justify = can_justify(context["request"].user, need)
    groups = [
        {
            "title": PUBLIC_BLOCKING if need.is_public and severity == CheckSeverity.BLOCKING else title,
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
