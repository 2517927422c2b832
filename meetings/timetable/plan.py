"""`plan.json`: a timetable as plain values, with what is proven of it.

The same problem, seed and limit give the same bytes.
"""

import json

from meetings.timetable.figures import gaps, with_none
from meetings.timetable.problem import CROWDED, digest
from meetings.timetable.tables import changes, seat

VERSION = "1"


def solver_name():
    from ortools import __version__

    return f"rencontre-timetable {VERSION} (OR-Tools {__version__})"


def plan_of(problem, timetable, budget):
    """Plain values of the Timetable of a problem."""
    slots = timetable.slots
    sessions = problem.sessions()
    seats = seat(slots, problem.tables) if slots else {}
    company_gaps = gaps(slots, problem.companies, sessions)
    buyer_gaps = gaps(slots, problem.buyers, sessions)
    proven = {
        "meetings": len(slots) == timetable.meetings_bound,
        "pairs": timetable.best_pairs,
        "company_gaps": company_gaps == timetable.gaps_bound,
        "buyer_gaps": buyer_gaps == timetable.buyer_gaps_bound,
    }
    optimal = proven["meetings"] and proven["pairs"] and proven["company_gaps"]
    return {
        "status": "optimal" if optimal else "feasible",
        "meetings": rows_of(slots, seats),
        "meetings_bound": timetable.meetings_bound,
        "company_gaps": company_gaps,
        "company_gaps_bound": timetable.gaps_bound,
        "buyer_gaps": buyer_gaps,
        "buyer_gaps_bound": timetable.buyer_gaps_bound,
        "companies_with_none": with_none(problem, slots),
        "table_changes": changes(seats, slots),
        "proven": proven,
        "warnings": warnings_of(problem, slots, timetable, optimal),
        "input_sha256": digest(problem.as_data()),
        **origin(budget),
    }


def rows_of(slots, seats):
    found = [
        {"buyer": buyer, "company": company, "slot": slot, "table": seats[buyer, company]}
        for (buyer, company), slot in slots.items()
    ]
    return sorted(found, key=lambda row: (row["slot"], row["table"]))


def origin(budget):
    return {
        "seed": budget.seed,
        "solver": solver_name(),
        "limit": budget.limit,
        "work": round(budget.done, 3),
    }


def warnings_of(problem, slots, timetable, optimal):
    """Names of what the reader must know; `telling.py` says them in French."""
    found = []
    if len(slots) > CROWDED * problem.places:
        found.append("crowded")
    if not optimal:
        found.append("unproven")
    if timetable.fallback:
        found.append(f"fallback_{timetable.fallback}")
    return found


def text_of(data):
    """The file of a plan."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
