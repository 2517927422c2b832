"""Shared fixtures, and the settings that make silent faults loud."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection

from grandest_portal.core import cache as fail_open
from grandest_portal.core import jobs
from grandest_portal.reference.actions import DATA
from grandest_portal.reference.loading.dated import (
    load_legal_forms,
    load_mail_domains,
    load_moderation_reasons,
    load_parameters,
    load_practice_checks,
    load_sensitive_rules,
    load_thresholds,
    load_wordings,
)
from grandest_portal.reference.loading.innovation import load_assessment_questions, load_purchase_routes
from grandest_portal.reference.loading.sectors import load_sectors
from tests import shuffle
from tests.smtp import CatchingServer
from tests.strict import StrictUndefined


@pytest.fixture(scope="session", autouse=True)
def strict_templates():
    """An undefined template variable is a failure, not an empty string."""
    with StrictUndefined.active():
        yield


@pytest.fixture(scope="session", autouse=True)
def shuffled_rows():
    """Rows that nobody ordered come in any order, not in the one that PostgreSQL happens to give."""
    with shuffle.active():
        yield


@pytest.fixture(autouse=True)
def clean_cache(request):
    """Rate limits of one test must not meet those of another, nor the rest after a failure."""
    fail_open.rest["until"] = 0.0
    yield
    fail_open.rest["until"] = 0.0
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@contextmanager
def audit_guard_lifted():
    with connection.cursor() as cursor:
        for table in ["core_auditentry", "core_auditseal"]:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            yield
        finally:
            for name, table in [("auditentry", "core_auditentry"), ("auditseal", "core_auditseal")]:
                for guard in ["no_change", "no_truncate"]:
                    cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER core_{name}_{guard}")


@pytest.fixture(autouse=True, scope="session")
def flush_as_owner():
    """Transactional tests empty the tables, which the audit trail's triggers refuse to all but the owner."""
    stock = flush.Command.handle

    def handle(self, **options):
        with audit_guard_lifted():
            return stock(self, **options)

    flush.Command.handle = handle
    yield
    flush.Command.handle = stock


@pytest.fixture
def run_jobs(db):
    """Do every due job now, in this process, as the worker would; returns the number done."""

    def run():
        return jobs.run_due_jobs()

    return run


@pytest.fixture
def outbox(settings):
    """Mails are stored as in production; Django's test runner would keep them in memory."""
    settings.EMAIL_BACKEND = "grandest_portal.notifications.backend.OutboxBackend"


@pytest.fixture
def smtp(settings, outbox):
    """A real SMTP server on loopback; `smtp.messages` holds what it accepted, parsed."""
    with CatchingServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture
def dated_data(db):
    """The committed parameters, thresholds and wordings, without the long lists of codes and communes."""
    load_parameters(DATA)
    load_thresholds(DATA)
    load_wordings(DATA)
    load_legal_forms(DATA)
    load_mail_domains(DATA)
    load_moderation_reasons(DATA)
    load_sensitive_rules(DATA)


@pytest.fixture
def sectors(db):
    """The committed sectors; `classify_codes` then gives theirs to the CPV codes of the test."""
    load_sectors(DATA)


@pytest.fixture
def innovation(dated_data):
    """The committed questions of the self-assessment and ways to buy."""
    load_assessment_questions(DATA)
    load_purchase_routes(DATA)


@pytest.fixture
def practice_checks(dated_data):
    """The committed drafting checks: without them, nothing is said of a need and nothing stops it."""
    load_practice_checks(DATA)
