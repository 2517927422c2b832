"""Every address that changes something has its row, and every row does what it says: the properties are not vain."""

import logging

import pytest
from django.db import transaction

from tests.access.routes import routes
from tests.access.test_matrix import Rollback
from tests.properties.posts import CREATES, EDITS, POSTS, ROOMS
from tests.properties.sending import client_of, edit_of, opened, scene_of_posts, send
from tests.test_house import written_tables

# Answered with their own page: nothing follows a mail's link.
ANSWERED = {"searches:leave": 200}


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def methods_of(view):
    """The methods that a view lets in, read from the decorator that says them; empty when none does."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            names = cell.cell_contents
            if isinstance(names, list) and names and all(isinstance(each, str) for each in names):
                return set(names)
        view = getattr(view, "__wrapped__", None)
    return set()


def of_our_rooms():
    return [route for route in routes() if route.name.partition(":")[0] in ROOMS]


def test_every_view_of_our_rooms_says_its_methods():
    assert [route.name for route in of_our_rooms() if not methods_of(route.view)] == []


def test_every_address_that_changes_something_has_a_row():
    changing = {route.name for route in of_our_rooms() if "POST" in methods_of(route.view)}
    known = {post.route for post in POSTS}
    assert changing - known == set()
    assert {name for name in known if name.partition(":")[0] in ROOMS} - changing == set()


def test_no_row_stands_twice():
    names = [post.name for post in POSTS]
    assert sorted(set(names)) == sorted(names)


def sent(post, scene):
    """What is wrong with one sending, which is undone; "" when it was accepted and wrote something."""
    client = client_of(scene, post.role)
    try:
        with transaction.atomic():
            form = opened(post, scene, client)
            with written_tables() as found:
                response = send(client, form, **edit_of(post, form, "moi"))
            raise Rollback
    except Rollback:
        if (response.status_code, bool(found)) == (ANSWERED.get(post.route, 302), True):
            return ""
        said = response.context.get("form") if response.context else None
        return f"{response.status_code}, writes {found}, {getattr(said, 'errors', '')!r}"


@pytest.mark.slow
def test_each_row_is_accepted_and_writes(scene):
    found = {post.name: sent(post, scene) for post in POSTS}
    assert "\n".join(f"{name}: {fault}" for name, fault in found.items() if fault) == ""


@pytest.mark.parametrize(("does", "control"), [(EDITS, "version"), (CREATES, "form_token")])
def test_each_form_carries_what_guards_it(scene, does, control):
    """An edit says which text was on screen, a creation which page asked; the exceptions say why."""
    bare = {
        post.name
        for post in POSTS
        if post.does == does
        and not post.why
        and not any(name.startswith(control) for name in opened(post, scene).fields)
    }
    assert bare == set()
