"""What may be contested, until when, and the words that say so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import history_of
from grandest_portal.core.dates import date_words
from grandest_portal.reference.models import Parameter, Wording
from grandest_portal.reports.models import Appeal

REJECTED = "rejected"


@dataclass(frozen=True)
class Rejection:
    """Who rejected a thing (None: the system, or forgotten), when, and the last day to contest it."""

    at: datetime
    by: Any
    until: date


def last_day(at):
    """The last day on which what was rejected at `at` may be contested."""
    day = timezone.localdate(at)
    return day + timedelta(days=Parameter.objects.value("appeal_days", day))


def rejection_of(kind, thing):
    """The Rejection that stands, from the audit trail; None for a thing that is not rejected."""
    if thing.status != REJECTED or not kind.rejected_verb:
        return None
    entry = history_of(thing).filter(verb=kind.rejected_verb).first()
    if entry is None:
        return None
    value = getattr(entry, "value", None)
    return Rejection(at=entry.at, by=value.actor if value else None, until=last_day(entry.at))


def appeal_of(kind, thing):
    """The Appeal against the rejection that stands, or None."""
    rejection = rejection_of(kind, thing)
    if rejection is None:
        return None
    return Appeal.objects.about(kind.key, thing.pk).filter(rejected_at=rejection.at).first()


def appealable(kind, thing):
    """True while a standing rejection may be contested: in time, and not contested yet."""
    rejection = rejection_of(kind, thing)
    return (
        rejection is not None
        and timezone.localdate() <= rejection.until
        and not Appeal.objects.about(kind.key, thing.pk).filter(rejected_at=rejection.at).exists()
    )


def appeal_words(at):
    """[sentences]: how what was rejected at `at` is contested, to whom, until when."""
    day = timezone.localdate(at)
    try:
        text, until = Wording.objects.text("rejection_appeal", day), last_day(at)
    except LookupError:
        return [_("Si cette décision vous semble une erreur, écrivez-nous.")]
    return [text, _("Contestation possible sur le portail jusqu'au %(day)s.") % {"day": date_words(until)}]
