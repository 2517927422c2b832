"""Starting and stopping processes so that none is left behind, whatever happens to who started them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from grandest_portal.development.places import ROOT, Refusal, temporary_folder

TAIL_LINES = 15


class Guard:
    """Our side of guard.py: what is told to it is stopped and swept when we end, in whatever way we end."""

    def __init__(self, keep_open=()):
        """`keep_open`: descriptors that the guard holds as long as it has work, such as a lock."""
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py"))],
            stdin=subprocess.PIPE,
            cwd="/",
            start_new_session=True,
            pass_fds=tuple(keep_open),
        )
        self.watched = []

    def watch(self, process, stop_signal, patience):
        self.watched.append(process)
        self.tell(watch=process.pid, signal=int(stop_signal), patience=patience)

    def forget(self, process):
        self.watched.remove(process)
        self.tell(forget=process.pid)

    def tell(self, **order):
        os.write(self.process.stdin.fileno(), (json.dumps(order) + "\n").encode())

    def folder(self):
        """A temporary folder that is removed at the end."""
        folder = temporary_folder()
        self.tell(remove=str(folder))
        return folder

    def close(self):
        """Stops everything that is still watched; returns when it is done."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait()
        for process in reversed(self.watched):
            # Only if somebody killed the guard itself.
            if process.poll() is None:
                process.terminate()
            process.wait()


class Child:
    """One process in a session of its own, out of reach of a Ctrl-C in the terminal; its output in a file."""

    def __init__(self, name, guard, log, *, stop_signal=signal.SIGTERM, patience=10):
        self.name, self.guard, self.log = name, guard, Path(log)
        self.stop_signal, self.patience = stop_signal, patience
        self.process = None

    def start(self, command, *, env=None, cwd=ROOT, given=None, **options):
        """`given`: text for its standard input, for what must not be seen in the list of processes."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )
        self.guard.watch(self.process, self.stop_signal, self.patience)
        if given is not None:
            with self.process.stdin as pipe:
                pipe.write(given.encode())
        return self

    @property
    def ended(self):
        return self.process.poll() is not None

    def stop(self):
        """Stops this one alone, before the others."""
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.guard.forget(self.process)

    def last_lines(self):
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-TAIL_LINES:])

    def refusal(self):
        return Refusal(f"{self.name} s'est arrêté. Dernières lignes de {self.log} :\n{self.last_lines()}")


def nothing():
    """The default of `check`: nobody asks to stop."""


def wait_until(ready, children, *, seconds, what, check=nothing):
    """Polls `ready()`; refuses when a child ends or time is over. `check()` may raise to stop waiting."""
    deadline = time.monotonic() + seconds
    while not ready():
        check()
        for child in children:
            if child.ended:
                raise child.refusal()
        if time.monotonic() > deadline:
            raise Refusal(f"{what} ne répond pas après {seconds} secondes.\n" + children[0].last_lines())
        time.sleep(0.05)


def finish(child, *, seconds, check=nothing):
    """Waits for a child that does one thing and ends; refuses when it fails."""
    deadline = time.monotonic() + seconds
    while not child.ended:
        check()
        if time.monotonic() > deadline:
            raise Refusal(f"{child.name} n'a pas fini après {seconds} secondes.\n" + child.last_lines())
        time.sleep(0.05)
    child.stop()
    if child.process.returncode:
        raise Refusal(f"{child.name} a échoué. Dernières lignes de {child.log} :\n{child.last_lines()}")
