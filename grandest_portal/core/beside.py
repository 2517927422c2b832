"""Short lists that stand beside a row, read in the query of the row: JSON in a column of it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject


def listed(rows, *fields, **more):
    """The rows as an array of JSON objects; only what the page shows. `rows` may name the row by an OuterRef."""
    return ArraySubquery(rows.values(beside=JSONObject(**{each: each for each in fields}, **more)))


def made(model, row, **more):
    """The object that a row of `listed` tells of. Of its fields only those that were listed are set: it is shown,
    never saved."""
    fields = {name: model._meta.get_field(name).to_python(value) for name, value in row.items()}
    return model(**fields, **more)


def read_with(thing, name, ask):
    """What was read beside `thing` under this name, else what `ask()` reads now."""
    return getattr(thing, name) if hasattr(thing, name) else ask()
