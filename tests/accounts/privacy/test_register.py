"""Every table is in the register of personal data, or is said to hold none."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test.utils import isolate_apps
from django.utils import timezone

from grandest_portal.core import export, personal
from grandest_portal.core.personal import Fate, Leaver, Personal
from tests.factories import UserFactory


def every_model():
    return apps.get_models(include_auto_created=True)


def test_every_model_is_declared():
    assert personal.undeclared(every_model()) == []


def test_new_model_is_found_missing():
    """The control: a table that nobody declared."""
    with isolate_apps("grandest_portal.accounts"):

        class Diary(models.Model):
            user = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")

            class Meta:
                app_label = "accounts"

        assert personal.undeclared([*every_model(), Diary]) == ["accounts.Diary"]


def reachable_from(model):
    """Every model that relations lead to, in either direction, from `model`."""
    found, waiting = set(), [model]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found.add(current)
        waiting += [field.related_model for field in current._meta.get_fields() if field.related_model]
        waiting += [field.remote_field.through for field in current._meta.many_to_many]
    return found


def test_register_reaches_further_than_the_relations():
    """Sessions, jobs and mails name people without a foreign key: relations alone would miss them."""
    reached = {model._meta.label for model in reachable_from(get_user_model())}
    declared = {record.model for record in personal.records()} | set(personal.not_personal())
    assert reached - declared == set()
    assert {"sessions.Session", "core.Job", "notifications.OutgoingEmail"} & reached == set()


def test_no_model_is_declared_twice():
    labels = [record.model for record in personal.records()]
    keys = [record.key for record in personal.records()]
    assert sorted(set(labels)) == sorted(labels) and sorted(set(keys)) == sorted(keys)
    assert set(labels) & set(personal.not_personal()) == set()


@pytest.mark.parametrize("record", personal.records(), ids=lambda record: record.model)
def test_record_can_be_read_and_says_what_happens(db, record):
    rows = record.rows(UserFactory()).order_by("pk")
    assert list(rows.values("pk", *record.exported)) == list(rows.values("pk", *record.exported))
    assert str(record.reason) and str(record.label)
    assert (record.erase is not None) == (record.fate == Fate.ANONYMISE)
    assert record.fate != Fate.KEEP or str(record.ground)


@pytest.mark.parametrize(
    "record",
    [each for each in personal.records() if each.fate == Fate.DELETE or each.model == "accounts.User"],
    ids=lambda record: record.model,
)
def test_own_table_gives_every_column_or_says_why_not(record):
    model = apps.get_model(record.model)
    columns = {field.name for field in model._meta.concrete_fields}
    hidden = {"user", model._meta.pk.name} - set(record.withheld)
    given = {name.partition("__")[0] for name in record.exported}
    assert columns - hidden == given | set(record.withheld)


@pytest.fixture
def diary(db, monkeypatch):
    """A throw-away table with a file per row, declared while the test runs."""
    with isolate_apps("grandest_portal.accounts"):

        class Diary(models.Model):
            author = models.ForeignKey(
                get_user_model(), models.CASCADE, related_name="+", db_constraint=False
            )
            page = models.FileField(upload_to="journal")

            class Meta:
                app_label = "accounts"

        with connection.schema_editor() as editor:
            editor.create_model(Diary)
        room = personal.import_module("buyers.personal")
        record = Personal(
            "accounts.Diary",
            "journal_intime",
            "Vos pages",
            lambda user: Diary.objects.filter(author=user),
            Fate.DELETE,
            "Effacées.",
            files=("page",),
        )
        monkeypatch.setattr(room, "RECORDS", (record,))
        yield Diary
        with connection.schema_editor() as editor:
            editor.delete_model(Diary)


def archive_of(user):
    with export.write_archive(user, at=timezone.now(), explanation="Voici vos données.") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_files_of_a_record_are_in_the_archive(diary):
    user, other = UserFactory(), UserFactory()
    for owner, words in [(user, b"la mienne"), (other, b"la sienne")]:
        diary(author=owner).page.save("page.txt", ContentFile(words))
    archive = archive_of(user)
    (name,) = [each for each in archive.namelist() if each.startswith("fichiers/")]
    assert name.startswith("fichiers/journal_intime/") and archive.read(name) == b"la mienne"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Zoé Canari", "Demandé par ZOÉ  CANARI.", True),
        ("Zoé Canari", "Zoé Canarienne", False),
        ("Publié", "Publié par la Région", False),
        ("Publié", "publié", True),
        ("", "", False),
        ("", "écrire à zoe@test.example", True),
        ("a.c d", "abc d", False),
    ],
)
def test_person_is_recognised_in_texts(name, text, found):
    leaver = Leaver(user=None, name=name, addresses=("ZOE@test.example",), pseudonym="x")
    assert leaver.is_named_in({"after": [{"reason": text}]}) is found


def test_names_of_fields_are_no_texts():
    leaver = Leaver(user=None, name="status", addresses=("z@test.example",), pseudonym="x")
    assert not leaver.is_named_in({"status": 1})


def test_archive_is_read_as_json_with_an_explanation(db):
    user = UserFactory(full_name="Zoé Test", email="zoe@test.example")
    archive = archive_of(user)
    assert sorted(archive.namelist()) == ["LISEZMOI.txt", "donnees.json"]
    text = archive.read("LISEZMOI.txt").decode()
    assert text.startswith("Voici vos données.") and "rattachements : Vos rattachements" in text
    data = json.loads(archive.read("donnees.json"))
    given = [record.key for record in personal.records() if record.exported]
    assert list(data["donnees"]) == given and data["format"] == export.FORMAT
    (account,) = data["donnees"]["compte"]
    assert (account["email"], account["full_name"]) == ("zoe@test.example", "Zoé Test")
    assert account["date_joined"].startswith(f"{timezone.now():%Y-%m-%d}T")
    assert "password" not in archive.read("donnees.json").decode()
