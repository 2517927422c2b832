"""The computation itself, run by `process.py` in a process of its own.

`python -m meetings.timetable.child BYTES SECONDS PARENT` reads one JSON object on its standard input; writes progress
lines, then the plan, on its standard output. It ends when the process that started it does. No Django settings, no
secret, no file and no network are within its reach.
"""

import ctypes
import json
import os
import resource
import signal
import sys

OUT_OF_MEMORY = 3


def limit(memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for name in ("RLIMIT_FSIZE", "RLIMIT_CORE"):
        resource.setrlimit(getattr(resource, name), (0, 0))


def end_with(parent):
    """No orphan: the kernel ends us with our parent (Linux); elsewhere the limit of seconds does."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


def load():
    """The solver's libraries, before the limit of memory: a library that half fits fails with the strangest words."""
    from ortools.graph.python import min_cost_flow  # noqa: F401
    from ortools.sat.python import cp_model  # noqa: F401


def say(kind, value):
    print(json.dumps({kind: value}, ensure_ascii=False), flush=True)


def compute(asked):
    from meetings.timetable.greedy import first_come_figures
    from meetings.timetable.plan import plan_of
    from meetings.timetable.problem import Problem
    from meetings.timetable.solve import solve
    from meetings.timetable.work import Budget

    budget = Budget(asked["limit"], asked["seed"], tell=lambda step: say("step", step))
    problem = Problem.from_data(asked["problem"])
    if "plan" in asked:
        from meetings.timetable.replan import replan

        return replan(problem, asked["plan"], asked["changes"], budget)
    plan = plan_of(problem, solve(problem, budget), budget)
    return plan | {"first_come": first_come_figures(problem)} if asked.get("beside") else plan


def main(memory, seconds, parent):
    end_with(int(parent))
    asked = json.load(sys.stdin)
    load()
    limit(int(memory), int(seconds))
    try:
        say("plan", compute(asked))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main(*sys.argv[1:])
