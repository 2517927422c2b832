"""What every environment shares: applications, middleware, templates, language, and the integrations' files."""

from pathlib import Path

from grandest_portal.settings import environment
from grandest_portal.settings.allauth import *  # noqa: F403
from grandest_portal.settings.celery import *  # noqa: F403
from grandest_portal.settings.database import *  # noqa: F403
from grandest_portal.settings.directory import *  # noqa: F403
from grandest_portal.settings.files import *  # noqa: F403
from grandest_portal.settings.limits import *  # noqa: F403
from grandest_portal.settings.mail import *  # noqa: F403
from grandest_portal.settings.matching import *  # noqa: F403
from grandest_portal.settings.proconnect import *  # noqa: F403
from grandest_portal.settings.security import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
DEBUG = False
DEMO_MODE = False
SECRET_KEY = environment.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")

INSTALLED_APPS = [
    "grandest_portal.core.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "csp",
    "grandest_portal.core.apps.CoreConfig",
    "grandest_portal.reference",
    "grandest_portal.awards",
    "grandest_portal.accounts",
    "grandest_portal.notifications",
    "grandest_portal.attachments",
    "grandest_portal.reports",
    "grandest_portal.follow",
    "buyers",
    "suppliers",
    "needs",
    "meetings",
    "grandest_portal.pages",
    "grandest_portal.demo",
]

MIDDLEWARE = [
    "grandest_portal.core.middleware.HealthMiddleware",
    "grandest_portal.core.middleware.RequestIdMiddleware",
    "grandest_portal.core.middleware.CharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "grandest_portal.core.middleware.HeadersMiddleware",
    "grandest_portal.core.files.uploads.UploadLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "grandest_portal.accounts.middleware.ActingMiddleware",
    "grandest_portal.accounts.middleware.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "grandest_portal.accounts.middleware.StaffSessionMiddleware",
    "grandest_portal.core.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "grandest_portal.urls"
WSGI_APPLICATION = "grandest_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "grandest_portal.pages.context.site",
            ],
        },
    }
]
FORM_RENDERER = "grandest_portal.core.forms.PortalRenderer"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = environment.text("STATIC_ROOT", str(BASE_DIR / ".static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": {
        "BACKEND": "grandest_portal.core.files.storage.PrivateStorage",
        "OPTIONS": {"location": FILES_DIR},  # noqa: F405
    },
    "imports": {
        "BACKEND": "grandest_portal.core.files.storage.PrivateStorage",
        "OPTIONS": {"location": Path(FILES_DIR) / "imports"},  # noqa: F405
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {
    "default": {
        "BACKEND": "grandest_portal.core.cache.FailOpenRedisCache",
        "LOCATION": REDIS_URL,  # noqa: F405
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
    }
}

# The moment before which what still waits for moderation has waited longer than promised.
MODERATION_OVERDUE_BEFORE = "grandest_portal.reference.delays.overdue_before"
MODERATION_REASONS = "grandest_portal.reference.reasons.offered_reasons"
# The audit entries whose author a member of the staff must not learn.
AUDIT_HIDDEN_ENTRIES = "grandest_portal.reports.secrecy.hidden_entries"

SERVICE_NAME = "Rencontre Grand Est"
CONTACT_PHONE = environment.text("CONTACT_PHONE", "03 00 00 00 00")
# The relay service through which deaf and hard-of-hearing people call; named without a link when empty.
CONTACT_RELAY_URL = environment.text("CONTACT_RELAY_URL", " ").strip()
CONTACT_EMAIL = environment.text("CONTACT_EMAIL", "contact@rencontre-grand-est.example")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "grandest_portal.core.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "class": "grandest_portal.core.logs.SafeFormatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
