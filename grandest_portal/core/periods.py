"""The filter « published within the last months », the same for every list and map."""

from datetime import datetime, time

import django_filters
from django.db.models import Case, CharField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.dates import months_after
from grandest_portal.core.facets import Facet

PUBLISHED = _("Publiés")
PERIODS = [("3", _("Depuis trois mois")), ("12", _("Depuis un an"))]


class PeriodFilter(django_filters.ChoiceFilter):
    """Published within the last months: 3 or 12; without a choice, at any time."""

    def __init__(self, label=PUBLISHED, **kwargs):
        super().__init__(label=label, choices=PERIODS, empty_label=_("À toute date"), **kwargs)

    def filter(self, rows, value):
        return published_within(rows, value)


def since(months):
    return timezone.make_aware(datetime.combine(months_after(timezone.localdate(), -int(months)), time.min))


def published_within(rows, months):
    """The rows published within the last `months` (a key of PERIODS); all of them with ""."""
    return rows.filter(published_at__gte=since(months)) if months else rows


def period_facet():
    """Rows counted under the shortest period that holds them and the longer ones, and under « at any time »."""
    ages = [When(published_at__gte=since(months), then=Value(months)) for months, _label in PERIODS]
    return Facet(Case(*ages, output_field=CharField()), periods_of)


def periods_of(shortest):
    return ["", *(months for months, _label in PERIODS if shortest and int(shortest) <= int(months))]
