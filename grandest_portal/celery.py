"""The Celery application: one queue, the schedule in code (settings/celery.py)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandest_portal.settings.production")

app = Celery("grandest_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
