"""`./run check`: all that can be said of the sources without running the portal; one failure does not hide the next."""

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grandest_portal.development import audit, lock, secrets_scan, sources, translations
from grandest_portal.development.places import ROOT

BIN = Path(sys.executable).parent
DJADE = (BIN / "djade", "--target-version", "5.2")

# Nothing listens there; the checks look at the code, not at a database.
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://portal@/portal?host=%2Fnonexistent",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portail.example",
    "SITE_URL": "https://portail.example",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": "1",
    "DEFAULT_FROM_EMAIL": "Portail <portail@portail.example>",
    "FILES_DIR": "/srv/files",
}


def command(*words, settings="test"):
    """A check that runs a command: (succeeded, output)."""

    def check():
        environment = (
            os.environ
            | ENVIRONMENT
            | {
                "DJANGO_SETTINGS_MODULE": f"grandest_portal.settings.{settings}",
                "SECRET_KEY": secrets.token_urlsafe(64),
            }
        )
        result = subprocess.run(
            words,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return result.returncode == 0, result.stdout + result.stderr

    return check


def listing(function):
    """A check that yields one line per fault."""

    def check():
        lines = list(function())
        return not lines, "\n".join(lines)

    return check


def template_files():
    return [
        path for path in sources.project_files() if path.parts[0] == "templates" and path.suffix == ".html"
    ]


def template_format():
    names = template_files()
    return command(*DJADE, "--check", *names)() if names else (True, "")


def manage(*words, **options):
    # Without a database Django warns that it cannot compare the migrations with it.
    return command(sys.executable, "-W", "ignore::RuntimeWarning", "manage.py", *words, **options)


CHECKS = {
    "règles de style (ruff check)": command(BIN / "ruff", "check", "--output-format", "concise", "."),
    "mise en forme (ruff format)": command(BIN / "ruff", "format", "--check", "."),
    "étages entre les pièces (import-linter)": command(BIN / "lint-imports", "--no-logo", "--no-cache"),
    "mise en forme des gabarits (djade)": template_format,
    "compilation des gabarits": command(sys.executable, "-m", "grandest_portal.development.templates"),
    "migrations à jour": manage("makemigrations", "--check", "--dry-run"),
    "réglages de production": manage("check", "--deploy", "--fail-level", "WARNING", settings="production"),
    "traductions": listing(translations.faults),
    "taille des fichiers et des fonctions": listing(sources.too_long),
    "traces d'une machine ou d'un dépôt": listing(sources.traces),
    "listes de paquets": listing(lock.disagreements),
    "licences des paquets": listing(audit.licences),
    "secrets oubliés": listing(secrets_scan.faults),
}


def main(arguments):
    failures = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, outcome in [(name, pool.submit(check)) for name, check in CHECKS.items()]:
            succeeded, output = outcome.result()
            print("✓" if succeeded else "✗", name, flush=True)
            if not succeeded:
                failures += 1
                print(output.rstrip(), end="\n\n", flush=True)
    print("Tout est bon." if not failures else f"{failures} contrôle(s) en échec.")
    return bool(failures)
