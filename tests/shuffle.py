"""PostgreSQL may give rows without ORDER BY in any order, and mostly gives one: in tests it must be any.

Each SELECT of Django's that reads rows and asks for no order is given a random one, whatever it is read for: a
page, an action or a test. What locks its rows is left as it is: a lock taken in a random order is another fault.
Counts, sums and questions of existence read one row; a SELECT inside another one has no order to keep.
"""

from contextlib import contextmanager

from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI


def is_ordered(query):
    by_model = query.default_ordering and query.model is not None and query.get_meta().ordering
    return bool(query.extra_order_by or query.order_by or by_model)


def is_left_alone(query):
    return is_ordered(query) or query.select_for_update or bool(query.explain_info)


def shuffled(compiler, stock):
    """(sql, params) of the compiler's query around which its rows are mixed; limits then take any of them."""
    sql, params = stock(compiler, with_limits=False)
    query = compiler.query
    sql = f"SELECT * FROM ({sql}) shuffled ORDER BY RANDOM()"
    if query.is_sliced:
        sql += f" {compiler.connection.ops.limit_offset_sql(query.low_mark, query.high_mark)}"
    return sql, params


@contextmanager
def active():
    """PostgreSQL's compiler is a class of its own: what is set on Django's general one also meets UPDATE.

    Only what is executed is shuffled: a query inside another one compiles through `as_sql` alone.
    """
    stock_execute, stock_sql = SQLCompiler.execute_sql, SQLCompiler.as_sql

    def execute_sql(self, result_type=MULTI, *args, **kwargs):
        self.outermost = result_type == MULTI and not is_left_alone(self.query)
        try:
            return stock_execute(self, result_type, *args, **kwargs)
        finally:
            self.outermost = False

    def as_sql(self, *args, **kwargs):
        if getattr(self, "outermost", False) and not (args or kwargs):
            self.outermost = False
            return shuffled(self, stock_sql)
        return stock_sql(self, *args, **kwargs)

    SQLCompiler.execute_sql, SQLCompiler.as_sql = execute_sql, as_sql
    try:
        yield
    finally:
        SQLCompiler.execute_sql, SQLCompiler.as_sql = stock_execute, stock_sql
