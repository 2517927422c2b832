"""Canaries through every door of an account: neither the log nor the jobs hold them."""

import io
import logging

import pytest
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.actions import erase_account, register_organisation
from grandest_portal.accounts.models import User
from grandest_portal.core.logs import RequestIdFilter, SafeFormatter
from grandest_portal.core.models import Job
from tests.accounts.test_entrance import path_in
from tests.factories import UserFactory

EMAIL, NAME, SECRET = "zoe.canari@test.example", "Zoé Canari", "une phrase bien cachée ici"

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """Everything that is logged in this process, as the portal's own handler writes it; the test's mail server
    talks in this process too and is left out."""
    # Celery sets Django up, its logging included, the first time it looks for tasks: before this handler, then.
    current_app.loader.import_default_modules()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    form = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(SafeFormatter(form["format"], style=form["style"]))
    handler.addFilter(RequestIdFilter())
    handler.addFilter(lambda record: record.name != "mail.log")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def organisation():
    return {
        "name": "Commune d'essai",
        "country": "DE",
        "identifier_kind": "register",
        "identifier": "HRB 1",
        "street": "",
        "postal_code": "66111",
        "city": "Saarbrücken",
        "website": "",
    }


def walk(client, smtp, run_jobs):
    """Sign up, confirm, mistake, log in, forget the password, join an organisation, leave; returns the secrets."""
    new = {"email": EMAIL, "full_name": NAME, "side": "buyer", "password1": SECRET, "password2": SECRET}
    client.post(reverse("account_signup"), new)
    run_jobs()
    confirmation = path_in(smtp.to(EMAIL)[0])
    client.get(confirmation)
    client.post(confirmation)
    client.post(reverse("account_login"), {"login": EMAIL, "password": "faux " + SECRET})
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    run_jobs()
    reset = path_in(smtp.to(EMAIL)[-1])
    client.get(reset)
    client.post(reverse("account_login"), {"login": EMAIL, "password": SECRET})
    user = User.objects.get(email=EMAIL)
    register_organisation(user, data=organisation(), position="Cheffe", by=user)
    smtp.answer = f"451 <{EMAIL}> later"
    EmailMessage("Essai", "Texte", to=[EMAIL]).send()
    run_jobs()
    smtp.answer = "250 OK"
    run_jobs()
    erase_account(user, by=user)
    run_jobs()
    return [part for path in [confirmation, reset] for part in path.split("/") if len(part) > 20]


def test_no_canary_in_the_log_nor_in_the_jobs(client, dated_data, smtp, run_jobs, log):
    UserFactory(moderator=True)
    tokens = walk(client, smtp, run_jobs)
    assert len(tokens) == 2
    text = log.getvalue()
    rows = "\n".join(f"{job.name} {job.args} {job.key} {job.last_error}" for job in Job.objects.all())
    hits = {word: word in text or word in rows for word in [EMAIL, NAME, SECRET, *tokens]}
    assert hits == dict.fromkeys(hits, False)
    assert "Postponed" in rows and "job failed" in text
    assert {type(arg) for job in Job.objects.all() for arg in job.args} <= {int, bool}


def test_canary_in_a_line_would_be_seen(log):
    """The control: what the formatter cannot know is found by the test."""
    logging.getLogger("essai").warning("écrit à %s pour %s", EMAIL, NAME)
    assert NAME in log.getvalue() and EMAIL not in log.getvalue()
    assert timezone.now().strftime("%Y") in log.getvalue()
