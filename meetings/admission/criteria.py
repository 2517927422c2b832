"""Neutral criteria by which the places of a call may be given: a dated list, from which the buyer takes one, or none
(the draw alone), before the call is announced.

A criterion puts each company in a class; the recorded draw orders those of one class. None looks at where a company
is, nor at who came first.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from grandest_portal.core.dates import months_after
from grandest_portal.reference.models import Parameter, Wording
from meetings.enums import NEVER_AGREED, Criterion
from meetings.models import Meeting
from meetings.slots import PARIS
from suppliers.enums import Headcount
from suppliers.models import Company

LIST, MONTHS, WORDING = "booking_criteria", "booking_criterion_months", "booking_criterion_"
DEFAULT_MONTHS = 12


@dataclass(frozen=True)
class Offered:
    """A criterion that a buyer may take on a date, in the words that would be published."""

    key: str
    text: str
    months: int


def criteria_on(on):
    """[Offered] on the date `on`, in the order of the list; none until the reference data is loaded."""
    stored = dict(Parameter.objects.in_force(on).filter(key__in=[LIST, MONTHS]).values_list("key", "value"))
    listed, months = stored.get(LIST), stored.get(MONTHS)
    keys = [key for key in listed.split() if key in Criterion] if isinstance(listed, str) else []
    months = months if type(months) is int and 1 <= months <= 60 else DEFAULT_MONTHS
    rows = Wording.objects.in_force(on).filter(key__in=[WORDING + key for key in keys]).order_by("starts_on")
    texts = {row.key.removeprefix(WORDING): row.text for row in rows}
    return [
        Offered(key, texts[key].replace("{months}", str(months)), months)
        for key in dict.fromkeys(keys)
        if key in texts
    ]


def criterion_named(key, on):
    """The Offered of that key, or None."""
    return next((each for each in criteria_on(on) if each.key == key), None)


def classes_of(call, companies):
    """{number of a company: its class by the criterion of the call}, smallest first; all alike without one."""
    if call.criterion == Criterion.NOT_MET:
        return dict.fromkeys(companies, 0) | dict.fromkeys(met(call, companies), 1)
    if call.criterion == Criterion.SMALLEST:
        rows = Company.objects.filter(pk__in=companies).values_list("pk", "headcount")
        return {pk: size_class(headcount) for pk, headcount in rows}
    return dict.fromkeys(companies, 0)


def met(call, companies):
    """Those that agreed on a meeting with the buyer of the call in the months before its booking opens."""
    since, until = (
        datetime.combine(day, time(), tzinfo=PARIS)
        for day in (months_after(call.opens_on, -call.months), call.opens_on)
    )
    rows = Meeting.objects.filter(buyer=call.need.buyer_id, company__in=companies)
    rows = rows.exclude(status__in=NEVER_AGREED).filter(starts_at__gte=since, starts_at__lt=until)
    return set(rows.values_list("company_id", flat=True))


def size_class(headcount):
    """0 for the smallest; those that say nothing of their size come last."""
    return Headcount.values.index(headcount) if headcount in Headcount else len(Headcount)


def class_words(call, number):
    """What the class of a company means, for that company."""
    if call.criterion == Criterion.NOT_MET:
        return _("déjà rencontrée dans cette période") if number else _("pas rencontrée dans cette période")
    if call.criterion == Criterion.SMALLEST:
        return (
            Headcount(Headcount.values[number]).label
            if number < len(Headcount)
            else _("effectif non indiqué")
        )
    return ""
