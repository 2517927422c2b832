"""Runs a computation in a process of its own, with little memory and time: whatever happens there harms nobody here.

`compute` gives the plan or raises a Failure with a French sentence. `tell` receives the progress; it may raise, which
ends the computation. The web process never loads the solver.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from meetings.timetable import telling
from meetings.timetable.child import OUT_OF_MEMORY
from meetings.timetable.work import silent

MEMORY = 4_000_000_000  # of addresses: what the solver's libraries reserve counts too
SPARE = 60  # seconds of processor beyond the limit: reading, models, presolve
RATIO = 4  # seconds of processor that a unit of work may cost on a slow machine
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
ROOT = Path(__file__).resolve().parents[2]
OUT_OF_MEMORY_WORDS = (b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"failed to map segment")


class Failure(Exception):
    """A computation that gave nothing; `reason` is « memory », « time », « killed » or « crashed »."""

    def __init__(self, reason):
        super().__init__(telling.failure(reason))
        self.reason = reason


def reason_of(code, errors):
    if code == OUT_OF_MEMORY or any(words in errors for words in OUT_OF_MEMORY_WORDS):
        return "memory"
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return "time"
    return "killed" if code in (-signal.SIGKILL, -signal.SIGTERM) else "crashed"


def compute(asked, *, tell=silent, started=silent, memory=MEMORY, seconds=None):
    """The plan of `asked` {"problem", "limit", "seed"} and, to plan again, "plan" and "changes" (plain values).

    `started` receives the process, which another thread may end: a Failure « killed » is then raised here.
    """
    seconds = seconds or SPARE + RATIO * int(asked["limit"])
    command = [sys.executable, "-m", "meetings.timetable.child", str(memory), str(seconds), str(os.getpid())]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=environment | {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        )
        late = threading.Timer(2 * seconds, child.send_signal, [signal.SIGALRM])
        late.daemon = True
        late.start()
        try:
            started(child)
            plan = conversation(child, asked, tell)
            code = child.wait()
        finally:
            late.cancel()
            child.kill()
            child.wait()
            child.stdout.close()
        errors.seek(0)
        if code or plan is None:
            raise Failure(reason_of(code, errors.read()))
    return plan


def conversation(child, asked, tell):
    """Hand over what is asked, pass on the progress; the plan, or None."""
    plan = None
    try:
        with child.stdin:
            child.stdin.write(json.dumps(asked).encode())
    except BrokenPipeError:
        return None
    for line in child.stdout:
        try:
            said = json.loads(line)
        except ValueError:
            return None  # half a line of a child that was killed
        if "step" in said:
            tell(telling.step(said["step"]))
        plan = said.get("plan", plan)
    return plan
