"""Whose clock the words of this request, or of this mail, are read by: set around both, None elsewhere."""

from contextlib import contextmanager
from contextvars import ContextVar

_reader = ContextVar("reader", default=None)


@contextmanager
def read_by(person):
    """`person` is a person, or a function that gives one (or None) when somebody asks."""
    token = _reader.set(person)
    try:
        yield
    finally:
        _reader.reset(token)


def zone_of_reader():
    """The IANA name that the reader has chosen; "" where nobody is known to read."""
    person = _reader.get()
    return getattr(person() if callable(person) else person, "zone", "")
