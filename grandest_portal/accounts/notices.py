"""The texts that people are told about: the notice on their data and the terms of use, in dated versions."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import NoticeAcceptance
from grandest_portal.core.dates import date_words
from grandest_portal.reference.models import Wording

TITLES = {
    "information_notice": _("Notice d'information sur vos données"),
    "terms_of_use": _("Conditions d'utilisation"),
}


def in_force(on):
    """The Wordings in force on the date `on`, one per key, in the order of TITLES; fewer when some are not loaded."""
    rows = Wording.objects.in_force(on).filter(key__in=TITLES).order_by("key", "-starts_on").distinct("key")
    return titled(rows)


def titled(rows):
    rows = sorted(rows, key=lambda row: list(TITLES).index(row.key))
    for row in rows:
        row.title, row.day = TITLES[row.key], date_words(row.starts_on)
    return rows


def unread_by(user, on):
    """The versions in force that the person has not acknowledged; `known` when they had read an older one."""
    read = NoticeAcceptance.objects.filter(user=user, key=OuterRef("key"))
    rows = (
        Wording.objects.in_force(on)
        .filter(key__in=TITLES)
        .order_by("key", "-starts_on")
        .distinct("key")
        .annotate(read=Exists(read.filter(version=OuterRef("starts_on"))), known=Exists(read))
    )
    return [row for row in titled(rows) if not row.read]
