"""No form writes a column that it does not show: each is sent as it is, then with every column of every model.

Both sendings start from the same rows, clock and numbers; what stands in the database afterwards is the same.
"""

import logging
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.urls import include, path, reverse

from grandest_portal.accounts.models import User
from grandest_portal.core.moderation import ModerationAdmin
from meetings.days import planning
from tests.access.expectations import ROWS
from tests.access.files import let_go
from tests.access.forms import PageForm, filled, forms_of
from tests.access.scene import ROLES
from tests.access.test_admin import EDITABLE
from tests.access.test_matrix import Rollback, client_with, cookie_of, url_of
from tests.factories import PASSWORD
from tests.test_house import furnish

pytestmark = pytest.mark.slow

NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
# No word of it stands in what the forms are filled with: a password may not contain them.
NEW_PASSWORD = "quatorze peupliers bordent le canal"
OURS = {
    "core",
    "accounts",
    "notifications",
    "attachments",
    "reports",
    "follow",
    "reference",
    "buyers",
    "suppliers",
    "needs",
    "meetings",
    "account",
}
# Drawn by lot at each writing; the readable values of the audit trail are compared instead of their digest.
DRAWN = {
    "salt",
    "digest",
    "uid",
    "message_id",
    "mime",
    "tie_break",
    "search",
    "search_plain",
    "key",
    "request_id",
}
# Read by the views themselves besides their form: which button was pressed, what was on screen.
BUTTONS = {"quit", "returning", "version", "action", "confirm", "accept", "decline", "withdraw"}
# Forms that wrote something when they were sent as they are: the proof that the walk is not in vain.
EFFECTIVE = {
    "account_signup",
    "buyers:edit",
    "buyers:register",
    "suppliers:register",
    "suppliers:company_section",
    "suppliers:company_part",
    "suppliers:company_part_add",
    "suppliers:solution_create",
    "suppliers:solution_edit",
    "suppliers:solution_delete",
    "suppliers:solution_archive",
    "needs:create",
    "needs:edit",
    "needs:delete",
    "needs:close",
    "needs:abandon",
    "needs:direct_purchase",
    "meetings:decline",
    "meetings:cancel",
    "notifications:list",
}


@login_not_required
def careless(request):
    """A form that saves whatever it is sent."""
    user = User.objects.order_by("pk").first()
    if request.method == "POST":
        for name, value in request.POST.items():
            if name in {"full_name", "is_staff"}:
                setattr(user, name, bool(value) if name == "is_staff" else value)
        user.save()
    return HttpResponse('<form method="post"><input name="full_name" value="X"></form>')


urlpatterns = [path("", include("grandest_portal.urls")), path("imprudent/", careless)]


@pytest.fixture
def scene(dated_data, monkeypatch):
    # What is drawn by lot would differ between two sendings of the same form.
    lots = SimpleNamespace(randbelow=lambda most: 1, token_hex=lambda size: "0" * 2 * size)
    monkeypatch.setattr(planning, "secrets", lots)
    logging.disable(logging.ERROR)
    with time_machine.travel(NOW, tick=False):
        yield furnish()
    logging.disable(logging.NOTSET)


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def hostile_value(column, scene):
    """A value that the column would take, and that nobody should be able to give."""
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.ForeignKey | models.OneToOneField):
        row = column.related_model._default_manager.order_by("-pk").first()
        return str(row.pk) if row else "1"
    if isinstance(column, models.DateTimeField):
        return "2020-01-01 00:00"
    if isinstance(column, models.DateField):
        return "2020-01-01"
    if isinstance(column, models.IntegerField | models.FloatField | models.DecimalField):
        return "7"
    if column.choices:
        return str(column.choices[-1][0])
    return "intrus"


def extras(form, scene):
    """Every column of every model that the form does not show, by its name and by its `_id`."""
    found = {"groups": "1", "user_permissions": "1", "user": str(scene.users["admin"].pk), "owner": "1"}
    for model in our_models():
        for column in model._meta.concrete_fields:
            found[column.name] = found[column.attname] = hostile_value(column, scene)
    # A decision of the desk takes its reason from a list under that name, on its own page or on another.
    shown = form.fields | form.data.keys() | BUTTONS | {"reason_key"}
    return {name: value for name, value in found.items() if name not in shown}


def same_numbers():
    """New rows get the same numbers at each sending: sequences do not roll back."""
    with connection.cursor() as cursor:
        for model in our_models():
            table, column = model._meta.db_table, model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
            sequence = cursor.fetchone()[0]
            if sequence:
                last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
                cursor.execute("SELECT setval(%s, %s)", [sequence, last + 1000])


def snapshot(with_passwords):
    """{table: rows}, the values that are drawn by lot left out."""
    left_out = DRAWN | (set() if with_passwords else {"password"})
    found = {}
    for model in our_models():
        names = [column.attname for column in model._meta.concrete_fields if column.name not in left_out]
        found[model._meta.label_lower] = list(model._default_manager.order_by("pk").values_list(*names))
        for many in model._meta.many_to_many:
            rows = many.remote_field.through._default_manager.order_by("pk")
            found[f"{model._meta.label_lower}.{many.name}"] = list(rows.values_list(*pair(many)))
    return found


def pair(many):
    return [many.m2m_field_name(), many.m2m_reverse_field_name()]


def sent(cookie, url, data, with_passwords):
    """(status, the database after one sending), which is undone; a log-out does not outlive it either."""
    client = client_with(cookie)
    cache.clear()
    try:
        with transaction.atomic():
            same_numbers()
            status = let_go(client.post(url, data)).status_code
            after = snapshot(with_passwords)
            raise Rollback
    except Rollback:
        return status, after


def compare(cookie, form, scene):
    """(whether the form wrote something, what the extra columns changed)."""
    data = filled(form, PASSWORD, NEW_PASSWORD)
    keep = not any("password" in name for name in form.fields)
    before = snapshot(keep)
    plain_status, plain = sent(cookie, form.action, data, keep)
    changed = []
    for some in in_turns(extras(form, scene), settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - len(data)):
        status, loaded = sent(cookie, form.action, some | data, keep)
        changed += sorted(table for table in plain if plain[table] != loaded[table])
        if status != plain_status:
            changed.append(f"status {plain_status} → {status}")
    return plain != before, changed


def in_turns(columns, most):
    """The columns in as few sendings as the limit of names in one of them allows."""
    names = sorted(columns)
    return [{name: columns[name] for name in names[at : at + most]} for at in range(0, len(names), most)]


def revised(form):
    """An edit that changes nothing leaves no trace: the first free text is changed."""
    for name in ["label", "note", "text", "name", "title"]:
        if form.data.get(name):
            form.data[name] = f"{form.data[name].strip()} (revu)"
            break
    return form


def walked(scene, role, urls):
    """({name: whether something was written}, {name: faults}) of every form of the addresses."""
    cookie, wrote, faults = cookie_of(scene.users[role]), {}, {}
    for name, url in urls:
        response = let_go(client_with(cookie).get(url))
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms_of(url, response.content.decode()):
            effect, changed = compare(cookie, revised(form), scene)
            wrote[name] = wrote.get(name, False) or effect
            if changed:
                faults[name, form.action] = changed
    return wrote, faults


def form_rows(scene, role):
    """The addresses where the table lets the role in, or where another method than GET is open to it."""
    column = ROLES.index(role)
    for row in ROWS:
        if row.method == "GET" and row.expected[column] == 200:
            yield row.route, url_of(row, scene)


@pytest.mark.slow
def test_no_form_writes_what_it_does_not_show(scene):
    """Each form once, by the first role that sees it."""
    wrote, faults, done = {}, {}, set()
    for role in ROLES:
        urls = [(name, url) for name, url in form_rows(scene, role) if url not in done]
        if role != "anonymous":
            done |= {url for _name, url in urls}
        new_wrote, new_faults = walked(scene, role, urls)
        wrote = {name: wrote.get(name, False) or effect for name, effect in {**wrote, **new_wrote}.items()}
        wrote |= {name: True for name, effect in new_wrote.items() if effect}
        faults |= new_faults
    assert faults == {}
    assert {name for name in EFFECTIVE if not wrote.get(name)} == set()


def decisions(scene):
    """(name, PageForm) of each verb of moderation on a row where it is offered."""
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, ModerationAdmin):
            continue
        for verb in model_admin.verbs:
            offered = (row for row in model._default_manager.order_by("pk") if model_admin.offers(verb, row))
            row = next(offered, None) or model._default_manager.order_by("pk").first()
            meta = model._meta
            url = reverse(f"admin:{meta.app_label}_{meta.model_name}_decide", args=[row.pk, verb.name])
            form = PageForm(url, {"confirm": "1", "reason": "Précisez le lieu."}, {"confirm", "reason"})
            yield f"{model.__name__}.{verb.name}", form


def test_no_decision_of_the_desk_writes_what_it_does_not_show(scene):
    cookie = cookie_of(scene.users["moderator"])
    found = {name: compare(cookie, form, scene) for name, form in decisions(scene)}
    assert {name: changed for name, (_effect, changed) in found.items() if changed} == {}
    assert any(effect for effect, _changed in found.values())


def test_no_page_of_the_admin_writes_what_it_does_not_show(scene):
    urls = []
    for label in sorted(EDITABLE):
        row = apps.get_model(label)._default_manager.order_by("pk").first()
        urls.append((label, reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])))
    wrote, faults = walked(scene, "admin", urls)
    assert faults == {}
    assert {name for name, effect in wrote.items() if effect} == EDITABLE


@pytest.mark.urls(__name__)
def test_careless_form_is_caught(scene):
    """The control."""
    wrote, faults = walked(scene, "anonymous", [("careless", "/imprudent/")])
    assert (wrote, faults) == ({"careless": True}, {("careless", "/imprudent/"): ["accounts.user"]})
