"""Holding rows lightly: others may hold them too, who locks one for update waits for the end of the transaction."""

from django.db import connection


def hold_rows(model, pks):
    """FOR KEY SHARE on these rows, in one order for all. A new row that refers to them does it at its commit only."""
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        sql = f"SELECT {key} FROM {table} WHERE {key} = ANY(%s) ORDER BY {key} FOR KEY SHARE"  # noqa: S608
        cursor.execute(sql, [sorted(pks)])
