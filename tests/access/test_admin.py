"""The admin's pages by role, generated from its registry: only the staff enters, nobody adds or deletes."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.access.scene import ROLES, build

STAFF = {"moderator", "admin"}
SUPERUSER_ONLY = {"notifications.notification"}
# Dated figures and wordings are what administrators edit here; everything else goes through actions.
EDITABLE = {
    "reference.parameter",
    "reference.threshold",
    "reference.wording",
    "reference.sector",
    "reference.sectorcode",
    "reference.legalform",
    "reference.maildomain",
    "reference.moderationreason",
    "reference.sensitiverule",
    "reference.practicecheck",
}


def registered():
    return sorted(model._meta.label_lower for model in admin.site._registry)


def pages_of(label):
    app, model = label.split(".")
    return {page: reverse(f"admin:{app}_{model}_{page}") for page in ["changelist", "add"]}


def expected(label, page, role):
    if role not in STAFF:
        return 302
    if role == "moderator" and label in SUPERUSER_ONLY:
        return 403
    if page == "add" and (label not in EDITABLE or role == "moderator"):
        return 403
    return 200


@pytest.fixture
def scene(dated_data):
    return build()


def clients(scene):
    made = {}
    for role in ROLES:
        made[role] = Client()
        if scene.users[role] is not None:
            made[role].force_login(scene.users[role])
    return made


def test_admin_pages_answer_each_role_as_expected(scene):
    found, wanted = {}, {}
    for role, client in clients(scene).items():
        for label in registered():
            for page, url in pages_of(label).items():
                found[role, label, page] = client.get(url).status_code
                wanted[role, label, page] = expected(label, page, role)
    assert {key: code for key, code in found.items() if code != wanted[key]} == {}


@pytest.mark.parametrize(
    "thing", ["need submitted", "solution submitted", "membership", "meeting proposed", "company"]
)
def test_change_pages_are_read_only_and_never_delete(scene, thing):
    row = scene.things[thing]
    app, model = row._meta.app_label, row._meta.model_name
    found = {
        role: [
            client.get(reverse(f"admin:{app}_{model}_{page}", args=[row.pk])).status_code
            for page in ["change", "history", "delete"]
        ]
        for role, client in clients(scene).items()
    }
    assert found == {role: [200, 200, 403] if role in STAFF else [302, 302, 302] for role in ROLES}


def test_draft_is_not_shown_to_moderators(scene):
    row = scene.things["need draft"]
    client = clients(scene)["moderator"]
    url = reverse("admin:needs_need_change", args=[row.pk])
    assert client.get(url).status_code == 302
    assert str(row.title) not in client.get(reverse("admin:needs_need_changelist")).content.decode()
