"""A page sent twenty times at once makes one thing, and every sending leads to it."""

import logging
import uuid

import pytest
from django.apps import apps

from tests.needs.test_races import together
from tests.properties.posts import CREATES, POSTS
from tests.properties.sending import client_of, opened, scene_of_posts, send

pytestmark = pytest.mark.slow

MAKING = [post for post in POSTS if post.does == CREATES]
TIMES = 20


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def sent_at_once(post, scene, forms):
    """(how many rows were made, the places where the sendings led)."""
    rows = apps.get_model(post.makes)._default_manager
    before = rows.count()
    sending = [lambda form=form: send(client_of(scene, post.role), form) for form in forms]
    answers = together(*sending)
    return rows.count() - before, {getattr(each, "url", repr(each)) for each in answers}


@pytest.mark.django_db(transaction=True)
def test_one_page_sent_twenty_times_at_once_makes_one_thing(scene):
    found = {}
    for post in MAKING:
        made, places = sent_at_once(post, scene, [opened(post, scene)] * TIMES)
        if (made, len(places)) != (1, 1):
            found[post.name] = f"{made} made, leads to {sorted(places)[:3]}"
    assert "\n".join(f"{name}: {fault}" for name, fault in found.items()) == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", ["needs:create", "needs:copy"])
def test_as_many_pages_make_as_many_things(scene, route):
    """The control: each sending with a token of its own."""
    post = next(each for each in MAKING if each.route == route)
    forms = []
    for _number in range(3):
        form = opened(post, scene)
        form.data["form_token"] = str(uuid.uuid4())
        forms.append(form)
    assert sent_at_once(post, scene, forms)[0] == 3
