"""The roles of production, made by the script that the postgres image runs, on a cluster of this test.

The control of what the portal is refused: the owner of the tables may do it.
"""

import os
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest

from grandest_portal.development.places import ROOT
from grandest_portal.development.postgresql import PostgreSQL

pytestmark = [pytest.mark.fault, pytest.mark.slow]


def url(server, role):
    return f"postgresql://{role}@/portal?host={quote(str(server.sockets), safe='')}"


@pytest.fixture
def server(open_folder, guard):
    server = PostgreSQL(
        open_folder / "cluster", open_folder / "socket", guard, open_folder / "log", durable=False
    )
    server.start()
    script = ROOT / "deploy" / "postgres" / "10-roles.sh"
    variables = {
        "PATH": f"{server.programs}:{os.environ['PATH']}",
        "PGHOST": str(server.sockets),
        "POSTGRES_USER": "portal",
        "DATABASE_OWNER_PASSWORD": "it's the owner's",
        "DATABASE_APP_PASSWORD": "application",
    }
    subprocess.run([str(script)], env=variables, check=True, capture_output=True, timeout=60)
    return server


@pytest.fixture
def migrated(server, bare_environment):
    """As compose's « migrate » service: the owner, who is no superuser, makes every table."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.test",
        "DATABASE_URL": url(server, "portal_owner"),
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    command = [sys.executable, "manage.py", "migrate", "--noinput"]
    result = subprocess.run(
        command, cwd=ROOT, env=bare_environment | variables, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr
    return server


TABLES = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
ROUNDABOUT_WAYS = [
    "CREATE TABLE public.own (n int)",
    "ALTER TABLE core_auditentry DISABLE TRIGGER USER",
    "TRUNCATE core_auditentry",
    "SET session_replication_role = replica",
    "SET ROLE portal_owner",
]


def test_portal_uses_every_table_and_owns_none(migrated):
    with psycopg.connect(url(migrated, "portal_app"), autocommit=True) as connection:
        owners = connection.execute(f"SELECT DISTINCT relowner::regrole::text {TABLES}").fetchall()
        assert owners == [("portal_owner",)]
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            closed = connection.execute(
                f"SELECT relname {TABLES} AND NOT has_table_privilege(oid, '{right}')"
            )
            assert closed.fetchall() == []
        for statement in ROUNDABOUT_WAYS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_owner_may_do_what_the_portal_is_refused(migrated):
    """The control: the same sentences are no mistakes of writing."""
    with psycopg.connect(url(migrated, "portal_owner"), autocommit=True) as connection:
        for statement in [*ROUNDABOUT_WAYS[:2], "SET ROLE portal_owner"]:
            connection.execute(statement)


def test_passwords_are_those_of_the_environment(server):
    query = "SELECT rolname, rolpassword IS NOT NULL, rolsuper FROM pg_authid WHERE rolname LIKE 'portal_%'"
    with psycopg.connect(server.url("portal")) as connection:
        found = connection.execute(f"{query} ORDER BY rolname").fetchall()
        assert found == [("portal_app", True, False), ("portal_owner", True, False)]
