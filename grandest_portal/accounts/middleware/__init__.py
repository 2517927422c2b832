"""What is asked of a session before a page answers."""

from grandest_portal.accounts.middleware.acting import SESSION_KEY, ActingMiddleware
from grandest_portal.accounts.middleware.reading import ReaderMiddleware
from grandest_portal.accounts.middleware.staff import StaffSessionMiddleware

__all__ = ["SESSION_KEY", "ActingMiddleware", "ReaderMiddleware", "StaffSessionMiddleware"]
