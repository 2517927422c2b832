"""Short lists that stand beside a row, read in the query of the row: JSON in a column of it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject


def listed(rows, *fields, **more):
    """The rows as an array of JSON objects; only what the page shows. `rows` may name the row by an OuterRef."""
    return ArraySubquery(rows.values(beside=JSONObject(**{each: each for each in fields}, **more)))
