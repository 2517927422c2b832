"""The data folder of this checkout: one demonstration at a time, and what another command may know of it."""

import fcntl
import json
import os
import secrets

from grandest_portal.development.places import data_folder


def write_privately(path, text):
    """Whole or not at all, readable by its owner alone."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)


class State:
    """`folder` holds cluster/ (PostgreSQL), logs/, mails/, static/, files/, secret key, lock and running.json."""

    def __init__(self):
        self.folder = data_folder()
        self.logs = self.folder / "logs"
        self.cluster = self.folder / "cluster"
        self.lock_file = None

    def take(self):
        """True when no other demonstration uses the folder; it is ours until we and our guard have ended."""
        self.lock_file = (self.folder / "lock").open("a")
        try:
            fcntl.flock(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.withdraw()
        self.logs.mkdir(mode=0o700, exist_ok=True)
        for log in self.logs.glob("*.log"):
            log.unlink()
        return True

    @property
    def running_file(self):
        return self.folder / "running.json"

    def announce(self, running):
        """`running`: {"url": the portal's address, "environment": the variables of its settings}."""
        write_privately(self.running_file, json.dumps(running))

    def withdraw(self):
        self.running_file.unlink(missing_ok=True)

    def running(self):
        """What the running demonstration announced, or None while it starts or stops."""
        try:
            return json.loads(self.running_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def secret_key(self):
        """Kept, so that those who are logged in stay so from one demonstration to the next."""
        path = self.folder / "secret-key"
        if not path.exists():
            write_privately(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="utf-8")

    def environment(self, servers, *, url, mail_port):
        """The variables of settings.demo."""
        return servers | {
            "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.demo",
            "SECRET_KEY": self.secret_key(),
            "SITE_URL": url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_port),
            "DEMO_MAIL_DIR": str(self.folder / "mails"),
            "STATIC_ROOT": str(self.folder / "static"),
            "FILES_DIR": str(self.folder / "files"),
            "MATCHING_FOLDER": str(self.folder / "matching"),
        }
