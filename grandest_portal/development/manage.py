"""`./run manage COMMAND`: a Django command with the demonstration's settings and servers."""

import os
import subprocess
import sys

import psycopg

from grandest_portal.development.demo import prepare
from grandest_portal.development.mailcatcher import Mailcatcher
from grandest_portal.development.places import ROOT, Refusal, files_inside
from grandest_portal.development.processes import Guard, nothing
from grandest_portal.development.servers import Servers
from grandest_portal.development.state import State

# Commands that read and write files alone: they wait for no server.
WITHOUT_DATABASE = ("suggest_cpv", "train_cpv", "plan_timetable", "replan_timetable")
URL = "http://localhost:8000"

# Nothing listens there: a command that needs the database says so at once.
NO_SERVERS = {
    "DATABASE_URL": "postgresql://portal@/portal?host=%2Fnonexistent",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def execute(arguments, environment):
    """Our standard input is passed on only when it is a terminal: a script or a pipe keeps its own."""
    source = None if sys.stdin is not None and sys.stdin.isatty() else subprocess.DEVNULL
    command = [sys.executable, ROOT / "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdin=source, check=False
    ).returncode


def is_empty(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()[0]


def with_own_servers(state, arguments):
    """The servers live as long as the command; an empty database is first made as the demonstration's."""
    guard = Guard(keep_open=[state.lock_file.fileno()])
    try:
        folder = guard.folder()
        servers = Servers(guard, folder, state.logs, data=state.cluster).start()
        mails = Mailcatcher(state.folder / "mails")
        environment = state.environment(servers.environment, url=URL, mail_port=mails.start())
        environment |= files_inside(folder)
        if is_empty(environment["DATABASE_URL"]):
            prepare(guard, state.logs, environment, nothing)
        return execute(arguments, environment)
    finally:
        guard.close()


def main(arguments):
    without_database = "--no-database" in arguments or arguments[:1] in [[name] for name in WITHOUT_DATABASE]
    arguments = [word for word in arguments if word != "--no-database"]
    if not arguments:
        raise Refusal("Indiquez une commande de Django, par exemple : ./run manage showmigrations")
    state = State()
    if without_database:
        return execute(arguments, state.environment(NO_SERVERS, url=URL, mail_port=1))
    if state.take():
        return with_own_servers(state, arguments)
    running = state.running()
    if running is None:
        raise Refusal(
            "La démonstration démarre ou s'arrête, ou une autre commande s'en sert : réessayez dans un instant."
        )
    return execute(arguments, running["environment"])
