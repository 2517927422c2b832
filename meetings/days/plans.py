"""The versions of a day's timetable, read: which one holds, its lines as the solver names them, its figures."""

import re
from dataclasses import dataclass

from meetings.days.plan_enums import WITH_MEETINGS, PlanStatus
from meetings.days.problem import table_id
from meetings.models import DayPlan

ENTRY = re.compile(r"(?:B(\d+)\.(\d+)|C(\d+))")


def published_plan(day):
    """The version that holds, or None."""
    return DayPlan.objects.published().filter(day=day).first()


def versions_of(day):
    """Every version, the latest first."""
    return (
        DayPlan.objects.filter(day=day).select_related("base", "asked_by", "published_by").order_by("-number")
    )


def buyer_entry(meeting):
    return table_id(meeting.buyer_id, meeting.buyer_table)


def company_entry(meeting):
    return f"C{meeting.company_id}"


def entry_parts(name):
    """(registration, table of the buyer or None) of the name of an entry; None for another text."""
    found = ENTRY.fullmatch(name)
    if found is None:
        return None
    buyer, table, company = found.groups()
    return (int(company), None) if company else (int(buyer), int(table))


def tables_used(plan):
    """The numbers of the tables that stand behind those of the solver, in order."""
    return plan.answer.get("tables") or list(range(1, plan.problem["tables"] + 1))


def lines_of(plan):
    """The meetings of a version as the solver reads them, tables from 0."""
    return [
        {
            "buyer": buyer_entry(each),
            "company": company_entry(each),
            "slot": each.slot,
            "table": each.table - 1,
        }
        for each in plan.meetings.order_by("slot", "table")
    ]


def meetings_of(plan):
    """The DayMeetings of a version with the names that pages show, in order of time."""
    rows = plan.meetings.select_related("pair", "buyer__organisation", "company__organisation")
    return rows.order_by("slot", "table")


def meetings_with_people(plan):
    """Those, with everything that the checks of a place read."""
    return list(meetings_of(plan).prefetch_related("buyer__people__user", "company__people__user"))


def hand_placed(plan):
    """[{buyer, company, slot}] of what was placed by hand in a version or in those from which it comes."""
    return plan.answer.get("placed", [])


@dataclass(frozen=True)
class Figures:
    """What a version is worth. A bound is None where nothing is known of it (a version written without the solver)."""

    meetings: int
    bound: int | None
    none: int
    gaps: int
    gaps_bound: int | None
    proven: bool
    first: dict | None

    @property
    def short(self):
        """How many meetings below the bound."""
        return max(0, (self.bound or 0) - self.meetings)

    @property
    def waits_above(self):
        return max(0, self.gaps - (self.gaps_bound or 0))


def figures_of(plan):
    """The Figures of a version that has meetings, else None."""
    if plan.status not in WITH_MEETINGS:
        return None
    answer = plan.answer
    return Figures(
        plan.meetings.count(),
        answer.get("meetings_bound"),
        len(answer.get("companies_with_none", [])),
        answer.get("company_gaps", 0),
        answer.get("company_gaps_bound"),
        answer.get("status") == "optimal",
        answer.get("first_come"),
    )


def is_at_work(plan):
    return plan.status in (PlanStatus.WAITING, PlanStatus.COMPUTING)
