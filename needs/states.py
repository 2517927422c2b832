"""The filter « État », the same for the list, the map and its counts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.enums import PUBLIC_NEED, NeedStatus

STATES = {
    "": frozenset({NeedStatus.PUBLISHED}),
    "clos": frozenset({NeedStatus.CLOSED}),
    "consultation": frozenset({NeedStatus.CONSULTATION}),
    "termine": frozenset(
        {NeedStatus.DIRECT_PURCHASE, NeedStatus.AWARDED, NeedStatus.UNAWARDED, NeedStatus.ABANDONED}
    ),
    "tous": PUBLIC_NEED,
}
STATE_LABELS = [
    ("", _("Échanges ouverts")),
    ("clos", _("Échanges clos, suite à venir")),
    ("consultation", _("Consultation lancée")),
    ("termine", _("Attribués, achats directs, abandonnés")),
    ("tous", _("Tous les états")),
]


class StateFilter(django_filters.ChoiceFilter):
    """Without a choice, the needs that a company can answer now."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("État"))
        super().__init__(choices=STATE_LABELS[1:], empty_label=STATE_LABELS[0][1], **kwargs)

    def filter(self, rows, value):
        return in_state(rows, value or "")


def in_state(rows, state):
    return rows.filter(status__in=STATES[state])
