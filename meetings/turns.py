"""Whose turn it is to book the hours of a need: nobody before the announced date, then never who clicks first.

Companies sign up before the date. When the booking opens an order is drawn among them, whether places are short or
not: `sha256("secret:number of the company")`, smallest first, from a secret whose digest was published with the date.
Where the call names a criterion (`meetings.admission.criteria`), its classes come first and the draw orders each.
For some working days a place may be taken by whoever would still have one if all those before them took theirs;
afterwards what is left is open to all.
"""

import hashlib
from datetime import datetime, time

from django.utils.translation import gettext as _

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after
from meetings.models import BookingCall, Meeting
from meetings.slots import PARIS, day_words, paris

NOTICE, NOTICE_DEFAULT = "booking_notice_working_days", 3
PRIORITY, PRIORITY_DEFAULT = "booking_priority_working_days", 5


def days_of(key, default, on):
    """A dated number of working days; the default until the reference data is loaded, or where it is no number."""
    try:
        value = Parameter.objects.value(key, on)
    except LookupError:
        return default
    return value if type(value) is int and 1 <= value <= 60 else default


def earliest_opening(invited_at, today):
    """The first date on which a booking announced today may open: the notice after the last invitation, if any."""
    since = max([today, *(paris(each).date() for each in invited_at)])
    return working_day_after(since, days_of(NOTICE, NOTICE_DEFAULT, today))


def opening_moment(call):
    """Midnight of Paris of the announced date."""
    return datetime.combine(call.opens_on, time(), tzinfo=PARIS)


def free_for_all_on(call):
    """The date from which the order counts no more."""
    return working_day_after(call.opens_on, days_of(PRIORITY, PRIORITY_DEFAULT, call.opens_on))


def call_of(need):
    """The BookingCall of a need with its openings, or None."""
    return BookingCall.objects.filter(need=need).prefetch_related("openings").first()


def digest_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def place_in_order(secret, company_pk):
    """What orders the companies: nobody can choose it, everybody can compute it once the secret is shown."""
    return digest_of(f"{secret}:{company_pk}")


def drawn_order(secret, companies):
    """The numbers of the companies in the order that the secret gives."""
    return sorted(companies, key=lambda pk: (place_in_order(secret, pk), pk))


def ranked(secret, classes):
    """The numbers of the companies of {number: class}, class by class, each in the order that the secret gives."""
    return sorted(drawn_order(secret, classes), key=classes.__getitem__)


def before(call, company):
    """How many companies may still take their place before this one."""
    served = Meeting.objects.agreed_or_live().filter(need=call.need_id).values("company")
    waiting = call.wishes.exclude(company=company).exclude(company__in=served)
    own = call.wishes.filter(company=company).first()
    return waiting.count() if own is None else waiting.filter(rank__lt=own.rank or 0).count()


def why_not_yet(call, company, places, at):
    """The sentence that keeps a company from the hours of a call at the moment `at`, or "". `places` is a function
    that counts what is free."""
    if at < opening_moment(call) or call.drawn_at is None:
        return _(
            "La réservation ouvre le %(day)s, pour toutes les entreprises à la fois. Aucun créneau n'est montré avant."
        ) % {"day": day_words(call.opens_on)}
    if paris(at).date() >= free_for_all_on(call):
        return ""
    first = before(call, company)
    if first < places():
        return ""
    return _(
        "Il reste moins de places que d'entreprises placées avant la vôtre (%(count)d) par la règle annoncée. "
        "Les places qui restent le %(day)s sont ouvertes à toutes."
    ) % {"count": first, "day": day_words(free_for_all_on(call))}
