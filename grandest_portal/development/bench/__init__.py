"""`./run bench`: what each page costs on 1 000, 10 000 and 100 000 fictional needs, and how that grows.

Everything is thrown away at the end: an own PostgreSQL, one database per size, one process per size that plays
requests through the whole middleware and counts the processor time of itself and of PostgreSQL. The sizes take turns
in each round, so that a busy machine disturbs all of them alike; medians are kept.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from grandest_portal.development.bench.report import summary, table
from grandest_portal.development.places import ROOT, Refusal, data_folder, files_inside
from grandest_portal.development.postgresql import DATABASE
from grandest_portal.development.processes import Child, Guard, finish
from grandest_portal.development.servers import Servers

SIZES = (1_000, 10_000, 100_000)
SMALLEST, NEEDS_SHARE = 50, 10
SEED_SECONDS = 3600
CHILD = [sys.executable, "-m", "grandest_portal.development.bench.child"]


class Player:
    """The process that measures one size: an order per line in, an answer per line out."""

    def __init__(self, size, environment, log):
        self.size = size
        self.process = subprocess.Popen(
            [*CHILD, "player"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Refusal("La mesure s'est arrêtée : le journal bench.log dit pourquoi.")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="./run bench", description="Mesure les pages et leur croissance.")
    parser.add_argument(
        "--needs", type=int, nargs="+", default=list(SIZES), help="tailles à comparer, la plus petite d'abord"
    )
    parser.add_argument(
        "--solutions",
        type=int,
        nargs="+",
        help="mesurer les pages des solutions à ces tailles, avec dix fois moins de besoins",
    )
    parser.add_argument("--rounds", type=int, default=5, help="tours, dont la médiane est gardée")
    parser.add_argument("--requests", type=int, default=10, help="requêtes par page et par tour")
    parser.add_argument(
        "--imports", type=int, nargs="+", help="lignes de fichiers de solutions à importer, à la place"
    )
    parser.add_argument(
        "--matching",
        type=int,
        nargs="+",
        help="mesurer les correspondances à ces nombres de solutions, avec dix fois moins de besoins",
    )
    parser.add_argument("--output", type=Path, help="dossier des résultats (par défaut dans les données)")
    return parser.parse_args(arguments)


def environment_of(servers, size, places, of_solutions=False):
    """The settings of the tests: real servers, no network, plain addresses of static files."""
    url = servers.postgresql.url(f"bench_{size}")
    return places | {
        "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.test",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "REDIS_URL": servers.environment["REDIS_URL"],
        "BENCH_NEEDS": str(max(SMALLEST, size // NEEDS_SHARE) if of_solutions else size),
        "BENCH_SOLUTIONS": str(size if of_solutions else 0),
    }


def seed(servers, guard, log, sizes, environments):
    """The tables and the reference data are made once and copied for each size."""
    first = environments[sizes[0]] | {"DATABASE_URL": servers.postgresql.url(DATABASE)}
    run_child(guard, log, first, "seed", "prepare")
    for size in sizes:
        print(f"Données fictives : {size} lignes…", flush=True)
        run_child(guard, log, first | {"BENCH_DATABASE": f"bench_{size}"}, "seed", "copy")
        run_child(guard, log, environments[size], "seed", "fill")


def run_child(guard, log, environment, *part):
    child = Child("La préparation des données", guard, log)
    child.start([*CHILD, *part], env=os.environ | environment)
    finish(child, seconds=SEED_SECONDS)


def play(sizes, environments, options, log):
    """[{size, page, …}] of every page, round and size, in turns."""
    found = []
    players = [Player(size, environments[size], log) for size in sizes]
    try:
        pages = players[0].ask(list=True)
        for player in players:
            player.ask(warm=True)
        for number in range(options.rounds):
            print(f"Tour {number + 1} sur {options.rounds}…", flush=True)
            for page in pages:
                for player in players if number % 2 else reversed(players):
                    answer = player.ask(page=page, times=options.requests)
                    found.append(answer | {"size": player.size, "page": page, "load": os.getloadavg()[0]})
    finally:
        for player in players:
            player.close()
    return found


def import_files(servers, guard, log_path, places, sizes):
    """[figures] of the dry run and of the run of a file of each size and kind, each in a process of its own."""
    environment = environment_of(servers, 0, places)
    first = environment | {"DATABASE_URL": servers.postgresql.url(DATABASE)}
    run_child(guard, log_path, first, "seed", "prepare")
    run_child(guard, log_path, first | {"BENCH_DATABASE": "bench_0"}, "seed", "copy")
    found = []
    for kind, size, step in product(("csv", "xlsx"), sizes, ("receive", "read", "run")):
        figures = answer_of(log_path, environment, "imports", step, str(size), kind)
        if figures:
            found.append(figures)
            print(figures, flush=True)
    return found


def match(servers, guard, log_path, places, sizes):
    """[figures] of the matching at each number of solutions, each size in a process of its own."""
    environments = {size: environment_of(servers, size, places, of_solutions=True) for size in sizes}
    seed(servers, guard, log_path, sizes, environments)
    found = []
    for size in sizes:
        run_child(guard, log_path, environments[size], "vectors")
        found.append(answer_of(log_path, environments[size], "matching"))
        print(found[-1], flush=True)
    return found


def answer_of(log_path, environment, *part):
    """The last line that a part of the bench prints, read as JSON."""
    with log_path.open("ab") as log:
        done = subprocess.run(
            [*CHILD, *part],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout else None


def main(arguments):
    options = options_of(arguments)
    sizes = sorted(set(options.solutions or options.needs))
    if sizes[0] < SMALLEST or options.rounds < 1 or options.requests < 1:
        raise Refusal("Il faut au moins 50 lignes, un tour et une requête.")
    output = options.output or data_folder() / "bench"
    output.mkdir(parents=True, exist_ok=True)
    guard = Guard()
    try:
        folder = guard.folder()
        log_path = output / "bench.log"
        servers = Servers(guard, folder, folder)
        servers.start_valkey()
        servers.start_postgresql()
        places = files_inside(folder) | {"STATIC_ROOT": str(folder / "static")}
        for name, measure in [("imports", import_files), ("matching", match)]:
            if wanted := getattr(options, name):
                figures = measure(servers, guard, log_path, places, sorted(set(wanted)))
                text = json.dumps(figures, ensure_ascii=False, indent=1)
                (output / f"{name}.json").write_text(text, encoding="utf-8")
                return 0
        environments = {
            size: environment_of(servers, size, places, bool(options.solutions)) for size in sizes
        }
        seed(servers, guard, log_path, sizes, environments)
        with log_path.open("ab") as log:
            measures = play(sizes, environments, options, log)
    finally:
        guard.close()
    results = summary(measures, options.rounds, options.requests, datetime.now(UTC))
    (output / "bench.json").write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    text = table(results)
    (output / "bench.md").write_text(text, encoding="utf-8")
    print(text, f"\nRésultats : {output}", sep="", flush=True)
    return 0
