"""A PostgreSQL of the test's own: it starts, starts again, and ends with its guard (the control: test_guard.py)."""

import psycopg
import pytest

from grandest_portal.development import postgresql
from grandest_portal.development.places import Refusal
from grandest_portal.development.postgresql import PostgreSQL

pytestmark = pytest.mark.fault


@pytest.fixture
def server(open_folder, guard):
    return PostgreSQL(
        open_folder / "cluster", open_folder / "socket", guard, open_folder / "log", durable=False
    )


def ask(server, query, database="postgres"):
    with psycopg.connect(server.url(database)) as connection:
        return connection.execute(query).fetchone()


def test_postgresql_has_the_collation_of_production(server):
    server.start()
    query = (
        "SELECT datlocprovider, datlocale, datcollate, pg_encoding_to_char(encoding) FROM pg_database LIMIT 1"
    )
    assert ask(server, query) == ("b", "C.UTF-8", "C", "UTF8")


def test_postgresql_listens_on_its_private_socket_only(server):
    server.start()
    assert ask(server, "SHOW listen_addresses") == ("",)
    assert (server.sockets.stat().st_mode & 0o777, server.data.stat().st_mode & 0o777) == (0o700, 0o700)


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
def test_postgresql_syncs_what_is_kept(server, durable, fsync):
    server.durable = durable
    server.start()
    assert ask(server, "SHOW fsync") == (fsync,)


def test_postgresql_keeps_its_data_over_a_restart(server):
    server.start().make_database()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    server.stop()
    server.child = server.new_child("PostgreSQL")
    server.start().make_database()
    assert ask(server, "SELECT n FROM kept", postgresql.DATABASE) == (1,)


def test_postgresql_of_another_major_says_what_to_do(server):
    server.make_cluster()
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Refusal) as refusal:
        server.start()
    assert "PostgreSQL 17" in str(refusal.value)
    assert "./run clean" in str(refusal.value)


def test_postgresql_that_ends_shows_its_last_lines(server):
    server.make_cluster()
    (server.data / "postgresql.conf").write_text("max_connections = beaucoup\n")
    with pytest.raises(Refusal, match="beaucoup"):
        server.start()
