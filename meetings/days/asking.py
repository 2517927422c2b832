"""What a computation is asked: its data as they stand now, in the words of the solver."""

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.days.hours import tables_count
from meetings.days.plan_enums import PlanKind
from meetings.days.plans import hand_placed, lines_of
from meetings.days.problem import problem_of
from meetings.days.taken import lost_tables, taken_of
from meetings.timetable import changes as changing
from meetings.timetable import reading


def whole_problem(day, base=None):
    """(problem, numbers of its tables) of a whole day. A table that is lost at some slot is not used; what was placed
    by hand in `base` keeps its hour while both are there."""
    lost = lost_tables(day)
    tables = [number for number in range(1, tables_count(day) + 1) if number not in lost]
    problem = problem_of(day, taken=taken_of(day))
    problem["tables"] = len(tables)
    if base is not None:
        problem["fixed"] = [each for each in hand_placed(base) if is_possible(each, problem)]
    return canonical(problem), tables


def is_possible(line, problem):
    away = {each["id"]: each["unavailable"] for each in [*problem["buyers"], *problem["companies"]]}
    wished = {(each["buyer"], each["company"]) for each in problem["wishes"]}
    pair = (line["buyer"], line["company"])
    return pair in wished and all(line["slot"] not in away.get(name, [line["slot"]]) for name in pair)


def problem_again(day, base):
    """The problem of `base` with the time that people have given elsewhere since. Whoever meets in `base` may meet."""
    taken = taken_of(day)
    fresh = problem_of(day, taken=taken)
    away = {each["id"]: each["unavailable"] for each in [*fresh["buyers"], *fresh["companies"]]}
    lines = lines_of(base)
    own = {(name, each["slot"]) for each in lines for name in (each["buyer"], each["company"])}
    problem = dict(base.problem, tables=tables_count(day))
    for side in ("buyers", "companies"):
        problem[side] = [
            {
                "id": each["id"],
                "unavailable": sorted(
                    slot
                    for slot in {*each["unavailable"], *away.get(each["id"], ())}
                    if (each["id"], slot) not in own
                ),
            }
            for each in base.problem[side]
        ]
    wished = {(each["buyer"], each["company"]) for each in problem["wishes"]}
    problem["wishes"] = problem["wishes"] + [
        {"buyer": each["buyer"], "company": each["company"], "weight": 1}
        for each in lines
        if (each["buyer"], each["company"]) not in wished
    ]
    problem["fixed"] = []
    return canonical(problem)


def canonical(problem):
    """The data in the one order of which a digest is taken; DomainError when the solver would not read them."""
    if not problem["slots"] or not problem["tables"]:
        raise DomainError(_("Il n'y a ni créneau ni table : aucun planning ne se calcule."))
    try:
        return reading.problem_of(problem).as_data()
    except reading.Unreadable as error:
        raise DomainError(_("Les données du calcul ne tiennent pas : %(why)s") % {"why": error}) from error


def asked_of(plan):
    """What the process of the solver receives for a version."""
    problem = reading.problem_of(plan.problem)
    asked = {"problem": problem.as_data(), "limit": plan.limit, "seed": plan.seed, "beside": True}
    if plan.kind == PlanKind.AGAIN:
        asked["plan"] = changing.meetings_of({"meetings": lines_of(plan.base)}, problem)
        asked["changes"] = changing.changes_of(plan.changes, problem).as_data()
    return asked


def check_asked(plan):
    """DomainError when the solver would refuse to read what a version asks."""
    try:
        asked_of(plan)
    except reading.Unreadable as error:
        raise DomainError(_("Les changements ne tiennent pas : %(why)s") % {"why": error}) from error
