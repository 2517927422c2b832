"""Can this process serve? The database answers and no migration waits."""

import logging

import psycopg
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

# Once a process has seen every migration applied, it need not compare the plan again.
state = {"migrated": False}


def database_answers():
    """True when a fresh connection answers within two seconds (the pool's own might be stale)."""
    options = {**settings.DATABASES["default"]}
    try:
        with psycopg.connect(
            dbname=options["NAME"],
            user=options["USER"] or None,
            password=options["PASSWORD"] or None,
            host=options["HOST"] or None,
            port=options["PORT"] or None,
            connect_timeout=2,
            options="-c statement_timeout=1500",
        ) as connection:
            connection.execute("SELECT 1")
        return True
    except psycopg.Error as error:
        logger.warning("not ready: %s", type(error).__name__)
        return False


def migrated():
    if not state["migrated"]:
        executor = MigrationExecutor(connections["default"])
        state["migrated"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return state["migrated"]


def ready():
    return database_answers() and migrated()
