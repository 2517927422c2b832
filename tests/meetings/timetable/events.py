"""Meeting days for tests: fictional people, drawn from a seed or by hypothesis."""

import random

from hypothesis import strategies as st

from meetings.timetable.reading import problem_of


def event(*, buyers=6, companies=12, slots=6, tables=6, wishes=30, away=0.0, seed=1):
    """Plain values of a problem; some buyers are wanted by many, as in a real event."""
    draw = random.Random(seed)
    names = [[f"a{n}" for n in range(buyers)], [f"e{n}" for n in range(companies)]]
    drawing = [buyer for rank, buyer in enumerate(names[0]) for _ in range(1 + buyers // (rank + 1))]
    pairs = set()
    while len(pairs) < min(wishes, buyers * companies):
        pairs.add((draw.choice(drawing), draw.choice(names[1])))
    people = [
        [{"id": n, "unavailable": [s for s in range(slots) if draw.random() < away]} for n in side]
        for side in names
    ]
    rows = [{"buyer": b, "company": c, "weight": draw.randint(1, 3)} for b, c in sorted(pairs)]
    draw.shuffle(rows)
    return {
        "slots": slots,
        "tables": tables,
        "buyers": people[0],
        "companies": people[1],
        "wishes": rows,
        "fixed": [],
    }


@st.composite
def days(draw, *, most=3, slots=4, fixed=True):
    """Plain values of a problem that brute force can solve."""
    count = draw(st.integers(1, slots))
    slot = st.integers(0, count - 1)
    away = st.lists(slot, unique=True, max_size=2)
    sides = [
        [{"id": f"{letter}{n}", "unavailable": draw(away)} for n in range(draw(st.integers(1, most)))]
        for letter in "ae"
    ]
    every = [(b["id"], c["id"]) for b in sides[0] for c in sides[1]]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=6))
    data = {
        "slots": count,
        "tables": draw(st.integers(1, most)),
        "buyers": sides[0],
        "companies": sides[1],
        "wishes": [{"buyer": b, "company": c, "weight": draw(st.integers(1, 3))} for b, c in pairs],
        "breaks": draw(st.lists(st.integers(1, count - 1), unique=True, max_size=1)) if count > 1 else [],
        "fixed": [],
    }
    free = {p["id"]: set(range(count)) - set(p["unavailable"]) for side in sides for p in side}
    if pairs and fixed and draw(st.booleans()):
        buyer, company = draw(st.sampled_from(pairs))
        if common := sorted(free[buyer] & free[company]):
            data["fixed"] = [{"buyer": buyer, "company": company, "slot": draw(st.sampled_from(common))}]
    return data


def problem(**options):
    return problem_of(event(**options))
