"""No form and no address answers with a fault of ours, whatever is sent to it.

PROPERTY_EXAMPLES raises the number of sendings per form of the slow part.
"""

import logging
import os
from urllib.parse import quote_plus

import pytest
from django import forms as django_forms
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.files import let_go
from tests.access.test_matrix import Rollback
from tests.properties import pages
from tests.properties.posts import ROOMS
from tests.properties.sending import scene_of_posts

pytestmark = pytest.mark.slow

FEW, MANY = 2, int(os.environ.get("PROPERTY_EXAMPLES", "8"))
STRANGE = [
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfff",
    "\u202e\u2066droite\u2069",
    "\u200b",
    "\ufeff",
    "x" * 10_000,
    "é" * 10_000,
    "mot " * 2_500,
    "9" * 400,
    "-1",
    "0",
    "2147483648",
    "9223372036854775808",
    "1e309",
    "NaN",
    "²",
    "٣",
    "0x10",
    "[]",
    "{}",
    "%s %(x)s {0} {{ x }}",
    "\r\nBcc: a@evil.example",
    "\u2028",
    "'",
    '"',
    "\\",
    "",
    " ",
    "on",
]
DAYS = [
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "31/12/9999",
    "9999-12-31T23:59",
]


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def values_of(name, form, fields):
    """The values to try for a control, according to the field behind it when the page's form has one."""
    field = fields.get(name)
    tried = [*STRANGE, form.data.get(name, "")]
    if isinstance(field, django_forms.DateField | django_forms.DateTimeField) or name.endswith(
        ("_on", "date")
    ):
        tried += DAYS
    if isinstance(field, django_forms.ChoiceField):
        tried += [str(value) for value, _label in list(field.choices)[:3]]
    one = st.sampled_from(tried) | st.text(max_size=40)
    # Sent once, not at all, or twice.
    return st.lists(one, min_size=0, max_size=2)


def sendings(form, fields):
    names = sorted(form.fields | form.data.keys() | set(fields) | {name for name, _value in form.buttons})
    return st.fixed_dictionaries({name: values_of(name, form, fields) for name in names if name})


def body_of(data):
    """As a browser would send it; and what no browser sends, half of a pair of surrogates."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
        for name, values in data.items()
        for value in values
    ).encode()


# A service that is away (ProConnect) is said to be away.
ALLOWED = {*range(200, 500), 503}
URLENCODED = "application/x-www-form-urlencoded"


def status_of(client, url, data):
    """The answer to one sending, which is undone."""
    cache.clear()
    try:
        with transaction.atomic():
            status = let_go(client.post(url, body_of(data), content_type=URLENCODED)).status_code
            raise Rollback
    except Rollback:
        return status


def fields_behind(page):
    """{control: field} of the Django form that the page drew, if it says one."""
    form = page.response.context.get("form") if page.response.context else None
    return {form[name].html_name: field for name, field in form.fields.items()} if form is not None else {}


def crashed(client, page, form, count):
    """The sendings of a form that were answered with 500 and more."""
    found = []

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=sendings(form, fields_behind(page)))
    def try_all(data):
        if status_of(client, form.action, data) not in ALLOWED:
            found.append(data)

    try_all()
    return [{name: [each[:20] for each in values] for name, values in data.items()} for data in found[:1]]


def of_our_rooms(row):
    return row.route.partition(":")[0] in ROOMS


def walk(scene, count, least, keep):
    clients, found, seen = pages.clients_of(scene), {}, 0
    for page, form in list(pages.forms(scene, clients, keep)):
        seen += 1
        faults = crashed(clients[page.role], page, form, count)
        if faults:
            found[form.action] = faults
    assert seen > least
    return found


def test_no_form_crashes(scene):
    assert walk(scene, FEW, 30, of_our_rooms) == {}


@pytest.mark.slow
def test_no_form_crashes_whatever_is_sent(scene):
    assert walk(scene, MANY, 80, lambda row: True) == {}
