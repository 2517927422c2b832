"""What the pages of planning again show: sentences for each meeting that changes, and what is proven."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.days.again import LISTS, holding
from meetings.days.desk_pages import at_slot
from meetings.days.hours import slots_of
from meetings.days.plan_enums import AT_WORK, PlanStatus
from meetings.models import DayRegistration

ENTRY = re.compile(r"B(\d+)\.(\d+)|C(\d+)")


class Names:
    """The organisations of a day by the names of the problem."""

    def __init__(self, day):
        rows = DayRegistration.objects.filter(day=day).select_related("organisation").order_by("pk")
        self.known = {each.pk: each for each in rows}

    def of(self, entry):
        """« Ville d'essai », with the table where the buyer has several."""
        found = ENTRY.fullmatch(entry)
        if found is None:
            return entry
        registration = self.known.get(int(found.group(1) or found.group(3)))
        if registration is None:
            return entry
        if registration.tables > 1:
            return _("%(name)s, sa table %(number)s") % {
                "name": registration.organisation,
                "number": found.group(2),
            }
        return str(registration.organisation)


def result_of(plan):
    """What a computed version changes: {counts: [{label, value}], lists: [{legend, rows: [{pair, words}]}], proofs}."""
    answer, names, slots = plan.answer, Names(plan.day), slots_of(plan.day)
    told = {
        "moved": lambda row: changed_words(slots, row),
        "rescued": lambda row: changed_words(slots, row),
        "lost": lambda row: lost_words(slots, row, names),
        "added": lambda row: _("nouvelle, à %(time)s") % {"time": at_slot(slots, row["slot"])},
        "reseated": lambda row: (
            _("à %(time)s, table %(from)d → table %(to)d")
            % {"time": at_slot(slots, row["slot"]), "from": row["from"] + 1, "to": row["to"] + 1}
        ),
    }
    lists = [
        {
            "key": key,
            "legend": legend_of(key, len(answer.get(key, ()))),
            "rows": [
                {"pair": pair_words(row, names), "words": told[key](row)} for row in answer.get(key, ())
            ],
        }
        for key in LISTS
    ]
    return {
        "counts": counts_of(answer),
        "lists": [each for each in lists if each["rows"]],
        "proofs": proofs_of(answer),
        "proven": answer.get("status") == "optimal",
    }


def pair_words(row, names):
    return _("%(buyer)s – %(company)s") % {
        "buyer": names.of(row["buyer"]),
        "company": names.of(row["company"]),
    }


def changed_words(slots, row):
    return _("de %(old)s à %(new)s") % {"old": at_slot(slots, row["from"]), "new": at_slot(slots, row["to"])}


def lost_words(slots, row, names):
    """The hour that is lost and why."""
    when = at_slot(slots, row["slot"])
    if row["away"]:
        away = ", ".join(names.of(each) for each in row["away"])
        return _("à %(time)s ; absence : %(names)s") % {"time": when, "names": away}
    return _("à %(time)s ; plus aucun créneau ni table possible pour les deux") % {"time": when}


def legend_of(key, count):
    words = {
        "moved": ngettext("%(count)d rencontre déplacée", "%(count)d rencontres déplacées", count),
        "lost": ngettext("%(count)d rencontre perdue", "%(count)d rencontres perdues", count),
        "rescued": ngettext(
            "%(count)d rencontre avancée avant un départ",
            "%(count)d rencontres avancées avant un départ",
            count,
        ),
        "added": ngettext("%(count)d rencontre ajoutée", "%(count)d rencontres ajoutées", count),
        "reseated": ngettext(
            "%(count)d rencontre à une autre table", "%(count)d rencontres à une autre table", count
        ),
    }
    return words[key] % {"count": count}


def counts_of(answer):
    labels = {
        "kept": _("Gardées"),
        "moved": _("Déplacées"),
        "lost": _("Perdues"),
        "rescued": _("Avancées"),
        "added": _("Ajoutées"),
        "reseated": _("À une autre table"),
    }
    counts = {"kept": answer.get("kept", 0)} | {key: len(answer.get(key, ())) for key in LISTS}
    return [{"label": label, "value": counts[key]} for key, label in labels.items()]


def proofs_of(answer):
    """[{label, words}]: what is proven and what is not."""
    labels = {
        "promises": _("Rencontres promises gardées, le plus possible"),
        "added": _("Rencontres ajoutées, le plus possible"),
        "moves": _("Déplacements, le moins possible"),
    }
    proven = answer.get("proven", {})
    return [
        {"label": label, "value": _("prouvé") if proven.get(key) else _("non prouvé")}
        for key, label in labels.items()
    ]


def state_of(plan):
    """{is_working, is_ready, is_stale} of a version made again."""
    base = holding(plan.day)
    return {
        "is_working": plan.status in AT_WORK,
        "is_ready": plan.status == PlanStatus.DRAFT,
        "is_published": plan.status in (PlanStatus.PUBLISHED, PlanStatus.REPLACED),
        "is_stale": plan.status == PlanStatus.DRAFT and (base is None or base.pk != plan.base_id),
    }
