"""Demonstration on one machine, over http://localhost: open accounts, mails caught in a folder."""

from pathlib import Path

from grandest_portal.settings.base import *  # noqa: F403

DEMO_MODE = True
# The open accounts are entered in one click.
STAFF_MFA_REQUIRED = False
DEMO_MAIL_DIR = Path(environment.text("DEMO_MAIL_DIR"))  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = []
