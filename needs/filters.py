"""The filters of the public list. The address of the page holds them all, so that a list can be shared."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Case, CharField, F, IntegerField, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buyers.enums import BuyerKind
from grandest_portal.core.comparison import WithComparison
from grandest_portal.core.facets import Boxes, Facet, Rounds
from grandest_portal.core.listing import PAGE_SIZE
from grandest_portal.core.periods import PeriodFilter
from grandest_portal.core.words import WordsFilterSet
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.filters import DivisionFilterSet
from grandest_portal.reference.maps import names_of
from grandest_portal.reference.models import Parameter
from needs.enums import AcceptedMaturity, BudgetBand, ExchangeLanguage, NeedStatus, Procedure
from needs.fields import DayField
from needs.models import Need
from needs.places import PLACES
from needs.states import STATES, StateFilter

FEW_RESULTS = "search_few_results"
CLOSING = [("7", _("Clôture dans les 7 jours")), ("30", _("Clôture dans les 30 jours"))]
NEWEST, SOONEST, CLOSEST = "recent", "cloture", "pertinence"
ORDERS = {
    NEWEST: (F("published_at").desc(), F("pk").desc()),
    SOONEST: (F("sourcing_open_until").asc(nulls_last=True), F("published_at").desc(), F("pk").desc()),
    CLOSEST: (F("rank").desc(), F("published_at").desc(), F("pk").desc()),
}
ORDER_LABELS = [
    (NEWEST, _("Du plus récent au plus ancien")),
    (SOONEST, _("Clôture la plus proche d'abord")),
    (CLOSEST, _("Pertinence pour la recherche")),
]


class DayFilter(django_filters.DateFilter):
    field_class = DayField


def several(label, choices, **options):
    """A filter of boxes to tick on the column `field_name`, or through `method`."""
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=Boxes, distinct=False, **options
    )


class NeedFilter(DivisionFilterSet, WithComparison, WordsFilterSet):
    tri = django_filters.ChoiceFilter(
        label=_("Ordre"), choices=ORDER_LABELS, empty_label=_("Ordre habituel"), method="no_filter"
    )
    etat = StateFilter(widget=Rounds)
    departement = several(
        _("Lieu d'exécution"),
        [],
        method="in_departments",
        help_text=_("Pour l'affichage seulement : le lieu ne change jamais l'ordre."),
    )
    budget = several(_("Budget"), BudgetBand.choices, field_name="budget_band")
    jusqu_au = DayFilter(
        label=_("Ouverts au moins jusqu'au"), field_name="sourcing_open_until", lookup_expr="gte"
    )
    cloture = django_filters.ChoiceFilter(
        label=_("Clôture proche"),
        choices=CLOSING,
        empty_label=_("Sans regard à la clôture"),
        widget=Rounds,
        method="closing_within",
    )
    acheteur = several(_("Acheteur"), BuyerKind.choices, field_name="buyer__kind")
    procedure = several(_("Procédure envisagée"), Procedure.choices, field_name="procedure")
    maturite = several(_("Maturité acceptée"), AcceptedMaturity.choices, field_name="maturity")
    langue = several(_("Langue des échanges"), ExchangeLanguage.choices, method="in_languages")
    # Chosen on the map of needs; here they are chips, and stay while the other filters change.
    epci = django_filters.MultipleChoiceFilter(
        label=_("Intercommunalité d'exécution"), method="in_epcis", widget=forms.MultipleHiddenInput
    )
    periode = PeriodFilter(widget=forms.HiddenInput)

    folded = DivisionFilterSet.folded | {
        "departement",
        "budget",
        "cloture",
        "acheteur",
        "procedure",
        "maturite",
        "langue",
    }
    settings_only = WithComparison.settings_only | {"tri"}
    never_idle = frozenset({"etat"})

    def choices_now(self):
        return {
            **super().choices_now(),
            "departement": list(names_of(TerritoryKind.DEPARTMENT).items()),
            "epci": list(names_of(TerritoryKind.EPCI).items()),
        }

    def no_filter(self, rows, name, value):
        return rows

    def in_departments(self, rows, name, values):
        return rows.filter(PLACES.in_departments(values))

    def in_epcis(self, rows, name, values):
        return rows.filter(PLACES.in_epcis(values))

    def closing_within(self, rows, name, value):
        today = timezone.localdate()
        until = today + timedelta(days=int(value))
        return rows.filter(status=NeedStatus.PUBLISHED, sourcing_open_until__range=(today, until))

    def in_languages(self, rows, name, values):
        return rows.filter(languages__overlap=values)

    def leaves_out(self, name):
        return name != "etat" or self.data.get("etat") != "tous"

    @property
    def order(self):
        """The key of ORDERS: what was chosen, else relevance for a search and newest first without."""
        self.form.is_valid()
        chosen = self.form.cleaned_data.get("tri")
        if chosen and (chosen != CLOSEST or self.searching):
            return chosen
        return CLOSEST if self.searching else NEWEST

    def in_order(self, rows):
        """Relevance is computed among the newest rows that answer, as many as the list may show."""
        if self.order == CLOSEST:
            newest = rows.order_by(*ORDERS[NEWEST]).values("pk")[: self.most_rows + 1]
            rows = self.asked.ranked(Need.objects.filter(pk__in=newest))
        return rows.order_by(*ORDERS[self.order])

    def partly(self, shown):
        """The numbers of the needs that hold some of the words, most words first, where fewer than the dated
        parameter answer all of them; `shown` are the numbers of those. One query; the place plays no part."""
        if not self.searching or not self.asked.reading.parts:
            return []
        days = Parameter.objects.in_force(timezone.localdate()).filter(key=FEW_RESULTS).order_by("-starts_on")
        few = Cast(Subquery(days.values("value")[:1]), IntegerField())
        rows = self.asked.partly(self.rows_without("q"), ORDERS[NEWEST], self.most_rows)
        rows = rows.exclude(pk__in=shown).annotate(few=few).filter(few__gt=len(shown))
        return list(rows.values_list("pk", flat=True)[:PAGE_SIZE])

    @property
    def answers(self):
        """All the rows of the list with their buyer, newest first, for what is read from end to end."""
        return self.qs.for_list()

    def facets(self):
        return {
            **super().facets(),
            "etat": Facet("status", lambda status: [key for key, held in STATES.items() if status in held]),
            "departement": Facet(PLACES.carried, PLACES.departments_of),
            "budget": Facet("budget_band"),
            "cloture": Facet(closing_soon(), closings_of),
            "acheteur": Facet("buyer__kind"),
            "procedure": Facet("procedure"),
            "maturite": Facet("maturity"),
            "langue": Facet("languages", tuple),
        }


def closing_soon():
    """The shortest delay of CLOSING within which an open need closes, as an expression."""
    today = timezone.localdate()
    delays = [
        When(
            status=NeedStatus.PUBLISHED,
            sourcing_open_until__range=(today, today + timedelta(days=int(delay))),
            then=Value(delay),
        )
        for delay, _label in CLOSING
    ]
    return Case(*delays, output_field=CharField())


def closings_of(shortest):
    """Every row without regard to the closing; those that close soon under their delay and the longer ones."""
    return ["", *(delay for delay, _label in CLOSING if shortest and int(shortest) <= int(delay))]
