"""Medians, ratios and the table of a bench."""

from statistics import median

# Budgets: processor against the hello page, queries; growth from the smallest to the largest size.
HELLO = "bonjour"
GROWTH_CPU, GROWTH_WALL = 1.3, 1.5
CPU_AGAINST_HELLO = {"liste": 12, "fiche": 15}
FIGURES = ("cpu_ms", "database_ms", "wall_ms", "first_byte_ms", "raw_ms")


def summary(measures, rounds, requests, at):
    pages = {}
    for one in measures:
        pages.setdefault(one["page"], {}).setdefault(str(one["size"]), []).append(one)
    loads = [one["load"] for one in measures]
    results = {
        "taken_at": at.isoformat(),
        "rounds": rounds,
        "requests": requests,
        "load_average": {"lowest": min(loads), "median": median(loads), "highest": max(loads)},
        "pages": {
            page: {size: one_size(rows) for size, rows in sizes.items()} for page, sizes in pages.items()
        },
    }
    hello = results["pages"][HELLO]
    for page in results["pages"].values():
        for size, figures in page.items():
            figures["against_hello"] = round(figures["cpu_ms"] / hello[size]["cpu_ms"], 1)
    results["growth"] = {name: growth(page) for name, page in results["pages"].items()}
    return results


def one_size(rows):
    figures = {name: round(median(row[name] for row in rows), 2) for name in FIGURES}
    last = rows[-1]
    return figures | {name: last[name] for name in ("queries", "bytes", "rows", "status")}


def growth(page):
    """From the smallest size to the largest one; for a file, per row that it holds."""
    sizes = sorted(page, key=int)
    small, large = page[sizes[0]], page[sizes[-1]]
    share = max(1, large["rows"]) / max(1, small["rows"]) if small["rows"] else 1
    return {
        "cpu": round(large["cpu_ms"] / small["cpu_ms"] / share, 2),
        "wall": round(large["wall_ms"] / small["wall_ms"] / share, 2),
        "same_queries": large["queries"] == small["queries"],
        "per_row": bool(small["rows"]),
    }


def table(results):
    sizes = sorted(next(iter(results["pages"].values())), key=int)
    head = ["page", *(f"{int(size):_}".replace("_", " ") for size in sizes)]
    head += ["× hello", "growth CPU", "growth wall", "queries"]
    lines = [head, ["---"] * len(head)]
    for name, page in results["pages"].items():
        grown = results["growth"][name]
        per_row = " per row" if grown["per_row"] else ""
        lines.append(
            [
                name,
                *(f"{page[s]['cpu_ms']:.1f} ms ({page[s]['wall_ms']:.0f})" for s in sizes),
                f"{page[sizes[-1]]['against_hello']:.1f}",
                f"{grown['cpu']:.2f}{per_row}",
                f"{grown['wall']:.2f}{per_row}",
                " / ".join(dict.fromkeys(str(page[s]["queries"]) for s in sizes)),
            ]
        )
    load = results["load_average"]
    note = (
        f"CPU-ms per request of web process and PostgreSQL together, median of {results['rounds']} rounds of "
        f"{results['requests']} requests; wall-clock ms in brackets; load average {load['lowest']:.1f} to "
        f"{load['highest']:.1f} (median {load['median']:.1f}); {results['taken_at'][:16]} UTC.\n"
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n" + note
