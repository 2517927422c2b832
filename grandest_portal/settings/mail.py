"""Mail: every message goes through the outbox in PostgreSQL; only its delivery speaks SMTP."""

from grandest_portal.settings import environment

EMAIL_BACKEND = "grandest_portal.notifications.backend.OutboxBackend"
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", " ").strip()
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", " ").strip()
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Rencontre Grand Est <ne-pas-repondre@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SITE_URL = environment.text("SITE_URL", "http://localhost:8000").rstrip("/")
