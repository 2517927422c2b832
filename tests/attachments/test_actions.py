"""Joining and removing a document: what is kept, what is refused, what is recorded, and what is left of the file."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grandest_portal.attachments import actions
from grandest_portal.attachments.actions import quarantine_attachment, remove_attachment
from grandest_portal.attachments.enums import ATTACHMENT_TRANSITIONS, AttachmentStatus, TextStatus
from grandest_portal.attachments.kinds import KINDS, register
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.reading import documents_of, texts_of
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.reference.models import Parameter
from needs.documents import KIND
from needs.enums import NeedStatus
from needs.models import Need
from tests.core.files import corpus
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def jobs_named(name):
    return list(Job.objects.filter(name=name).order_by("pk").values_list("args", flat=True))


def test_document_is_kept_as_it_came(add, need, people, stored, audited):
    attachment = add(data=corpus.pdf("Bonjour"))
    with attachment.file.open("rb") as content:
        assert content.read() == corpus.pdf("Bonjour")
    assert (attachment.kind, attachment.object_id, attachment.uploader) == (KIND, need.pk, people["author"])
    assert (attachment.name, attachment.file_kind) == ("Cahier des charges.pdf", "pdf")
    assert attachment.size == len(corpus.pdf("Bonjour")) and len(attachment.sha256) == 64
    assert "Cahier" not in attachment.file.name
    assert (stored(), audited(attachment)) == (1, ["attachment.added"])


def test_trail_says_what_was_added(add, need, people):
    (entry,) = history_of(add())
    assert entry.value.actor == people["author"]
    after = entry.value.payload["after"]
    assert (after["thing"], after["purpose"], after["name"]) == (
        f"need {need.pk}",
        "public",
        "Cahier des charges.pdf",
    )


@pytest.mark.parametrize("purpose", ["source", "received"])
def test_trail_holds_no_name_of_a_private_document(add, people, purpose):
    """Moderators read the trail."""
    attachment = add(purpose, name="Offre secrete.pdf")
    remove_attachment(attachment, by=people["author"])
    assert [
        entry.value.payload for entry in history_of(attachment) if "secrete" in str(entry.value.payload)
    ] == []


def test_picture_is_stored_without_its_secrets(add):
    attachment = add(data=corpus.located_photo(), name="photo.jpg")
    with attachment.file.open("rb") as content:
        assert b"Secret" not in content.read()
    assert attachment.text_status == TextStatus.NONE


def test_refused_file_leaves_nothing(add, stored):
    with pytest.raises(DomainError, match="contient des macros"):
        add(data=corpus.word("x"), name="macro.docm")
    assert (Attachment.objects.count(), stored()) == (0, 0)


@pytest.mark.parametrize(
    ("purpose", "values", "field"),
    [
        ("public", {"is_accessible": False}, "accessible_contact"),
        ("public", {"is_accessible": False, "accessible_contact": "  "}, "accessible_contact"),
        ("received", {"received_from": " "}, "received_from"),
        ("received", {"received_on": timezone.localdate() + timedelta(days=1)}, "received_on"),
    ],
)
def test_missing_answer_is_refused_beside_its_field(add, stored, purpose, values, field):
    with pytest.raises(DomainError) as refusal:
        add(purpose, **values)
    assert (refusal.value.field, stored()) == (field, 0)


def test_answers_of_other_purposes_are_left_out(add):
    attachment = add("source", received_from="Ondine", received_on=timezone.localdate())
    assert (attachment.received_from, attachment.received_on) == ("", None)


def test_unknown_answer_is_a_fault_of_the_program(add):
    with pytest.raises(TypeError, match="not a word"):
        add(status="clean")


def test_contact_is_kept_when_the_document_is_not_accessible(add):
    attachment = add(is_accessible=False, accessible_contact=" Service de l'eau, 03 00 00 00 00 ")
    assert attachment.accessible_contact == "Service de l'eau, 03 00 00 00 00"


def test_same_file_is_not_joined_twice(add, stored, people):
    first = add()
    assert add() == first
    with pytest.raises(DomainError, match=f"« {first.name} ».*Rien n'a été changé"):
        add(name="Autre nom.pdf")
    organisation = people["author"].memberships.get().organisation
    with pytest.raises(DomainError, match="déjà joint"):
        add(by=MembershipFactory(organisation=organisation, role="editor").user)
    assert stored() == 1
    assert add("source").pk


@pytest.mark.parametrize(
    "other",
    [
        {"audience": "buyers"},
        {"alternative": "Une conduite."},
        {"is_accessible": False, "accessible_contact": "03"},
    ],
)
def test_same_file_with_other_answers_is_no_second_sending(add, stored, other):
    """The control is the last line: the very same sending is the document that stands there."""
    data = corpus.located_photo()
    first = add(data=data, name="photo.jpg")
    with pytest.raises(DomainError, match="lecteurs : Tout le monde\\. Rien n'a été changé"):
        add(data=data, name="photo.jpg", **other)
    assert (stored(), Attachment.objects.get().audience) == (1, "everyone")
    assert add(data=data, name="photo.jpg") == first


def test_number_of_documents_is_limited(add, stored):
    Parameter.objects.filter(key="attachment_count_max").update(value=2)
    add(data=corpus.pdf("1"))
    add(data=corpus.pdf("2"))
    with pytest.raises(DomainError, match="2 documents au plus"):
        add(data=corpus.pdf("3"))
    assert stored() == 2


@pytest.mark.parametrize("status", NeedStatus.values)
def test_documents_are_added_and_removed_until_the_exchanges_close(add, make_need, people, status):
    dates = {
        "published_at": timezone.now(),
        "consultation_url": "https://x.example",
        "direct_purchase_article": "1",
    }
    need = make_need(published=True)
    attachment = add(to=need)
    Need.objects.filter(pk=need.pk).update(status=status, **dates)
    if status in {NeedStatus.DRAFT, NeedStatus.RETURNED, NeedStatus.SUBMITTED, NeedStatus.PUBLISHED}:
        assert add(to=need, data=corpus.pdf("autre")).pk
        assert remove_attachment(attachment, by=people["author"]).removed_at
        return
    with pytest.raises(DomainError, match="ne changent plus depuis la fin des échanges"):
        add(to=need, data=corpus.pdf("autre"))
    with pytest.raises(DomainError, match="ne changent plus depuis la fin des échanges"):
        remove_attachment(attachment, by=people["author"])


@pytest.mark.parametrize("role", ["reader", "waiting", "other buyer", "company", "moderator"])
def test_others_neither_add_nor_remove(add, people, stored, role):
    attachment = add()
    with pytest.raises(DomainError, match="pas le droit"):
        add(by=people[role], data=corpus.pdf("autre"))
    with pytest.raises(DomainError, match="pas le droit"):
        remove_attachment(attachment, by=people[role])
    assert stored() == 1


def test_need_that_is_gone_takes_no_document(add, make_need, people, stored):
    need = make_need()
    need.delete()
    with pytest.raises(DomainError, match="n'existe plus"):
        add(to=Need(pk=999_999))
    assert stored() == 0


def test_row_that_is_refused_by_the_database_leaves_no_file(add, stored, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("refused")

    monkeypatch.setattr(actions, "record", refuse)
    with pytest.raises(IntegrityError):
        add()
    assert (Attachment.objects.count(), stored()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_removal_deletes_the_file_after_the_commit_only(add, people, stored, audited):
    attachment = add("source")
    Attachment.objects.filter(pk=attachment.pk).update(text="secret", text_status="read")
    with pytest.raises(RuntimeError), transaction.atomic():
        remove_attachment(attachment, by=people["author"])
        raise RuntimeError
    assert (stored(), Attachment.objects.live().count()) == (1, 1)
    remove_attachment(attachment, by=people["author"])
    row = Attachment.objects.get()
    assert (stored(), row.file.name, row.text, row.name) == (0, "", "", "Cahier des charges.pdf")
    assert audited(row) == ["attachment.added", "attachment.removed"]


def test_document_is_removed_once(add, people):
    attachment = add()
    remove_attachment(attachment, by=people["author"])
    with pytest.raises(DomainError, match="retiré entre-temps"):
        remove_attachment(attachment, by=people["author"])


def test_without_a_scanner_the_text_is_read_at_once(add, settings):
    settings.CLAMD_ADDRESS = ""
    attachment = add("source")
    assert attachment.text_status == TextStatus.WAITING
    assert (jobs_named("attachments.extract"), jobs_named("attachments.scan")) == ([[attachment.pk]], [])


def test_with_a_scanner_the_scan_comes_first(add, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    attachment = add("source")
    assert (jobs_named("attachments.extract"), jobs_named("attachments.scan")) == ([], [[attachment.pk]])
    assert not attachment.is_served


@pytest.mark.parametrize("target", AttachmentStatus.values)
@pytest.mark.parametrize("status", AttachmentStatus.values)
def test_moderator_sets_aside_what_waits_or_is_clean(add, people, status, target):
    attachment = add()
    Attachment.objects.filter(pk=attachment.pk).update(status=status)
    if target != AttachmentStatus.QUARANTINED:
        assert (status in ATTACHMENT_TRANSITIONS[target]) == ((status, target) in LIFE)
        return
    if (status, target) in LIFE:
        done = quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")
        assert (done.status, done.quarantine_reason) == ("quarantined", "Lien douteux.")
    else:
        with pytest.raises(DomainError, match="n'est plus possible"):
            quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")


LIFE = {
    ("pending", "clean"),
    ("pending", "quarantined"),
    ("pending", "refused"),
    ("clean", "quarantined"),
    ("quarantined", "pending"),
    ("refused", "pending"),
}


def test_who_added_it_is_told_why_it_is_set_aside(add, people, audited):
    attachment = add("source")
    Attachment.objects.filter(pk=attachment.pk).update(text="lu", text_status="read")
    quarantine_attachment(attachment, by=people["moderator"], reason="Lien douteux.")
    told = {notice.user_id: notice for notice in people["author"].notifications.all()}
    assert list(told) == [people["author"].pk]
    notice = told[people["author"].pk]
    assert "Lien douteux." in notice.body and "Cahier" not in notice.title
    row = Attachment.objects.get()
    assert (row.text, row.text_status) == ("", TextStatus.WAITING)
    assert audited(row) == ["attachment.added", "attachment.quarantined"]


def test_setting_aside_needs_a_reason(add, people):
    with pytest.raises(DomainError, match="Écrivez la raison"):
        quarantine_attachment(add(), by=people["moderator"], reason=" ")


def test_what_a_person_set_aside_comes_back_without_a_scanner_what_the_scanner_found_does_not(add, people):
    attachment = add()
    quarantine_attachment(attachment, by=people["moderator"], reason="Par erreur.")
    back = actions.rescan_attachment(attachment, by=people["moderator"])
    assert (back.status, back.quarantine_reason, back.is_served) == ("pending", "", True)
    Attachment.objects.update(status="quarantined", scan_detail="Eicar")
    with pytest.raises(DomainError, match="Aucun antivirus"):
        actions.rescan_attachment(attachment, by=people["moderator"])


def test_texts_are_given_by_purpose_and_never_those_set_aside(add, need, people):
    first, second = add("received"), add("received", data=corpus.pdf("b"), name="b.pdf")
    add("source")
    Attachment.objects.filter(purpose="received").update(text_status="read", text="Texte")
    Attachment.objects.filter(purpose="source").update(text_status="failed")
    assert texts_of(KIND, need.pk, "received") == [(first.name, "Texte"), (second.name, "Texte")]
    assert texts_of(KIND, need.pk, "source") == [] == texts_of(KIND, need.pk + 1, "received")
    quarantine_attachment(second, by=people["moderator"], reason="x")
    assert texts_of(KIND, need.pk, "received") == [(first.name, "Texte")]
    assert [each.pk for each in documents_of(KIND, need.pk, "received")] == [first.pk, second.pk]


def test_kind_is_registered_once():
    with pytest.raises(ValueError, match="registered twice"):
        register(KINDS[KIND])


@pytest.mark.parametrize(
    "values",
    [
        {"status": "other"},
        {"purpose": "other"},
        {"purpose": "public", "is_accessible": False, "accessible_contact": ""},
        {"purpose": "received"},
        {"received_from": "Ondine"},
        {"file": ""},
        {"removed_at": timezone.now()},
    ],
)
def test_database_refuses_what_no_action_writes(add, values):
    attachment = add("source")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).update(**values)
