"""The admin's edges, from its registry: what no moderator reaches, and the trace that each change leaves."""

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import helpers
from django.test import Client
from django.urls import reverse

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.core.history import verb_words
from grandest_portal.core.models import AuditEntry, Job, JobStatus
from grandest_portal.core.moderation import ModerationAdmin
from grandest_portal.notifications.models import OutgoingEmail
from tests.access.test_admin import EDITABLE, registered
from tests.access.test_matrix import cookie_of
from tests.test_house import admin_urls, furnish

pytestmark = pytest.mark.slow

# Powers, sessions, secrets and what allauth keeps of people: nobody edits them in the admin.
NEVER = {
    "auth.group",
    "auth.permission",
    "sessions.session",
    "contenttypes.contenttype",
    "account.emailaddress",
    "account.emailconfirmation",
    "mfa.authenticator",
    "usersessions.usersession",
    "socialaccount.socialapp",
    "socialaccount.socialtoken",
    "socialaccount.socialaccount",
    "admin.logentry",
    "core.auditvalue",
    "core.auditseal",
}
POWERS = ["is_superuser", "is_staff", "is_active", "password", "groups", "user_permissions"]


@pytest.fixture
def scene(dated_data):
    return furnish()


def client_of(user):
    client = Client()
    client.cookies["sessionid"] = cookie_of(user)
    return client


def staff_pages(scene, role):
    """[(name, url)] of every admin page, for a member of the staff."""
    return client_of(scene.users[role]), list(admin_urls())


def test_powers_sessions_and_secrets_are_not_in_the_admin():
    assert NEVER & set(registered()) == set()


def test_every_model_of_the_list_is_one_that_could_be_registered():
    """A name misspelt above would forbid nothing."""
    known = {model._meta.label_lower for model in apps.get_models()}
    optional = {name for name in NEVER if name.split(".")[0] in {"mfa", "usersessions", "socialaccount"}}
    assert NEVER - optional - known <= {"account.emailconfirmation", "auth.permission"}


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_nothing_is_deleted_one_by_one_or_in_bulk(scene, role):
    user, offered = scene.users[role], {}
    client = client_of(user)
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row, before = model._default_manager.order_by("pk").first(), model._default_manager.count()
        data = {"action": "delete_selected", helpers.ACTION_CHECKBOX_NAME: [row.pk], "post": "yes"}
        client.post(reverse(f"{name}_changelist"), data)
        status = client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
        request = client.get("/").wsgi_request
        if "delete_selected" in model_admin.get_actions(request) or status not in {302, 403}:
            offered[model.__name__] = status
        if model._default_manager.count() != before:
            offered[model.__name__] = "deleted"
    assert offered == {}


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_no_admin_form_names_a_power(scene, role):
    client, pages = staff_pages(scene, role)
    found = {
        url: [word for word in POWERS if f'name="{word}"' in client.get(url).content.decode()]
        for name, url in pages
        if name.endswith("_change")
    }
    assert {url: words for url, words in found.items() if words} == {}


def test_posting_a_power_to_the_page_of_a_person_is_refused(scene):
    user = scene.users["buyer"]
    url = reverse("admin:accounts_user_change", args=[user.pk])
    for role in ["moderator", "admin"]:
        data = {"email": user.email, "full_name": "X", "is_superuser": "on", "is_staff": "on"}
        assert client_of(scene.users[role]).post(url, data).status_code == 403
    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff, user.full_name == "X") == (False, False, False)


def test_only_the_dated_rows_are_edited(scene):
    request = client_of(scene.users["admin"]).get("/").wsgi_request
    found = {
        model._meta.label_lower
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_change_permission(request) or model_admin.has_add_permission(request)
    }
    assert found == EDITABLE


def edited(client, url):
    """Send the change form of a row back as the page shows it, its first free text changed."""
    form = client.get(url).context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        shown = bound.field.widget.format_value(value) if value is not None else ""
        data[bound.html_name] = "" if shown is None else shown
    words = [name for name, field in form.fields.items() if name in {"label", "note", "text", "name"}]
    for name in words[:1]:
        data[name] = f"{data[name]} (revu)"
    return client.post(url, data)


@pytest.mark.parametrize("label", sorted(EDITABLE))
def test_each_edit_of_the_admin_is_audited(scene, label):
    model = apps.get_model(label)
    row = model._default_manager.order_by("pk").first()
    url = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    before = AuditEntry.objects.count()
    response = edited(client_of(scene.users["admin"]), url)
    assert response.status_code == 302, response.context["adminform"].form.errors
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (AuditEntry.objects.count(), entry.kind, entry.object_pk) == (before + 1, label, str(row.pk))
    assert entry.value.actor == scene.users["admin"]


def bulk_actions():
    """(model, name) of each bulk action that the admin offers besides the verbs of moderation, which are tested
    with their actions."""
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, ModerationAdmin):
            continue
        for action in model_admin.actions or []:
            name = action if isinstance(action, str) else action.__name__
            yield pytest.param(model, name, id=f"{model.__name__}.{name}")


# Part of a moderator's work: they verify names and end sessions; the engine room is for administrators.
OF_MODERATORS = {"confirm_names", "ask_directory_again", "close_sessions"}
# Writes nothing about the organisation yet: the trail is written with the directory's answer.
ANSWERED_LATER = {"ask_directory_again"}


def is_named(parameter, names):
    return parameter.values[1] in names


@pytest.mark.parametrize(
    ("model", "name"), [each for each in bulk_actions() if not is_named(each, ANSWERED_LATER)]
)
def test_each_bulk_action_of_the_admin_is_audited(scene, model, name):
    """Rows that failed, so that the action has something to do."""
    Job.objects.update(status=JobStatus.FAILED)
    OutgoingEmail.objects.update(status="failed")
    Organisation.objects.update(name_when_verified="Ancien nom")
    for person in User.objects.order_by("pk"):
        UserSession.objects.create(user=person, ip="127.0.0.1", session_key=f"essai{person.pk}")
    row = model._default_manager.order_by("pk").first()
    before = AuditEntry.objects.count()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    client = client_of(scene.users["admin"])
    client.post(url, {"action": name, helpers.ACTION_CHECKBOX_NAME: [row.pk]})
    entry = AuditEntry.objects.order_by("-pk").first()
    found = (AuditEntry.objects.count() - before, entry.kind, entry.object_pk, entry.value.actor)
    assert found == (1, model._meta.label_lower, str(row.pk), scene.users["admin"])
    assert str(verb_words(entry.verb)) != entry.verb


@pytest.mark.parametrize(
    ("model", "name"), [each for each in bulk_actions() if not is_named(each, OF_MODERATORS)]
)
def test_bulk_actions_of_the_engine_room_are_for_administrators(scene, model, name):
    request = client_of(scene.users["moderator"]).get("/").wsgi_request
    assert name not in admin.site._registry[model].get_actions(request)
