"""`./run demo`: the whole portal on this machine, with fictional organisations, until Ctrl-C."""

import argparse
import contextlib
import errno
import os
import socket
import sys
import time

from grandest_portal.demo.accounts import ACCOUNTS, PASSWORD
from grandest_portal.development.mailcatcher import Mailcatcher
from grandest_portal.development.places import Refusal, files_inside
from grandest_portal.development.processes import Child, Guard, finish
from grandest_portal.development.servers import Servers
from grandest_portal.development.signals import Signals, Stopped
from grandest_portal.development.state import State
from grandest_portal.development.supervisor import Supervisor

PREPARE_SECONDS = 900
BUSY = (
    "Une démonstration de ce dossier tourne déjà{address}, ou finit de s'arrêter. "
    "Arrêtez-la par Ctrl-C dans son terminal avant d'en lancer une autre."
)


def say(*lines):
    """A closed terminal must not keep the demonstration from stopping in order."""
    with contextlib.suppress(OSError):
        print(*lines, sep="\n", flush=True)


def listener_on(family, host, port):
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def bind(port):
    """Sockets on 127.0.0.1 and, where the machine has it, ::1, with one port; 0 takes a free one."""
    sockets = []
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            sockets.append(listener_on(family, host, port))
        except OSError as error:
            if family == socket.AF_INET6 and error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break
            for listener in sockets:
                listener.close()
            raise Refusal(
                f"Le port {port} est déjà pris ou réservé ({error.strerror}). "
                f"Libérez-le ou choisissez-en un autre, par exemple : ./run demo --port {max(port, 8000) + 1}"
            ) from None
        port = sockets[0].getsockname()[1]
    return sockets


def prepare(guard, logs, environment, check):
    """The tables belong to the owner's role."""
    variables = os.environ | environment | {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}
    children = []
    for part in ("database", "static"):
        child = Child("La préparation des données", guard, logs / f"prepare-{part}.log")
        command = [sys.executable, "-m", "grandest_portal.development.prepare", part]
        children.append(child.start(command, env=variables))
    for child in children:
        finish(child, seconds=PREPARE_SECONDS, check=check)


def welcome(url, folder, seconds):
    width = max(len(email) for email, _ in ACCOUNTS)
    accounts = (f"  {email:<{width}}  {label}" for email, label in ACCOUNTS)
    say(
        "",
        f"Rencontre Grand Est est prêt : {url}    ({seconds:.0f} s)",
        "",
        f"Comptes de démonstration, mot de passe « {PASSWORD} » :",
        *accounts,
        "",
        f"Données et journaux : {folder}",
        "Ctrl-C pour arrêter.",
    )


def run(state, sockets, guard, signals):
    """Starts everything in order and stays until a signal."""
    begun = time.monotonic()
    url = f"http://localhost:{sockets[0].getsockname()[1]}"
    folder = guard.folder()
    say("Démarrage de PostgreSQL et de Valkey…")
    servers = Servers(guard, folder, state.logs, data=state.cluster, check=signals.check).start()
    mails = Mailcatcher(state.folder / "mails")
    environment = state.environment(servers.environment, url=url, mail_port=mails.start())
    say("Préparation des données de démonstration…")
    for_children = environment | files_inside(folder)
    prepare(guard, state.logs, for_children, signals.check)
    say("Démarrage du portail…")
    supervisor = Supervisor(guard, state.logs, folder, for_children, signals.check)
    supervisor.start(sockets)
    state.announce({"url": url, "environment": environment})
    welcome(url, state.folder, time.monotonic() - begun)
    supervisor.watch()


def main(arguments):
    parser = argparse.ArgumentParser(prog="./run demo", description="Le portail et ses données fictives.")
    parser.add_argument("--port", type=int, default=8000, help="8000 par défaut ; 0 : un port libre")
    options = parser.parse_args(arguments)
    state = State()
    if not state.take():
        running = state.running()
        raise Refusal(BUSY.format(address=f" ({running['url']})" if running else ""))
    sockets = bind(options.port)
    signals = Signals()
    guard = Guard(keep_open=[state.lock_file.fileno()])
    try:
        run(state, sockets, guard, signals)
    except Stopped:
        say("", "Arrêt…")
    finally:
        state.withdraw()
        guard.close()
    say("Tout est arrêté.")
    return 0
