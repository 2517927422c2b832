"""A meeting placed by hand: everything is checked, a new version is made, its figures are counted again."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.actions import check_organiser, lock_day
from meetings.days.enums import DayStatus
from meetings.days.hours import slots_of, tables_count
from meetings.days.plan_enums import WITH_MEETINGS, Outcome, PlanKind, PlanStatus
from meetings.days.planning import next_number, told
from meetings.days.plans import buyer_entry, company_entry, hand_placed, meetings_with_people
from meetings.days.publishing import hindrance, sides_of
from meetings.days.taken import lost_tables, taken_of
from meetings.days.turning import lock_plan
from meetings.models import DayMeeting, DayPlan
from meetings.slots import hours_words
from meetings.timetable.figures import gaps, with_none
from meetings.timetable.problem import Problem


@transaction.atomic
def move_meeting(plan, pair, *, slot, table, by):
    """A new version, in which `pair` meets at `slot` and `table`; DomainError says all that forbids it."""
    day = lock_day(plan.day)
    check_organiser(day, by)
    plan = lock_plan(plan)
    if plan.status not in WITH_MEETINGS or day.status not in (
        DayStatus.CLOSED,
        DayStatus.PLANNED,
        DayStatus.RUNNING,
    ):
        raise DomainError(_("Rien ne se déplace dans cette version."))
    lines = meetings_with_people(plan)
    meeting = next((each for each in lines if each.pair_id == pair.pk), None)
    if meeting is None:
        raise DomainError(_("Cette rencontre n'est pas dans cette version."))
    reasons = Board(day, lines, timezone.now()).why_not(meeting, slot, table)
    if reasons:
        raise DomainError(" ".join(reasons))
    return new_version(day, plan, lines, meeting, slot, table, by)


class Board:
    """What the checks of a place read: the lines of a version, who is taken elsewhere and what is lost by now."""

    def __init__(self, day, lines, at):
        self.lines, self.at = lines, at
        self.slots, self.tables = slots_of(day), tables_count(day)
        self.taken, self.lost = taken_of(day), lost_tables(day)
        self.by_slot = defaultdict(list)
        for each in lines:
            self.by_slot[each.slot].append(each)

    def why_not(self, meeting, slot, table):
        """Every reason, as sentences, for which a meeting cannot move there; [] when it can."""
        if not 0 <= slot < len(self.slots) or not 1 <= table <= self.tables:
            return [_("Ce créneau ou cette table n'existe pas.")]
        if (meeting.slot, meeting.table) == (slot, table):
            return [_("La rencontre est déjà à ce créneau et à cette table.")]
        return self.why_not_then(meeting, slot) + self.why_not_there(meeting, slot, table)

    def why_not_then(self, meeting, slot):
        """The reasons that lie in the hour: what has begun, who is absent, who meets somebody else."""
        found = self.frozen(meeting, slot)
        for each in self.others(meeting, slot):
            names = {"buyer": each.buyer.organisation, "company": each.company.organisation}
            if each.company_id == meeting.company_id:
                found.append(_("%(company)s rencontre déjà %(buyer)s à cette heure.") % names)
            if (each.buyer_id, each.buyer_table) == (meeting.buyer_id, meeting.buyer_table):
                found.append(_("%(buyer)s rencontre déjà %(company)s à cette heure.") % names)
        when = hours_words(self.slots[slot].starts_at, self.slots[slot].ends_at)
        for registration, own in sides_of(meeting):
            sentence = hindrance(registration, own, slot, self.taken)
            if sentence:
                found.append(sentence % {"name": registration.organisation, "when": when} + ".")
        return found

    def why_not_there(self, meeting, slot, table):
        """The reasons that lie in the table."""
        found = [
            _("La table %(table)d est prise par %(buyer)s et %(company)s.")
            % {"buyer": each.buyer.organisation, "company": each.company.organisation, "table": table}
            for each in self.others(meeting, slot)
            if each.table == table
        ]
        if slot in self.lost.get(table, ()):
            found.append(_("La table %(table)d est perdue à cette heure.") % {"table": table})
        return found

    def others(self, meeting, slot):
        return [each for each in self.by_slot.get(slot, ()) if each.pair_id != meeting.pair_id]

    def frozen(self, meeting, slot):
        begun = self.slots[meeting.slot].starts_at <= self.at
        if begun or meeting.pair.outcome not in (Outcome.PLANNED, Outcome.DROPPED):
            return [
                _("Cette rencontre a déjà commencé, ou son issue est constatée : elle ne se déplace plus.")
            ]
        return [_("Ce créneau a déjà commencé.")] if self.slots[slot].starts_at <= self.at else []

    def places(self, meeting):
        """({slot: free tables}, {slot: why not}) of every slot of the day."""
        free, shut = {}, {}
        for slot in range(len(self.slots)):
            reasons = self.why_not_then(meeting, slot)
            tables = [
                table
                for table in range(1, self.tables + 1)
                if (slot, table) != (meeting.slot, meeting.table)
                and not self.why_not_there(meeting, slot, table)
            ]
            if reasons or not tables:
                shut[slot] = " ".join(reasons) or _("Toutes les tables sont prises.")
            else:
                free[slot] = tables
        return free, shut


def new_version(day, plan, lines, meeting, slot, table, by):
    """A draft with the same lines but one. Nothing of `plan` changes."""
    line = {"buyer": buyer_entry(meeting), "company": company_entry(meeting), "slot": slot}
    at = timezone.now()
    made = DayPlan.objects.create(
        day=day,
        number=next_number(day),
        kind=PlanKind.MOVED,
        base=plan,
        status=PlanStatus.DRAFT,
        problem=plan.problem,
        input_digest=plan.input_digest,
        seed=plan.seed,
        limit=plan.limit,
        solver=plan.solver,
        answer=answer_of(plan, lines, line),
        asked_by=by,
        asked_at=at,
        ended_at=at,
    )
    copy_lines(made, lines, meeting, slot, table)
    record(
        made,
        "plan.moved",
        by=by,
        before={"pair": meeting.pair_id, "slot": meeting.slot, "table": meeting.table},
        after={**told(made), "pair": meeting.pair_id, "slot": slot, "table": table},
    )
    return made


def copy_lines(made, lines, meeting, slot, table):
    """The lines of another version, one of them elsewhere."""
    DayMeeting.objects.bulk_create(
        DayMeeting(
            plan=made,
            pair_id=each.pair_id,
            buyer_id=each.buyer_id,
            company_id=each.company_id,
            buyer_table=each.buyer_table,
            slot=slot if each is meeting else each.slot,
            table=table if each is meeting else each.table,
        )
        for each in lines
    )


def answer_of(plan, lines, line):
    """The answer of `plan` with the figures of the moved lines; a proof stands only where the counts say it."""
    name = (line["buyer"], line["company"])
    slots = {(buyer_entry(each), company_entry(each)): each.slot for each in lines} | {name: line["slot"]}
    problem = Problem.from_data(plan.problem)
    waits = gaps(slots, problem.companies, problem.sessions())
    answer = dict(plan.answer)
    bound = answer.get("company_gaps_bound")
    # Proofs of a plan made again speak of its moves: one more move, and they hold no longer.
    firm = "added" not in answer.get("proven", {}) and waits == bound
    placed = [each for each in hand_placed(plan) if (each["buyer"], each["company"]) != name]
    return answer | {
        "status": answer.get("status", "feasible") if firm else "feasible",
        "company_gaps": waits,
        "buyer_gaps": gaps(slots, problem.buyers, problem.sessions()),
        "companies_with_none": with_none(problem, slots),
        "placed": [*placed, line],
    }
