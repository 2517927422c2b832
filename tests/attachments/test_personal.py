"""What a person receives of the documents that they added, and what stays after them."""

import io
import zipfile

import pytest
from django.utils import timezone

from grandest_portal.accounts.actions import erase_account
from grandest_portal.attachments.actions import quarantine_attachment
from grandest_portal.core.export import write_archive
from tests.core.files import corpus
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def names_in_archive(user):
    with write_archive(user, at=timezone.now(), explanation="Essai") as file:
        return [name for name in zipfile.ZipFile(file).namelist() if name.startswith("fichiers/")]


def test_files_are_in_the_archive_under_their_names(add, people):
    one, two = add(), add("source", name="Notes.pdf")
    assert names_in_archive(people["author"]) == [
        f"fichiers/documents/{one.pk}-Cahier des charges.pdf",
        f"fichiers/documents/{two.pk}-Notes.pdf",
    ]
    assert names_in_archive(people["reader"]) == []


def test_content_of_the_archive_is_the_file(add, people):
    add()
    with write_archive(people["author"], at=timezone.now(), explanation="Essai") as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    (name,) = [each for each in archive.namelist() if each.startswith("fichiers/")]
    assert archive.read(name) == corpus.pdf("Bonjour")


def test_who_left_the_organisation_receives_its_public_documents_only(add, people):
    public, _private = add(), add("source", name="Notes.pdf")
    people["author"].memberships.update(status="ended")
    assert names_in_archive(people["author"]) == [f"fichiers/documents/{public.pk}-Cahier des charges.pdf"]


def test_file_set_aside_or_lost_is_not_in_the_archive(add, people, files_dir):
    quarantine_attachment(add(), by=people["moderator"], reason="Lien douteux.")
    lost = add("source", name="Notes.pdf", data=corpus.pdf("notes"))
    (files_dir / lost.file.name).unlink()
    assert names_in_archive(people["author"]) == []


def test_erasure_leaves_the_document_and_takes_the_name_out_of_the_contact(add, people, need, audited):
    author = people["author"]
    MembershipFactory(organisation=author.memberships.get().organisation)
    author.full_name = "Camille Durand"
    author.save(update_fields=["full_name"])
    named = add(is_accessible=False, accessible_contact="Camille Durand, 03 00 00 00 00")
    other = add(is_accessible=False, accessible_contact="Service de l'eau", data=corpus.pdf("b"))
    erase_account(author, by=author)
    named.refresh_from_db()
    other.refresh_from_db()
    assert (named.removed_at, named.uploader_id) == (None, author.pk)
    assert named.accessible_contact == "l'organisation qui a publié ce document"
    assert other.accessible_contact == "Service de l'eau"
    assert audited(named)[-1] == "attachment.contact_erased"
    author.refresh_from_db()
    assert "Camille" not in str(named.uploader) and str(author) != "Camille Durand"
