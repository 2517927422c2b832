"""Finds the Chromium of this machine for the browser tests: none is downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = "Chromium est absent : les tests de navigateur ne sont pas exécutés (installez le paquet chromium)."


def chromium():
    """The program's path, or None. The variable CHROMIUM names another one."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, NAMES)), None)
