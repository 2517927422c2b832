"""The plain supervisor of the demonstration: web, worker and beat, each a child in a session of its own.

Nothing restarts by itself: when one of them ends, all stop and its last lines are shown.
"""

import http.client
import os
import sys
import time

from grandest_portal.development.processes import Child, wait_until

WORKERS = 1
THREADS = 8
START_SECONDS = 120


def web_command(sockets):
    """gunicorn takes over the sockets bound at the very start: nobody can take the port in between."""
    binds = [word for listener in sockets for word in ("--bind", f"fd://{listener.fileno()}")]
    return [
        *(sys.executable, "-m", "gunicorn", "grandest_portal.wsgi:application", *binds),
        *("--worker-class", "gthread", "--workers", WORKERS, "--threads", THREADS),
        *("--graceful-timeout", 5, "--no-control-socket"),
    ]


def celery_command(*words):
    return [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "grandest_portal.celery:app",
        *words,
        "--loglevel",
        "INFO",
    ]


def worker_command():
    return celery_command(
        "worker", "--queues", "celery", "--concurrency", "1", "--without-gossip", "--without-mingle"
    )


def beat_command(folder):
    return celery_command("beat", "--schedule", folder / "beat-schedule")


class Supervisor:
    def __init__(self, guard, logs, folder, environment, check):
        self.guard, self.logs, self.folder, self.check = guard, logs, folder, check
        self.environment = os.environ | environment
        self.children = []

    def start_child(self, label, name, command, *, patience, **options):
        child = Child(label, self.guard, self.logs / f"{name}.log", patience=patience)
        self.children.append(child.start(command, env=self.environment, **options))

    def start(self, sockets):
        """The web process starts last, to be stopped first: nobody asks for what can no longer be done."""
        self.start_child("L'ordonnanceur (beat)", "beat", beat_command(self.folder), patience=5)
        self.start_child("L'exécutant (worker)", "worker", worker_command(), patience=15)
        descriptors = tuple(listener.fileno() for listener in sockets)
        self.start_child("Le serveur web", "web", web_command(sockets), patience=8, pass_fds=descriptors)
        self.port = sockets[0].getsockname()[1]
        wait_until(
            self.is_ready, self.children[::-1], seconds=START_SECONDS, what="Le portail", check=self.check
        )

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/ready", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def watch(self):
        """Returns only by an exception: somebody asks to stop, or a child has ended."""
        while True:
            self.check()
            for child in self.children:
                if child.ended:
                    raise child.refusal()
            time.sleep(0.2)
