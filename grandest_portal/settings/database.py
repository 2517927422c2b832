"""PostgreSQL: the application's role, and time limits so that no request holds a connection for ever.

The owner's role (DATABASE_OWNER_URL) is used for migrations only: the audit tables are its property.
"""

from grandest_portal.settings import environment

DATABASE_URL = environment.text("DATABASE_URL")

LIMITS = "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"

DATABASES = {
    "default": environment.database(DATABASE_URL, options=LIMITS)
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
