"""The servers of a command: those the environment names, and real ones started here for the others."""

import os

from grandest_portal.development.postgresql import PostgreSQL
from grandest_portal.development.processes import nothing
from grandest_portal.development.valkey import Valkey


class Servers:
    """PostgreSQL and Valkey of one run. `environment` holds the settings' variables; the guard stops them."""

    def __init__(self, guard, folder, logs, *, data=None, check=nothing):
        """`data`: the cluster that is kept; without it an ephemeral one in `folder`, never synced to disk."""
        self.guard, self.folder, self.logs, self.data, self.check = guard, folder, logs, data, check
        self.postgresql = self.valkey = None
        self.environment = {}

    def start(self):
        given = {name: os.environ.get(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
        self.environment = {name: value for name, value in given.items() if value}
        if "REDIS_URL" not in self.environment:
            self.start_valkey()
        if "DATABASE_URL" not in self.environment:
            self.start_postgresql()
        self.environment.setdefault("DATABASE_OWNER_URL", self.environment["DATABASE_URL"])
        return self

    def start_valkey(self):
        self.valkey = Valkey(self.folder, self.guard, self.logs / "valkey.log", check=self.check).start()
        self.environment["REDIS_URL"] = self.valkey.url()

    def start_postgresql(self):
        cluster, sockets = self.data or self.folder / "cluster", self.folder / "socket"
        self.postgresql = PostgreSQL(
            cluster,
            sockets,
            self.guard,
            self.logs / "postgresql.log",
            durable=self.data is not None,
            check=self.check,
        )
        self.postgresql.start().make_database()
        self.environment["DATABASE_URL"] = self.environment["DATABASE_OWNER_URL"] = self.postgresql.url()
