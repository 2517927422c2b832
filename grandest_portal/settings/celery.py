"""Celery: the broker only nudges; what is due stands in PostgreSQL and beat sweeps it."""

from celery.schedules import crontab

from grandest_portal.settings import environment

REDIS_URL = environment.text("REDIS_URL")

# A request must never wait for a broker that is down: short socket limits, no retry in the web process.
BROKER_TIMEOUT = 0.25

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
    "unacked_restore_throttle": 1,
    "visibility_timeout": 1800,
    "retry_on_timeout": False,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "run-due-jobs": {"task": "core.run_due_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "seal-audit": {"task": "core.seal_audit", "schedule": 5.0, "options": {"expires": 5}},
    "close-due-needs": {"task": "needs.close_due", "schedule": 300.0, "options": {"expires": 240}},
    "expire-meeting-proposals": {
        "task": "meetings.expire_due",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    "ask-need-outcomes": {
        "task": "needs.ask_outcomes",
        "schedule": crontab(hour=9, minute=15),
        "options": {"expires": 3600},
    },
    "turn-days": {"task": "meetings.turn_days", "schedule": 300.0, "options": {"expires": 240}},
    "look-after-engine": {"task": "needs.look_after_engine", "schedule": 300.0, "options": {"expires": 240}},
    "purge-need-trash": {"task": "needs.purge_trash", "schedule": 3600.0, "options": {"expires": 1800}},
    "end-due-delegations": {"task": "accounts.end_due", "schedule": 300.0, "options": {"expires": 240}},
    "alert-overdue-moderation": {
        "task": "pages.alert_overdue",
        "schedule": crontab(hour="8-18", minute=5),
        "options": {"expires": 3000},
    },
    "follow-inactive-accounts": {
        "task": "accounts.follow_inactive",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    "send-alerts": {"task": "follow.send_alerts", "schedule": 300.0, "options": {"expires": 240}},
    "purge-sessions": {
        "task": "accounts.purge_sessions",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "forget-sent-mails": {
        "task": "notifications.forget_sent_mails",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "scan-waiting-files": {"task": "attachments.scan_waiting", "schedule": 60.0, "options": {"expires": 50}},
    "tidy-files": {"task": "attachments.tidy", "schedule": 3600.0, "options": {"expires": 1800}},
    "forget-sent-forms": {
        "task": "core.forget_sent_forms",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "purge-finished-jobs": {"task": "core.purge_jobs", "schedule": 3600.0, "options": {"expires": 1800}},
    "count-need-map": {"task": "needs.count_map", "schedule": 50.0, "options": {"expires": 40}},
    "count-solution-map": {"task": "suppliers.count_map", "schedule": 50.0, "options": {"expires": 40}},
    "follow-solution-confirmations": {
        "task": "suppliers.follow_confirmations",
        "schedule": crontab(hour="7,13", minute=40),
        "options": {"expires": 3600},
    },
    "tidy-imports": {"task": "suppliers.tidy_imports", "schedule": 3600.0, "options": {"expires": 1800}},
    "draw-days": {"task": "suppliers.draw_days", "schedule": crontab(minute=7), "options": {"expires": 3000}},
    "renew-kept": {"task": "core.renew_kept", "schedule": 20.0, "options": {"expires": 15}},
    "learn-words": {"task": "needs.learn_words", "schedule": 300.0, "options": {"expires": 240}},
}
