"""Where things lie on this machine: checkout, data kept between demonstrations, folders of one run."""

import hashlib
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "rencontre-"

# A Unix socket's path holds 107 bytes at most, and macOS gives long temporary folders.
LONGEST_TEMPORARY = 60


class Refusal(Exception):
    """The command cannot go on; the text says why and how to mend it."""


def data_folder():
    """The folder that is kept: `.data/` of the checkout, outside the checkout for root, or PORTAL_DATA_DIR.

    PostgreSQL refuses root and runs as an unprivileged user then, who often may not enter root's folders.
    """
    chosen = os.environ.get("PORTAL_DATA_DIR")
    if chosen:
        folder = Path(chosen).absolute()
    elif os.geteuid() == 0:
        folder = Path("/var/lib/rencontre-grand-est") / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    else:
        folder = ROOT / ".data"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise Refusal(
            f"Impossible de préparer le dossier de données {folder} ({error.strerror}). "
            "Indiquez-en un autre par la variable PORTAL_DATA_DIR."
        ) from error
    return folder


def unprivileged():
    """Arguments of subprocess for a server that refuses root: nothing to change for anybody else."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("nobody")
        uid, gid = entry.pw_uid, entry.pw_gid
    except KeyError:
        uid = gid = 65534
    return {"user": uid, "group": gid, "extra_groups": []}


def reachable(path):
    """Whether the unprivileged user can read this file or enter this folder."""
    account = unprivileged()
    if not account:
        return True
    try:
        probe = subprocess.run(["test", "-x", str(path)], cwd="/", check=False, **account)
    except OSError as error:
        raise Refusal(
            "PostgreSQL refuse de tourner en root et ce système interdit de changer d'utilisateur "
            f"({error.strerror}) : lancez la commande avec un compte ordinaire."
        ) from error
    return probe.returncode == 0


def own_folder(folder):
    """Makes `folder` with mode 0700, belonging to the user PostgreSQL runs as."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = unprivileged()
    if account:
        os.chown(folder, account["user"], account["group"])
    return folder


def temporary_folder():
    """A new folder for one run, with a path short enough for sockets and open to the unprivileged user."""
    base = Path(tempfile.gettempdir())
    if len(str(base)) > LONGEST_TEMPORARY or not reachable(base):
        base = Path("/tmp")  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    return folder


def files_inside(folder):
    """The variable that keeps the temporary files of children inside `folder`: a killed child sweeps nothing."""
    inside = folder / "files"
    inside.mkdir()
    return {"TMPDIR": str(inside)}
