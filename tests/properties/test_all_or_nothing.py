"""A fault at any statement of a sending leaves the database as it was: no half of it, no mail, no file."""

import logging

import pytest
from django.db import OperationalError, connection, transaction

from grandest_portal.attachments.models import Attachment
from grandest_portal.core.files.storage import PrivateStorage
from tests.access.test_matrix import Rollback
from tests.properties.posts import POSTS
from tests.properties.sending import client_of, edit_of, opened, scene_of_posts, send
from tests.test_house import KEPT_BY_DJANGO, WRITES

pytestmark = pytest.mark.slow

# What writes most: several tables, mails, files. The slow part tries all the others.
MAIN = {
    "needs:create",
    "needs:edit",
    "needs:check",
    "needs:copy",
    "needs:amend_step",
    "needs:launch_consultation",
    "needs:abandon",
    "needs:join",
    "needs:appeal",
    "needs:document_add",
    "needs:question_ask",
    "needs:interest_declare",
    "needs:interests",
    "needs:suggest_to_buyer",
    "favourites:edit",
    "reports:report",
}


@pytest.fixture
def files_dir(tmp_path, monkeypatch):
    storage = PrivateStorage(location=tmp_path / "files")
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", storage)
    for module in ("actions", "scanning"):
        monkeypatch.setattr(f"grandest_portal.attachments.{module}.private_files", lambda: storage)
    return tmp_path / "files"


@pytest.fixture
def scene(dated_data, files_dir, outbox):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def our_tables():
    return sorted(set(connection.introspection.table_names()) - KEPT_BY_DJANGO)


def checksums(tables):
    """{table: one value for all its rows}, in one query."""
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM \"{table}\" t"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def changed(before):
    """The tables whose rows are not those of `before` any more."""
    return sorted(name for name, value in checksums(before).items() if value != before[name])


def writing_places(statements):
    """The statements to fail at: each that writes. What was written before it must go with it."""
    return [number for number, sql in enumerate(statements) if is_write(sql)]


def is_write(sql):
    match = WRITES.match(sql)
    return bool(match) and match.group(2) not in KEPT_BY_DJANGO


def watched(client, form, fields, fail_at=None):
    """(status, statements) of a sending whose statement number `fail_at` fails before it reaches the database."""
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        if len(statements) - 1 == fail_at:
            raise OperationalError("a fault of the test")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        response = send(client, form, **fields)
    return response.status_code, statements


def stored(files_dir):
    return sum(path.is_file() for path in files_dir.rglob("*"))


def faults_of(post, scene, files_dir):
    """[(statement, what stayed)] of a row; each sending is undone."""
    client = client_of(scene, post.role)
    form = opened(post, scene, client)
    fields = edit_of(post, form, "moi")
    before = checksums(our_tables())
    try:
        with transaction.atomic():
            status, statements = watched(client, form, fields)
            # « Forget what is hidden » has nothing to forget in this scene: its statements fail all the same.
            assert changed(before) or post.route not in MAIN, f"{post.name} writes nothing ({status})"
            raise Rollback
    except Rollback:
        for path in files_dir.rglob("*"):
            if path.is_file():
                path.unlink()
    found = []
    files = stored(files_dir)
    for place in writing_places(statements):
        try:
            with transaction.atomic():
                status, _statements = watched(client, form, fields, fail_at=place)
                if status < 400 or changed(before):
                    found.append((statements[place][:60], status, changed(before)))
                if stored(files_dir) != files:
                    found.append((statements[place][:60], "a file stays"))
                raise Rollback
        except Rollback:
            pass
    return found


def walk(posts, scene, files_dir):
    found = {post.name: faults_of(post, scene, files_dir) for post in posts}
    return "\n".join(f"{name}: {fault}" for name, fault in found.items() if fault)


def test_a_fault_at_any_statement_leaves_everything_as_it_was(scene, files_dir):
    once = {post.route: post for post in POSTS if post.route in MAIN}
    assert set(once) == MAIN
    assert walk(once.values(), scene, files_dir) == ""


@pytest.mark.slow
def test_a_fault_in_any_other_sending_leaves_everything_as_it_was(scene, files_dir):
    assert walk([post for post in POSTS if post.route not in MAIN], scene, files_dir) == ""


def test_two_statements_that_stand_alone_are_caught(scene):
    """The control: what is written outside a transaction of its own stays when the next statement fails."""
    before, need = checksums(our_tables()), scene.things["need open"]
    type(need).objects.filter(pk=need.pk).update(title="À moitié")
    assert changed(before) == ["needs_need"]
