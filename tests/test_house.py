"""Promises of the whole house, kept on every page that can be reached."""

import io
import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from grandest_portal.accounts.actions import acknowledge, request_address_change
from grandest_portal.accounts.models import DirectoryRecord, InactivityNotice
from grandest_portal.awards.models import Award
from grandest_portal.core.audit import record, seal_entries
from grandest_portal.core.jobs import enqueue
from grandest_portal.notifications.models import OutgoingEmail
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import (
    ActivityCode,
    CPVCode,
    FormerCommune,
    Keyword,
    LoadedFile,
    Sector,
    SectorCode,
    Territory,
)
from meetings.models import LengthReason
from tests.access.expectations import ROWS
from tests.access.routes import routes
from tests.access.scene import build
from tests.access.test_matrix import client_with, cookie_of, url_of

# Open without an account. A new line here is a decision: somebody must have looked at the view.
PUBLIC = {
    "pages:home",
    "pages:contact",
    "pages:method",
    "pages:ranking",
    "pages:accessibility",
    "pages:privacy",
    "pages:legal",
    "pages:rights",
    "privacy:erased",
    "privacy:notice",
    "pages:sitemap",
    "pages:robots",
    "pages:security",
    "reference:cpv_search",
    "reference:keywords",
    "needs:map",
    "needs:compare",
    "suppliers:compare",
    "suppliers:feed",
    "pages:search_engines",
    "pages:search_engines_part",
    "needs:list",
    "needs:export_csv",
    "needs:export_xlsx",
    "needs:feed",
    "needs:detail",
    "needs:versions",
    "attachments:download",
    "needs:procedure_tool",
    "needs:questions",
    "days:list",
    "days:detail",
    "days:places",
    "days:plan_explained",
    "days:plan_version_explained",
    "days:summary",
    "suppliers:solution_list",
    "suppliers:solution_map",
    "suppliers:export_csv",
    "suppliers:export_xlsx",
    "suppliers:solution_detail",
    "suppliers:versions",
    "suppliers:company_detail",
    "suppliers:assessment",
    "suppliers:assessment_pdf",
    "reports:report",
    "reports:received",
    "account_signup",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "account_address_confirm",
    "account_address_stop",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_disown",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_logout",
    "proconnect_start",
    "proconnect_callback",
    "proconnect_first",
    "proconnect_leave",
    "proconnect_left",
    "searches:leave",
    "meetings:calendar_feed",
    "suppliers:data_sheet",
    "suppliers:figures",
    "suppliers:figures_csv",
    "suppliers:invitation_stop",
    "admin:login",
    "demo:enter",
    "demo:mails",
    "demo:mail",
    "demo:mail_html",
    "demo:mail_attachment",
}
# Sent by mail readers, without cookie (RFC 8058): the signed link is the right, and stops one alert only.
WITHOUT_TOKEN = {"searches:leave", "suppliers:invitation_stop"}
POLICY = (
    "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; "
    "object-src 'none'; script-src 'self'; style-src 'self'"
)
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|MERGE)\s+"?(\w+)', re.IGNORECASE)
VISITORS = ["anonymous", "buyer", "company", "waiting", "moderator", "admin"]
KEPT_BY_DJANGO = {"django_session"}
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|<[^>]+\son[a-z]+\s*=|href=[\"']?javascript:", re.IGNORECASE
)


@login_not_required
def crash(request):
    return 1 / 0


urlpatterns = [path("", include("grandest_portal.urls")), path("panne/", crash)]


def test_models_and_migrations_say_the_same(db):
    out = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_views_open_to_everybody_are_those_reviewed():
    found = {route.name for route in routes() if getattr(route.view, "login_required", True) is False}
    assert found == PUBLIC


def furnish():
    """The scene, and one row of each model that it lacks."""
    scene = build()
    region = Territory.objects.create(kind=TerritoryKind.REGION, code="44", name="Grand Est")
    commune = Territory.objects.create(
        kind=TerritoryKind.COMMUNE, code="67482", name="Strasbourg", parent=region
    )
    FormerCommune.objects.create(code="67999", name="Ancienne", commune=commune)
    CPVCode.objects.create(code="38420000", check_digit="5", label="Instruments de mesure du débit", level=4)
    ActivityCode.objects.create(nomenclature="NAF rév. 2", key="62.01Z", label="Programmation")
    sector = Sector.objects.create(key="essai", name="Essai", position=99)
    SectorCode.objects.create(sector=sector, prefix="38")
    Keyword.objects.create(key="essai", label="Essai", starts_on=timezone.localdate())
    LoadedFile.objects.get_or_create(
        name="essai.csv", defaults={"sha256": "0" * 64, "loaded_at": timezone.now()}
    )
    OutgoingEmail.objects.create(
        message_id="<1@test.example>",
        sender="a@test.example",
        recipients=["b@test.example"],
        mime=b"Subject: x",
    )
    DirectoryRecord.objects.create(
        organisation=scene.things["company"].organisation,
        siret="73282932000074",
        outcome="found",
        name="ENTREPRISE",
        legal_form="5710",
        source="https://annuaire.example",
    )
    warned = {"last_seen": timezone.now(), "first_told_at": timezone.now(), "erase_on": timezone.localdate()}
    InactivityNotice.objects.create(user=scene.users["company_b"], **warned)
    acknowledge(scene.users["buyer"], at=timezone.now())
    request_address_change(scene.users["buyer"], new_email="nouvelle@test.example", by=scene.users["buyer"])
    Award.objects.create(
        market_uid="M", buyer_siret="2" * 14, amount=5, holder_kind="unknown", source="essai"
    )
    LengthReason.objects.create(
        meeting=scene.things["meeting confirmed"], side="buyer", minutes=60, usual=45, reason="Essai."
    )
    enqueue("core.seal_audit")
    record(
        scene.things["need published"], "need.published", by=scene.users["moderator"], after={"status": "x"}
    )
    seal_entries()
    return scene


@pytest.fixture
def scene(dated_data):
    return furnish()


def admin_urls():
    """(name, url) of the pages of every model of the admin, for its first row."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.exclude(**hidden_rows(model)).order_by("pk").first()
        assert row is not None, f"furnish() makes no {model.__name__}"
        yield f"{name}_changelist", reverse(f"{name}_changelist")
        for page in ["change", "history"]:
            yield f"{name}_{page}", reverse(f"{name}_{page}", args=[row.pk])


def hidden_rows(model):
    """Drafts, which moderators are not shown."""
    return {"status": "draft"} if model.__name__ in {"Assessment", "Day", "Need", "Solution"} else {}


def addresses(scene):
    """(name, url) of every page: those of the table of access, and the admin's."""
    for row in ROWS:
        if row.method == "GET":
            yield row.route, url_of(row, scene)
    yield from admin_urls()


@pytest.mark.slow
@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_every_admin_page_of_every_model_opens(scene, role):
    client = client_with(cookie_of(scene.users[role]))
    found = {name: client.get(url).status_code for name, url in [("admin:index", "/admin/"), *admin_urls()]}
    rooms = ("notifications_notification", "notifications_outgoingemail", "core_job_", "needs_judgement")
    engine = {name: 403 for name in found if any(room in name for room in rooms)}
    closed = {} if role == "admin" else engine
    assert {name: code for name, code in found.items() if code != 200} == closed


@contextmanager
def written_tables():
    """Collects the tables that the block writes, those that Django keeps for itself excepted."""
    found = []

    def watch(execute, sql, params, many, context):
        match = WRITES.match(sql)
        if match and match.group(2) not in KEPT_BY_DJANGO:
            found.append(f"{match.group(1)} {match.group(2)}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def test_watch_sees_what_is_written(scene):
    """The control: a POST that marks a notice read is seen."""
    client = client_with(cookie_of(scene.users["buyer"]))
    with written_tables() as found:
        client.post(reverse("notifications:open", args=[scene.things["notification"].pk]))
    assert found == ["UPDATE notifications_notification"]


def policy_of(response):
    return "; ".join(sorted(response.get("Content-Security-Policy", "").split("; ")))


@pytest.mark.slow
@pytest.mark.parametrize("role", VISITORS)
def test_every_page_only_reads_under_the_policy_with_nothing_inline(scene, role):
    client = client_with(cookie_of(scene.users[role]))
    wrote, loose, inline, broken = {}, {}, {}, {}
    for name, url in addresses(scene):
        with written_tables() as found:
            response = client.get(url)
            # A file is closed by who reads it to its end.
            list(getattr(response, "streaming_content", []))
        if found:
            wrote[name] = found
        if policy_of(response) != POLICY:
            loose[name] = policy_of(response)
        if response.status_code >= 500:
            broken[name] = response.status_code
        if response.get("Content-Type", "").startswith("text/html"):
            slips = INLINE.findall(response.content.decode())
            if slips:
                inline[name] = slips
    assert (wrote, loose, inline, broken) == ({}, {}, {}, {})


@pytest.mark.parametrize("url", ["/introuvable/", "/live", "/static/css/portal.css", "/static/absent.css"])
def test_other_answers_are_under_the_policy_too(client, db, url):
    response = client.get(url)
    response.close()
    covered = policy_of(response) == POLICY
    # The health pages answer before any layer; a style sheet is no document, no policy applies to it.
    assert covered or url == "/live" or (url.startswith("/static/css") and response.status_code == 200)


def test_refused_form_is_under_the_policy(db):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))
    assert (response.status_code, policy_of(response)) == (403, POLICY)


@pytest.mark.urls(__name__)
def test_crash_is_a_calm_page_under_the_policy(db):
    response = Client(raise_request_exception=False).get("/panne/")
    assert (response.status_code, policy_of(response)) == (500, POLICY)
    page = response.content.decode().replace("&#x27;", "'")
    assert "Une erreur s'est produite de notre côté" in page and "ZeroDivisionError" not in page


def test_no_setting_excuses_a_form_from_its_token():
    exempt = {route.name for route in routes() if getattr(route.view, "csrf_exempt", False)}
    assert exempt == WITHOUT_TOKEN
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
