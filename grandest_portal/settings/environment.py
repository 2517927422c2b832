"""Typed reading of the environment: the only place that touches os.environ."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict


def text(name, default=None):
    """The variable's text; without a default, a missing variable refuses to start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"La variable d'environnement {name} est obligatoire.")
    return default


def number(name, default):
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"La variable {name} doit être un nombre entier, et non « {value} »."
        ) from None


def flag(name, default=False):
    return text(name, "1" if default else "0").lower() in {"1", "true", "oui", "yes", "on"}


def words(name, default=""):
    return [word.strip() for word in text(name, default or " ").split(",") if word.strip()]


def service_address(name, address):
    """The address of a service that the portal calls, without its last slash: https, unless on this machine.

    A name, a password or a query in it would end in logs: refused.
    """
    parts = urlsplit(address)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    secure = parts.scheme == "https" or (parts.scheme == "http" and local)
    if (address and not (secure and parts.hostname)) or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured(
            f"La variable {name} doit être une adresse qui commence par https://, sans mot de passe ni question."
        )
    return address.rstrip("/")


def database(url, **options):
    """A Django DATABASES entry from a PostgreSQL URL or conninfo string (sockets included)."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {**parts, **options},
    }
