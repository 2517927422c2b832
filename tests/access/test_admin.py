"""The admin's pages by role, generated from its registry: only the staff enters, nobody adds or deletes."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification, OutgoingEmail
from tests.access.scene import ROLES, build

pytestmark = pytest.mark.slow

STAFF = {"moderator", "admin"}
# The engine room: jobs, notices and mails name people; judgements say what one side thinks of the other.
SUPERUSER_ONLY = {
    "notifications.notification",
    "notifications.outgoingemail",
    "core.job",
    "needs.judgement",
}
# Dated figures and wordings are what administrators edit here; everything else goes through actions.
EDITABLE = {
    "reference.parameter",
    "reference.threshold",
    "reference.wording",
    "reference.keyword",
    "reference.sector",
    "reference.sectorcode",
    "reference.legalform",
    "reference.maildomain",
    "reference.moderationreason",
    "reference.sensitiverule",
    "reference.practicecheck",
    "reference.assessmentquestion",
    "reference.purchaseroute",
    "suppliers.label",
    "meetings.minutesquestion",
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


@pytest.mark.parametrize("label", sorted(SUPERUSER_ONLY))
def test_rows_of_the_engine_room_are_closed_to_moderators(scene, label):
    app, model = label.split(".")
    rows = {
        "core.job": lambda: Job.objects.create(name="needs.match_need", run_at=timezone.now()),
        "notifications.notification": lambda: Notification.objects.create(
            user=scene.users["buyer"], kind="needs.published", title="Publié", body="Publié"
        ),
        "notifications.outgoingemail": lambda: OutgoingEmail.objects.create(
            message_id="<1@example>", sender="a@example", recipients=["b@example"], subject="S", mime=b""
        ),
        "needs.judgement": lambda: scene.things["judgement"],
    }
    row, seen = rows[label](), clients(scene)
    urls = [reverse(f"admin:{app}_{model}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    assert [seen["moderator"].get(url).status_code for url in urls] == [403, 403, 403]
    assert seen["admin"].get(urls[0]).status_code == 200
    for url in [reverse("admin:index"), reverse("admin:app_list", args=[app])]:
        link = f'href="/admin/{app}/{model}/"'
        assert link not in seen["moderator"].get(url).text
        assert link in seen["admin"].get(url).text


def test_draft_is_not_shown_to_moderators(scene):
    row = scene.things["need draft"]
    client = clients(scene)["moderator"]
    url = reverse("admin:needs_need_change", args=[row.pk])
    assert client.get(url).status_code == 302
    assert str(row.title) not in client.get(reverse("admin:needs_need_changelist")).content.decode()
