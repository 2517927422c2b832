"""An independent judge of plans, and the best plan of a tiny problem by trying every one."""

from itertools import product


def broken(data, plan):
    """The first rule that a plan breaks, or an empty text."""
    away = {person["id"]: person["unavailable"] for side in ("buyers", "companies") for person in data[side]}
    wished = {(wish["buyer"], wish["company"]) for wish in data["wishes"]}
    seen = set()
    for row in plan["meetings"]:
        if (row["buyer"], row["company"]) not in wished:
            return f"not wished: {row}"
        if not (0 <= row["slot"] < data["slots"] and 0 <= row["table"] < data["tables"]):
            return f"nowhere: {row}"
        if row["slot"] in away[row["buyer"]] or row["slot"] in away[row["company"]]:
            return f"away: {row}"
        keys = [
            (row["slot"], row["buyer"]),
            (row["slot"], row["company"]),
            (row["slot"], "table", row["table"]),
        ]
        keys.append(("pair", row["buyer"], row["company"]))
        if seen & set(keys):
            return f"twice: {row}"
        seen |= set(keys)
    for row in data.get("fixed", []):
        if not any(all(met[key] == row[key] for key in row) for met in plan["meetings"]):
            return f"not kept: {row}"
    return ""


def idle(data, plan, side):
    """Idle runs of one side (« buyer » or « company »), counted slot by slot."""
    total = 0
    for name in {row[side] for row in plan["meetings"]}:
        mine = {row["slot"] for row in plan["meetings"] if row[side] == name}
        waiting = met = False
        for slot in range(data["slots"]):
            if slot in data.get("breaks", []):
                waiting = met = False
            if slot in mine:
                total += waiting
                waiting, met = False, True
            elif met:
                waiting = True
    return total


def every_plan(data):
    """Each timetable of a tiny problem as a list of rows without tables."""
    free = {
        person["id"]: set(range(data["slots"])) - set(person["unavailable"])
        for side in ("buyers", "companies")
        for person in data[side]
    }
    fixed = {(row["buyer"], row["company"]): row["slot"] for row in data["fixed"]}
    pairs = [(wish["buyer"], wish["company"]) for wish in data["wishes"]]
    choices = [
        [fixed[pair]] if pair in fixed else [None, *sorted(free[pair[0]] & free[pair[1]])] for pair in pairs
    ]
    for slots in product(*choices):
        rows = [
            {"buyer": b, "company": c, "slot": slot}
            for (b, c), slot in zip(pairs, slots, strict=True)
            if slot is not None
        ]
        taken = [(row["slot"], row[side]) for row in rows for side in ("buyer", "company")]
        used = [row["slot"] for row in rows]
        if len(taken) == len(set(taken)) and all(used.count(slot) <= data["tables"] for slot in set(used)):
            yield rows


def worth(data, rows):
    """What is compared first to last; the greatest is the best: meetings, fairness, weights, idle runs of companies."""
    weights = {(wish["buyer"], wish["company"]): wish["weight"] for wish in data["wishes"]}
    met = [row["company"] for row in rows]
    shares = sorted(met.count(company["id"]) for company in data["companies"])
    weight = sum(weights[row["buyer"], row["company"]] for row in rows)
    return len(rows), shares, weight, -idle(data, {"meetings": rows}, "company")
