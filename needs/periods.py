"""The filter « published within the last months », the same for the list and the map."""

from datetime import datetime, time

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.dates import months_after

PERIODS = [("3", _("Depuis trois mois")), ("12", _("Depuis un an"))]


class PeriodFilter(django_filters.ChoiceFilter):
    """Published within the last months: 3 or 12; without a choice, at any time."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Publiés"), choices=PERIODS, empty_label=_("À toute date"), **kwargs)

    def filter(self, rows, value):
        return published_within(rows, value)


def published_within(rows, months):
    """The rows published within the last `months` (a key of PERIODS); all of them with ""."""
    if not months:
        return rows
    since = months_after(timezone.localdate(), -int(months))
    return rows.filter(published_at__gte=timezone.make_aware(datetime.combine(since, time.min)))
