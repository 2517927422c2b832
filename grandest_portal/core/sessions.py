"""Sessions in the database, which end a fixed time after the login, however busy the person is."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

OPENED_AT = "opened_at"
SEEN_AT = "seen_at"


class SessionStore(db.SessionStore):
    """Django's, whose row of a signed-in person never outlives the login by more than SESSION_COOKIE_AGE.

    Without this each write of the session would begin its twelve hours anew.
    """

    def create_model_instance(self, data):
        if SESSION_KEY in data:
            now = int(time.time())
            data.setdefault(OPENED_AT, now)
            data.setdefault(SEEN_AT, now)
        row = super().create_model_instance(data)
        if OPENED_AT in data:
            opened_at = datetime.fromtimestamp(data[OPENED_AT], tz=timezone.get_current_timezone())
            row.expire_date = min(row.expire_date, opened_at + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        return row
