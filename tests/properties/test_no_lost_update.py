"""Two people edit one text: one is saved, the other reads both texts on one page and loses nothing."""

import html
import logging

import pytest
from django.db import transaction

from tests.access.test_matrix import Rollback
from tests.needs.test_races import together
from tests.properties.posts import EDITS, POSTS
from tests.properties.sending import (
    client_of,
    edit_of,
    field_of,
    form_at,
    form_in,
    opened,
    scene_of_posts,
    send,
    written_by,
)

pytestmark = pytest.mark.slow

SHARED = [post for post in POSTS if post.does == EDITS and not post.why]
CONFLICT = {409, 422}
TOO_LONG = "x" * 70_000


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def undone(judge, post, scene):
    """What `judge` finds about a row, whose writes are undone."""
    try:
        with transaction.atomic():
            fault = judge(post, scene)
            raise Rollback
    except Rollback:
        return fault


def faults(judge, scene):
    found = {post.name: undone(judge, post, scene) for post in SHARED}
    return "\n".join(f"{name}: {fault}" for name, fault in found.items() if fault)


def save(client, post, form, who):
    return send(client, form, **edit_of(post, form, who))


def conflict_fault(post, response):
    """What is missing of a page that shows both texts."""
    if response.status_code not in CONFLICT:
        return f"saved over the other text ({response.status_code})"
    page = html.unescape(response.content.decode())
    missing = [who for who in ["Claude", "Camille"] if written_by(post, who) not in page]
    return f"the page lacks the text of {missing}" if missing else ""


def second_of_two(post, scene):
    client = client_of(scene, post.role)
    first, second = opened(post, scene, client), opened(post, scene, client)
    assert save(client, post, first, "Claude").status_code == 302
    response = save(client, post, second, "Camille")
    fault = conflict_fault(post, response)
    if fault:
        return fault
    again = form_in(second.url, response.content.decode())
    again.data |= post.typed
    return "" if save(client, post, again, "Camille").status_code == 302 else "cannot be sent again"


def second_after_a_slip(post, scene):
    """The second text is refused for another reason first: the page that says so keeps the old version."""
    client = client_of(scene, post.role)
    first, second = opened(post, scene, client), opened(post, scene, client)
    assert save(client, post, first, "Claude").status_code == 302
    slip = send(client, second, **{field_of(post, second): TOO_LONG})
    assert slip.status_code in CONFLICT, slip.status_code
    mended = form_in(second.url, slip.content.decode())
    mended.data |= post.typed
    return conflict_fault(post, save(client, post, mended, "Camille"))


def second_with_a_version_it_never_read(post, scene):
    """The control: the version of now in place of the one that was on screen."""
    client = client_of(scene, post.role)
    first, second = opened(post, scene, client), opened(post, scene, client)
    save(client, post, first, "Claude")
    now = form_at(client, second.url)
    second.data |= {name: value for name, value in now.data.items() if name.startswith("version")}
    response = save(client, post, second, "Camille")
    return "" if response.status_code == 302 else f"refused ({response.status_code}): the version is no guard"


def test_the_second_to_save_reads_both_texts(scene):
    assert faults(second_of_two, scene) == ""


def test_a_slip_between_does_not_hide_the_other_text(scene):
    assert faults(second_after_a_slip, scene) == ""


def test_without_its_version_the_second_text_replaces_the_first(scene):
    """The control of both."""
    assert faults(second_with_a_version_it_never_read, scene) == ""


def raced(post, scene, count):
    """What is wrong when `count` people send the page that they all opened before."""
    client = client_of(scene, post.role)
    form = opened(post, scene, client)
    people = [f"auteur{number}" for number in range(count)]
    sending = [
        lambda who=who: save(client_of(scene, post.role), post, form, who).status_code for who in people
    ]
    answers = together(*sending)
    saved = [who for who, status in zip(people, answers, strict=True) if status == 302]
    if len(saved) != 1 or not set(answers) <= {302, *CONFLICT}:
        return f"{answers}"
    page = html.unescape(client.get(form.url).content.decode())
    return "" if written_by(post, saved[0]) in page else "what was saved is not on the page"


@pytest.mark.django_db(transaction=True)
def test_of_people_who_save_at_once_one_is_saved(scene):
    """Two for each form, twenty for one of them."""
    found = {post.name: raced(post, scene, 20 if number == 0 else 2) for number, post in enumerate(SHARED)}
    assert "\n".join(f"{name}: {fault}" for name, fault in found.items() if fault) == ""
