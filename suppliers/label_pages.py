"""Labels in words, for the company's pages and the moderator's. Nothing else reads them: no order, score or search."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.reference.models import Wording
from suppliers.enums import LabelStatus
from suppliers.models import Label


def clue_sentence():
    return Wording.objects.text("label_is_a_clue", timezone.localdate())


def kinds_of_labels(on):
    return Label.objects.in_force(on).for_list()


def period_words(row):
    start = date_words(row.starts_on)
    if row.ends_on is None:
        return _("depuis le %(start)s") % {"start": start}
    return _("du %(start)s au %(end)s") % {"start": start, "end": date_words(row.ends_on)}


def state_words(row):
    """Who says so, and since when."""
    stated = date_words(timezone.localdate(row.stated_at))
    if row.status == LabelStatus.CHECKED:
        words = {"stated": stated, "checked": date_words(timezone.localdate(row.checked_at))}
        return _("déclaré par l'entreprise le %(stated)s, vérifié par la modération le %(checked)s") % words
    return _("déclaré par l'entreprise le %(stated)s, non vérifié") % {"stated": stated}


def number_words(row):
    name = row.label.number_label or _("Numéro")
    words = f"{name} : {row.number}" if row.number else ""
    return ", ".join(filter(None, [words, row.office]))


def label_row(row, on):
    """What a list says of a CompanyLabel."""
    expired = row.is_expired(on)
    return {
        "label": row,
        "name": str(row),
        "status": _("Expiré") if expired else row.get_status_display(),
        "tone": "grey" if expired else row.tone,
        "text": capfirst(f"{period_words(row)} ; {state_words(row)}."),
        "expired": expired,
        "number": number_words(row),
        "evidence_url": reverse("suppliers:label_evidence", args=[row.pk]),
        "reason": row.reason,
    }
