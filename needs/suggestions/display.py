"""A suggestion in words, the same for both sides, for its partner and for moderators."""

from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import day
from grandest_portal.reference.models import Wording
from needs.enums import DeclaredInterest, SuggestionDirection

EQUAL_TREATMENT = "suggestion_gives_no_advantage"


def equal_treatment(on):
    """The sentence in force on the date `on` that a suggestion gives no advantage; "" while none is loaded."""
    row = equal_treatments(on).first()
    return row.text if row else ""


def equal_treatments(on):
    return Wording.objects.in_force(on).filter(key=EQUAL_TREATMENT).order_by("-starts_on")


def equal_treatment_beside(on):
    """The same sentence as a column of rows."""
    return Coalesce(Subquery(equal_treatments(on).values("text")[:1]), Value(""), output_field=TextField())


def solution_name(solution):
    """Its title while published; once it left the census its text may change unread, so its reference alone."""
    if solution.is_published:
        return str(solution)
    return _("%(reference)s, qui n'est plus publiée") % {"reference": solution.reference}


def state_label(suggestion):
    """(words, tone) of what became of it."""
    if suggestion.withdrawn_at:
        return _("Retirée"), "sandstone"
    if not suggestion.need.is_open:
        return _("Échanges clos"), "grey"
    if not suggestion.solution.is_published:
        return _("Solution plus publiée"), "grey"
    return _("En cours"), "fir"


def sentence(suggestion):
    """Who brings what to whom, in one sentence."""
    words = {
        "partner": suggestion.partner,
        "buyer": suggestion.need.buyer_name,
        "need": suggestion.need,
        "company": suggestion.solution.company,
        "solution": solution_name(suggestion.solution),
    }
    if suggestion.direction == SuggestionDirection.TO_BUYER:
        return (
            _(
                "%(partner)s propose à %(buyer)s, pour son besoin « %(need)s », "
                "la solution « %(solution)s » (%(company)s)."
            )
            % words
        )
    return (
        _("%(partner)s propose à %(company)s, pour « %(solution)s », le besoin « %(need)s » (%(buyer)s).")
        % words
    )


def interest_words(suggestion):
    if suggestion.declared_interest == DeclaredInterest.NONE:
        return _("aucun")
    return suggestion.interest_text


def author_words(suggestion):
    """« Paul Weiss, Agence de l'innovation », or the structure alone once the person is gone."""
    return ", ".join(str(each) for each in (suggestion.author, suggestion.partner) if each)


def row_of(suggestion):
    """What a list shows; `for_list()` names the joins."""
    label, tone = state_label(suggestion)
    return {
        "suggestion": suggestion,
        "url": reverse("needs:suggestion", args=[suggestion.pk]),
        "title": _("%(solution)s, pour « %(need)s »")
        % {"solution": solution_name(suggestion.solution), "need": suggestion.need},
        "label": label,
        "tone": tone,
        "sentence": sentence(suggestion),
        "reason": suggestion.reason,
        "interest": interest_words(suggestion),
        "author": author_words(suggestion),
        "made": day(timezone.localtime(suggestion.created_at)),
        "withdrawn": day(timezone.localtime(suggestion.withdrawn_at)) if suggestion.withdrawn_at else "",
    }
