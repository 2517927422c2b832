"""What the pages of a day's timetables show to its organiser."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.days.hours import slots_of, tables_of
from meetings.days.plan_enums import PlanKind, PlanStatus
from meetings.days.plans import figures_of, meetings_of, versions_of
from meetings.slots import NO_BREAK, day_words, moment_words
from meetings.timetable import telling

TONES = {
    PlanStatus.WAITING: "mirabelle",
    PlanStatus.COMPUTING: "mirabelle",
    PlanStatus.PUBLISHED: "fir",
    PlanStatus.FAILED: "sandstone",
}


def rows_of(day):
    """One row per version, the latest first."""
    return [
        {
            "plan": each,
            "number": each.number,
            "url": reverse("days:plan", args=[day.pk, each.number]),
            "state": each.get_status_display(),
            "tone": TONES.get(each.status, "grey"),
            "origin": origin_words(each),
            "asked": moment_words(each.asked_at),
            "who": str(each.asked_by) if each.asked_by else "",
            **figure_words(figures_of(each)),
            "failure": each.failure,
        }
        for each in versions_of(day)
    ]


def origin_words(plan):
    kind = plan.get_kind_display()
    if plan.base_id is None:
        return kind
    return _("%(kind)s, à partir de la version %(number)d") % {"kind": kind, "number": plan.base.number}


def over_bound(value, bound):
    """« 12 sur 12 possibles »-like pair of numbers; the value alone without a bound."""
    return str(value) if bound is None else f"{value}{NO_BREAK}/{NO_BREAK}{bound}"


def figure_words(figures):
    """{meetings, none, gaps, proof, first}: the cells of a version; dashes without figures."""
    if figures is None:
        return dict.fromkeys(("meetings", "none", "gaps", "proof"), "–") | {"first": ""}
    return {
        "meetings": over_bound(figures.meetings, figures.bound),
        "none": str(figures.none),
        "gaps": over_bound(figures.gaps, figures.gaps_bound),
        "proof": proof_words(figures),
        "first": first_words(figures.first),
    }


def proof_words(figures):
    """« prouvé », or « non prouvé » with the distance to what is known to be the best possible."""
    if figures.bound is None:
        return _("sans calcul")
    if figures.proven:
        return _("prouvé")
    apart = []
    if figures.short:
        words = ngettext("%(n)d rencontre sous la borne", "%(n)d rencontres sous la borne", figures.short)
        apart.append(words % {"n": figures.short})
    if figures.waits_above:
        words = ngettext("%(n)d attente au-dessus", "%(n)d attentes au-dessus", figures.waits_above)
        apart.append(words % {"n": figures.waits_above})
    return _("non prouvé : %(apart)s") % {"apart": ", ".join(apart)} if apart else _("non prouvé")


def first_words(first):
    """The same wishes served one after the other, in words; "" when unknown."""
    if not first:
        return ""
    return _("%(meetings)d rencontres, %(none)d entreprises sans, %(gaps)d attentes") % {
        "meetings": first["meetings"],
        "none": first["companies_with_none"],
        "gaps": first["company_gaps"],
    }


def facts_of(plan):
    """[{label, value}] of a version that has meetings, for its own page."""
    figures = figures_of(plan)
    if figures is None:
        return []
    words = figure_words(figures)
    facts = [
        (_("Rencontres, sur le plus grand nombre possible"), words["meetings"]),
        (_("Entreprises sans rencontre alors qu'une était possible"), words["none"]),
        (_("Attentes des entreprises entre deux rencontres, et le moins possible"), words["gaps"]),
        (_("Preuve"), words["proof"]),
        (_("Premier arrivé, premier servi aurait donné"), words["first"]),
        (_("Graine"), plan.seed),
        (_("Limite de calcul"), f"{plan.limit:g}".replace(".", ",")),
        (_("Solveur"), plan.solver),
        (_("Origine"), origin_words(plan)),
        (_("Par rapport à la version d'origine"), again_words(plan)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value not in ("", None)]


def again_words(plan):
    """What a plan made again keeps, moves, loses and adds; "" for the others."""
    return telling.changed(plan.answer) if plan.kind == PlanKind.AGAIN and "kept" in plan.answer else ""


def grid_of(plan, can_move):
    """{tables, dates: [{legend, rows: [{when, cells}]}]}: slots by tables; a cell is a meeting or None."""
    day = plan.day
    tables = tables_of(day)
    at = {(each.slot, each.table): cell_of(plan, each, can_move) for each in meetings_of(plan)}
    dates = []
    for on, slots in groupby(slots_of(day), key=lambda each: each.on):
        rows = [
            {"when": slot.words, "cells": [at.get((slot.number, table.number)) for table in tables]}
            for slot in slots
        ]
        dates.append({"legend": day_words(on), "rows": rows})
    return {"tables": tables, "dates": dates}


def cell_of(plan, meeting, can_move):
    return {
        "buyer": str(meeting.buyer.organisation),
        "company": str(meeting.company.organisation),
        "table": meeting.table,
        "slot": meeting.slot,
        "buyer_table": meeting.buyer_table,
        "several": meeting.buyer.tables > 1,
        "move_url": move_url(plan, meeting) if can_move else "",
    }


def move_url(plan, meeting):
    return reverse("days:plan_move", args=[plan.day_id, plan.number, meeting.pair_id])


def buyers_of(plan, can_move):
    """[{name, rows: [{when, table, company, move_url}]}] per table of a buyer, by name."""
    slots = slots_of(plan.day)
    several = len({each.on for each in slots}) > 1
    key = lambda each: (str(each.buyer.organisation), each.buyer_id, each.buyer_table)  # noqa: E731
    found = []
    for (name, _pk, table), meetings in groupby(sorted(meetings_of(plan), key=key), key=key):
        rows = []
        for meeting in sorted(meetings, key=lambda each: each.slot):
            slot = slots[meeting.slot]
            when = f"{day_words(slot.on)}, {slot.words}" if several else slot.words
            rows.append({"when": when, **cell_of(plan, meeting, can_move)})
        label = _("%(name)s, table d'acheteur %(table)d") % {"name": name, "table": table}
        found.append({"name": label if rows[0]["several"] else name, "rows": rows})
    return found


def line_words(line, slots):
    """{names, before, after} of a comparing.Line."""
    return {
        "buyer": str(line.either.buyer.organisation),
        "company": str(line.either.company.organisation),
        "before": place_words(line.old, slots),
        "after": place_words(line.new, slots),
    }


def place_words(meeting, slots):
    if meeting is None:
        return ""
    slot = slots[meeting.slot]
    words = _("%(when)s, table %(table)d") % {"when": slot.words, "table": meeting.table}
    return f"{day_words(slot.on)}, {words}"


def changes_words(changes):
    """What changes from one version to another, in one sentence."""
    counts = [
        (len(changes.kept), "%(n)d rencontre à la même place", "%(n)d rencontres à la même place"),
        (len(changes.moved), "%(n)d déplacée", "%(n)d déplacées"),
        (len(changes.added), "%(n)d nouvelle", "%(n)d nouvelles"),
        (len(changes.dropped), "%(n)d retirée", "%(n)d retirées"),
    ]
    return ", ".join(ngettext(one, many, count) % {"n": count} for count, one, many in counts)


def balance_words(rows):
    """Who gains, who loses, who only moves, in sentences; [] when nobody is touched."""
    gains = [each for each in rows if each.gain > 0]
    losses = [each for each in rows if each.gain < 0]
    same = [each for each in rows if each.gain == 0]
    parts = [
        (
            gains,
            "%(n)d entreprise gagne au moins une rencontre",
            "%(n)d entreprises gagnent au moins une rencontre",
        ),
        (losses, "%(n)d entreprise en perd", "%(n)d entreprises en perdent"),
        (
            same,
            "%(n)d en garde autant, à d'autres heures ou avec d'autres",
            "%(n)d en gardent autant, à d'autres heures ou avec d'autres",
        ),
    ]
    return [ngettext(one, many, len(found)) % {"n": len(found)} for found, one, many in parts if found]


def comparison_of(changes, day):
    """The lines of a comparison, for the tables of the page."""
    slots = slots_of(day)
    return {name: [line_words(each, slots) for each in getattr(changes, name)] for name in LINES}


LINES = ("moved", "added", "dropped")
