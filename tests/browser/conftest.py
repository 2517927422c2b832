"""Chromium, a live web server, and a real Celery worker on the test's own database, broker and SMTP server."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Error, sync_playwright

from grandest_portal.core.models import Job, JobStatus
from grandest_portal.development.browser import chromium
from tests.windows import make_windows_due

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    # Playwright's loop runs in this thread; Django's ORM is used here only between its calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


def database_url():
    """The running test database, as the worker's DATABASE_URL."""
    given = connection.settings_dict
    query = urlencode({key: given[name] for key, name in [("host", "HOST"), ("port", "PORT")] if given[name]})
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?{query}"


@pytest.fixture
def worker(transactional_db, smtp):
    """A Celery worker process; it ends with the test."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": django_settings.REDIS_URL,
        "EMAIL_HOST": smtp.host,
        "EMAIL_PORT": str(smtp.port),
        "DJANGO_SETTINGS_MODULE": "grandest_portal.settings.test",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "grandest_portal",
        "worker",
        "--pool=solo",
        "-l",
        "WARNING",
    ]
    process = subprocess.Popen(command, env=environment)
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(20)


@pytest.fixture
def settled(worker):
    """Wait until the worker has done every job that is due, the windows of mails included."""

    def wait(seconds=20):
        make_windows_due()
        end = time.monotonic() + seconds
        while Job.objects.filter(status__in=[JobStatus.PENDING, JobStatus.RUNNING]).exists():
            assert time.monotonic() < end, list(
                Job.objects.exclude(status="done").values("name", "last_error")
            )
            time.sleep(0.1)

    return wait


def is_refused(failed):
    """A resource still under way when the visitor goes on to the next page is given up, not refused."""
    return failed.failure != "net::ERR_ABORTED"


def patient(page):
    """Give the page a `goto` that goes again when a page asked for just before, by a key, arrived in between."""
    go = page.goto

    def goto(address, **options):
        try:
            return go(address, **options)
        except Error as error:
            if "net::ERR_ABORTED" not in error.message:
                raise
            page.wait_for_load_state()
            return go(address, **options)

    page.goto = goto
    return page


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripted(request):
    """Whether the pages of `person` run their scripts."""
    return request.param


@pytest.fixture
def person(scripted, browser, live_server):
    """Make a page of a new visitor; every console error or refused resource fails the test.

    A page that answers « no » (403, 404, 422) is an answer, though the console says so too.
    """
    contexts, faults, answers = [], [], set()

    def note(message):
        if message.type == "error":
            faults.append((message.text, message.location["url"]))

    def answered(response):
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            answers.add(response.url)

    def make(width=1280):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripted,
            locale="fr-FR",
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        page = patient(context.new_page())
        page.set_default_timeout(8000)
        page.on("console", note)
        page.on("response", answered)
        page.on(
            "requestfailed", lambda failed: faults.append(("", failed.url)) if is_refused(failed) else None
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert [(text, url) for text, url in faults if url not in answers] == []
