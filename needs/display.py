"""What a list or a page says about a need, in few words: rows, labels, places."""

import logging

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import day
from grandest_portal.core.text import cut_short
from grandest_portal.reference.places import places_text
from needs.enums import BudgetBand, ExchangeLanguage, NeedSource, NeedStatus
from needs.life import closing_note

logger = logging.getLogger(__name__)

TONES = {
    NeedStatus.DRAFT: "grey",
    NeedStatus.SUBMITTED: "mirabelle",
    NeedStatus.RETURNED: "sandstone",
    NeedStatus.REJECTED: "sandstone",
    NeedStatus.PUBLISHED: "fir",
    NeedStatus.CLOSED: "grey",
    NeedStatus.CONSULTATION: "mirabelle",
    NeedStatus.DIRECT_PURCHASE: "grey",
    NeedStatus.ABANDONED: "grey",
    NeedStatus.AWARDED: "grey",
    NeedStatus.UNAWARDED: "grey",
}
LINE_LENGTH = 120
NOT_A_CONSULTATION_KEY = "not_a_consultation"
NOT_A_CONSULTATION = gettext_lazy("Ceci n'est pas une consultation : aucune offre ni prix n'est reçu ici.")


def not_a_consultation(wording):
    """{text, note} of the wording in force, with its source and its first day.

    The sentence stands on every need: while the reference data is not loaded (None), its first version is shown.
    """
    if wording is None:
        logger.warning("wording not loaded: not_a_consultation")
        return {"text": NOT_A_CONSULTATION, "note": ""}
    since = _("texte en vigueur depuis le %(day)s") % {"day": day(wording.starts_on)}
    return {"text": wording.text, "note": f"{wording.source}, {since}" if wording.source else since}


def state_label(need):
    """(words, tone) of the state; a project from open data has no exchanges here."""
    if need.source == NeedSource.OPEN_DATA:
        announced = need.status == NeedStatus.PUBLISHED
        return (_("Projet annoncé"), "fir") if announced else (_("Annonce close"), "grey")
    return need.get_status_display(), TONES[need.status]


def place_text(need):
    """« Moselle, Vosges », « 4 départements », « toute la région », or "" when unknown."""
    return places_text(need.territories.all())


def when_text(need):
    """The date that matters most in the present state."""
    if need.source == NeedSource.OPEN_DATA:
        planned = (
            _("consultation envisagée le %(day)s") % {"day": day(need.planned_on)} if need.planned_on else ""
        )
        return " · ".join(filter(None, [_("Issu de données ouvertes"), planned]))
    if need.is_open and need.sourcing_open_until:
        return _("Échanges ouverts jusqu'au %(day)s") % {"day": day(need.sourcing_open_until)}
    if need.status == NeedStatus.CONSULTATION and need.consultation_deadline:
        return _("Date limite de la consultation : %(day)s") % {"day": day(need.consultation_deadline)}
    if need.status == NeedStatus.AWARDED and need.awarded_on:
        return _("Attribué le %(day)s") % {"day": day(need.awarded_on)}
    if need.closed_at:
        return _("Échanges clos le %(day)s") % {"day": day(need.closed_at)}
    return ""


def row_of(need, on):
    """What components/row.html shows of a public need on the date `on`; territories are prefetched."""
    label, tone = state_label(need)
    if need.is_open and need.source == NeedSource.PORTAL:
        label, tone = closing_note(need, on), "mirabelle"
    budget = need.get_budget_band_display() if need.budget_band != BudgetBand.UNKNOWN else ""
    summary = cut_short(need.in_short, LINE_LENGTH) if need.in_short != need.title else ""
    return {
        "title": str(need),
        "url": reverse("needs:detail", args=[need.pk]),
        "label": label,
        "tone": tone,
        "line": " · ".join(filter(None, [need.buyer_name, summary])),
        "meta": " · ".join(filter(None, [when_text(need), place_text(need), budget])),
    }


def own_row_of(need, on, writes=True):
    """The same for its own buyer, under the heading of its state: what awaits them, and the moderator's reason."""
    changed = _("modifié le %(day)s") % {"day": day(need.updated_at)} if need.is_editable else ""
    return {
        "need": need,
        "url": reverse("needs:check" if need.is_editable and writes else "needs:detail", args=[need.pk]),
        "label": closing_note(need, on),
        "meta": " · ".join(filter(None, [need.reference, when_text(need), changed])),
        "reason": need.moderation_reason if need.status in {NeedStatus.RETURNED, NeedStatus.REJECTED} else "",
    }


def languages_text(need):
    """« Français, Allemand »: the languages accepted in exchanges."""
    return ", ".join(str(ExchangeLanguage(code).label) for code in need.languages)


def facts_of(need, *, with_contact):
    """[(label, value)] of what a need says in few words, beside its buyer, place and codes."""
    imported, closed = need.source == NeedSource.OPEN_DATA, need.closed_at
    dates = [
        (_("Importé le") if imported else _("Publié le"), need.published_at),
        (_("Échanges ouverts jusqu'au"), None if closed else need.sourcing_open_until),
        (_("Échanges clos le"), None if imported else closed),
        (_("Consultation envisagée le"), need.planned_on),
    ]
    contact = ", ".join(filter(None, [need.contact_name, need.contact_role])) if with_contact else ""
    facts = [
        (_("Budget"), need.get_budget_band_display()),
        (_("Procédure envisagée"), need.get_procedure_display()),
        (_("Maturité acceptée"), "" if imported else need.get_maturity_display()),
        (_("Langues des échanges"), "" if imported else languages_text(need)),
        *((label, day(value)) for label, value in dates if value),
        (_("Contact"), contact),
    ]
    return [(label, value) for label, value in facts if value]
