"""The two answers of every door: 404 for what may not be seen, 403 for a verb that is refused."""

from django.core.exceptions import PermissionDenied


def require(allowed):
    """Raise PermissionDenied (403) unless `allowed`."""
    if not allowed:
        raise PermissionDenied
