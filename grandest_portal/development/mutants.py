"""`./run mutants`: changes each rule of rights a little, and counts the changes that a test sees.

mutmut copies the tree into mutants/ and runs the tests that touch the rule once per change. The servers live
as long as the command, so that a change costs a second and not a new database.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from grandest_portal.development.places import ROOT, Refusal
from grandest_portal.development.processes import Guard
from grandest_portal.development.servers import Servers

FOLDER = ROOT / "mutants"
BIN = Path(sys.executable).parent
ENOUGH = 90.0
KILLED, SURVIVED = {1, 3}, {0, 5, 33}
PATIENCE = 3600


def variables(servers, folder):
    """What the tests of one change get: the servers, and files that the guard sweeps."""
    places = {"TMPDIR": folder / "files", "STATIC_ROOT": folder / "static", "DEMO_MAIL_DIR": folder / "mails"}
    for place in places.values():
        place.mkdir()
    return servers.environment | {name: str(place) for name, place in places.items()}


def run_mutmut(environment):
    """mutmut's own answer says that it ran to its end, not how many changes survived."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1"]
    environment = os.environ | environment | {"PYTHONPATH": str(FOLDER)}
    log = FOLDER / "mutmut.log"
    with log.open("wb") as output:
        try:
            code = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise Refusal(f"mutmut n'a pas fini en {PATIENCE // 60} minutes.") from None
    if code:
        raise Refusal(f"mutmut n'a pas pu finir : {log} dit pourquoi.")


def results(folder=FOLDER):
    """{name of a change: exit code of its tests, or None}; mutmut writes one .meta file beside each copy."""
    found = {}
    for meta in sorted(folder.rglob("permissions.py.meta")):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def verdict(found):
    """(lines to print, whether enough of the changes were seen)."""
    killed = sorted(name for name, code in found.items() if code in KILLED)
    survived = sorted(name for name, code in found.items() if code in SURVIVED)
    others = sorted(found.keys() - {*killed, *survived})
    share = 100 * len(killed) / len(found) if found else 0.0
    lines = [f"survit : {name}" for name in survived] + [f"sans verdict : {name}" for name in others]
    lines.append(
        f"{len(found)} altérations : {len(killed)} vues, {len(survived)} survivent, "
        f"{len(others)} sans verdict ; {share:.1f} % (il en faut {ENOUGH:.0f})."
    )
    return lines, share >= ENOUGH


def main(arguments):
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()  # Python forgets for ever a folder of its path that is not there at its start
    print("Chaque règle de droits est altérée puis essayée : comptez quelques minutes…", flush=True)
    guard = Guard()
    try:
        folder = guard.folder()
        servers = Servers(guard, folder, folder).start()
        run_mutmut(variables(servers, folder))
    finally:
        guard.close()
    lines, enough = verdict(results())
    print("\n".join(lines))
    return not enough
