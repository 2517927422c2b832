"""Public documents of a published need change in public, as its text does: dated, told, read again, brought back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments import scanning
from grandest_portal.attachments.actions import add_attachment, remove_attachment, store_text
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.extraction import Reading, Text
from grandest_portal.core.models import Job
from grandest_portal.core.versions import changes_between, version_at, versions_of
from grandest_portal.follow.actions import follow
from grandest_portal.notifications.models import Notification
from grandest_portal.reports.actions import advise
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.sensitivity import why_sensitive
from needs.actions import (
    amend_need,
    approve_amendments,
    publish_need,
    restore_approved,
)
from needs.models import Need
from needs.permissions import can_change_documents
from needs.versioning import FIELDS, KIND, changes_to_review
from tests.core.files import corpus
from tests.factories import UserFactory, company_user

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def join(agent):
    def run(need, name="Cahier.pdf", purpose="public", **values):
        upload = SimpleUploadedFile(name, corpus.pdf(name))
        values = {"is_accessible": True, **values} if purpose == "public" else values
        return add_attachment(KIND, need.pk, purpose=purpose, upload=upload, by=agent, **values)

    return run


@pytest.fixture
def submitted(make_need):
    return make_need(submitted=True, title="Fuites", sourcing_days=20)


@pytest.fixture
def published(submitted, join, moderator):
    """Published with one document, which a moderator read."""
    store_text(join(submitted), Text(Reading.READ, "Un cahier"))
    return publish_need(submitted, by=moderator)


def shown(need):
    return [each.name for each in Attachment.objects.of_thing(KIND, need.pk).for_list()]


def said(need, older, newer):
    found = changes_between(FIELDS, version_at(need, older).content, version_at(need, newer).content)
    return [[(piece.kind, piece.text.split(" (")[0]) for piece in change.pieces] for change in found]


def test_a_document_added_is_a_dated_public_version_that_waits_for_moderators(published, join, client):
    number = published.version
    join(published, "Plan.pdf")
    need = Need.objects.get()
    assert (need.version, need.awaits_review, need.amended_at is not None) == (number + 1, True, True)
    assert version_at(need, number + 1).public
    assert said(need, number, number + 1) == [[("new", "ajouté : Plan.pdf")]]
    entry = history_of(need)[0]
    assert entry.verb == "need.amended" and "Plan.pdf" in str(entry.value.payload["after"])
    assert "Texte ou documents modifiés après publication" in client.get(f"/besoins/{need.pk}/").text
    page = client.get(f"/besoins/{need.pk}/versions/")
    assert page.context["newer"]["number"] == number + 1
    assert "<h3>Documents</h3>" in page.text and "ajouté : Plan.pdf (empreinte" in page.text


def test_a_document_swapped_under_one_name_is_seen(published, join, agent):
    number = published.version
    remove_attachment(Attachment.objects.get(), by=agent)
    upload = SimpleUploadedFile("Cahier.pdf", corpus.pdf("Tout autre chose"))
    add_attachment(KIND, published.pk, purpose="public", upload=upload, by=agent, is_accessible=True)
    assert said(published, number, number + 2) == [
        [("gone", "retiré : Cahier.pdf"), ("new", "ajouté : Cahier.pdf")]
    ]
    (change,) = changes_to_review(Need.objects.get())
    assert len({piece.text.split("empreinte")[1] for piece in change.pieces}) == 2


def test_followers_and_moderators_are_told_once_for_all_documents(
    published, join, agent, moderator, run_jobs
):
    follower = company_user()
    follow(follower, "need", published.pk)
    Notification.objects.all().delete()
    join(published, "Plan.pdf")
    join(published, "Photos.pdf")
    amend_need(published, data={"title": "Fuites d'eau"}, by=agent)
    Job.objects.filter(name__in=["needs.tell_amended", "follow.tell_news"]).update(run_at=timezone.now())
    run_jobs()
    told = sorted(Notification.objects.values_list("user", "kind"))
    assert told == sorted([(follower.pk, "follow.news"), (moderator.pk, "needs.amended")])
    assert "ses documents ont changé" in Notification.objects.get(user=follower).body


@pytest.mark.parametrize("purpose", ["source", "received"])
def test_private_documents_leave_no_public_trace(published, join, agent, purpose):
    day = timezone.localdate()
    values = {"received_from": "Ondine", "received_on": day} if purpose == "received" else {}
    remove_attachment(join(published, "Note.pdf", purpose, **values), by=agent)
    need = Need.objects.get()
    assert (need.version, need.awaits_review) == (published.version, False)


def test_documents_of_a_draft_make_no_version(make_need, join):
    need = make_need()
    join(need)
    need.refresh_from_db()
    assert (need.version, versions_of(need, public_only=False).count()) == (1, 0)


def test_restoring_takes_new_documents_away_and_gives_removed_ones_back(
    published, join, agent, moderator, client, run_jobs, django_capture_on_commit_callbacks
):
    read = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(read, by=agent)
        added = join(published, "Publicité.pdf")
    assert shown(published) == ["Publicité.pdf"]
    assert client.get(f"/documents/{read.pk}/?avertissement-lu").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        restore_approved(published, by=moderator, reason="Publicité pour un produit.")
    assert shown(published) == ["Cahier.pdf"]
    answer = client.get(f"/documents/{read.pk}/?avertissement-lu")
    assert b"".join(answer.streaming_content) == corpus.pdf("Cahier.pdf")
    assert client.get(f"/documents/{added.pk}/?avertissement-lu").status_code == 404
    added.refresh_from_db()
    need = Need.objects.get()
    assert (added.file.name, need.awaits_review, changes_to_review(need)) == ("", False, [])
    public = [row.content["documents"] for row in versions_of(need, public_only=True)]
    assert [[each["name"] for each in documents] for documents in public] == [["Cahier.pdf"]] * 2
    assert history_of(read)[0].verb == "attachment.brought_back"


def test_a_removed_file_is_kept_until_its_removal_was_read_then_erased(
    published, agent, moderator, django_capture_on_commit_callbacks
):
    read = Attachment.objects.get()
    stored, storage = read.file.name, read.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(read, by=agent)
        scanning.tidy(timezone.now())
        scanning.delete_orphans(timezone.now() + 3 * scanning.SPARED)
    assert storage.exists(stored)
    approve_amendments(published, by=moderator)
    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.tidy(timezone.now())[0] == 1
    assert not storage.exists(stored)
    assert Attachment.objects.get().file.name == ""


def test_the_end_of_the_exchanges_spares_a_removal_no_review(published, agent, moderator):
    read = Attachment.objects.get()
    remove_attachment(read, by=agent)
    Need.objects.update(status="closed", closed_at=timezone.now())
    assert scanning.tidy(timezone.now())[0] == 0
    approve_amendments(published, by=moderator)
    assert scanning.tidy(timezone.now())[0] == 1


def test_restoring_a_version_that_says_nothing_of_documents_leaves_them(published, join, agent, moderator):
    row = version_at(published, published.version)
    row.content.pop("documents")
    row.save()
    amend_need(published, data={"title": "Autre"}, by=agent)
    join(published, "Plan.pdf")
    restore_approved(published, by=moderator, reason="Titre.")
    assert shown(published) == ["Cahier.pdf", "Plan.pdf"]


def test_a_document_swapped_while_moderators_read_is_another_version(client, submitted, join, moderator):
    client.force_login(moderator)
    seen = submitted.version
    join(submitted)
    need = Need.objects.get()
    assert (need.version, need.amended_at) == (seen + 1, None)
    assert history_of(need)[0].verb == "need.documents_changed"
    url = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    answer = client.post(url, {"confirm": "1", "version": str(seen)}, follow=True)
    assert "Le texte a changé depuis l'ouverture" in answer.text.replace("&#x27;", "'")
    assert Need.objects.get().status == "submitted"


def test_an_opinion_on_other_documents_does_not_count(make_need, join, moderator):
    need, other = make_need(submitted=True, procedure="direct_innovative"), UserFactory(moderator=True)
    advise(need, by=moderator)
    join(need)
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        publish_need(need, by=other)


def test_moderators_find_the_documents_on_the_page_where_they_decide(client, published, join, moderator):
    plan = join(published, "Plan.pdf")
    client.force_login(moderator)
    page = client.get(reverse("admin:needs_need_change", args=[published.pk])).text
    assert "ajouté : Plan.pdf" in page
    assert f'href="/documents/{plan.pk}/"' in page


def test_who_still_waits_changes_no_document_of_a_public_need(published, agent):
    assert can_change_documents(agent, published)
    agent.memberships.update(status="requested")
    again = type(agent).objects.get(pk=agent.pk)
    assert not can_change_documents(again, published)


def test_the_pages_say_that_a_change_is_public(client, published, agent):
    client.force_login(agent)
    listed = client.get(reverse("needs:documents", args=[published.pk])).text.replace("&#x27;", "'")
    assert "Chaque changement des documents publics est visible dès l'envoi" in listed
    read = Attachment.objects.get()
    asked = client.get(reverse("needs:document_remove", args=[published.pk, read.pk])).text
    assert "jusqu'à la relecture" in asked.replace("&#x27;", "'")
    overview = client.get(reverse("needs:amend", args=[published.pk])).text
    assert f'href="{reverse("needs:documents", args=[published.pk])}"' in overview


@pytest.mark.parametrize("where", ["name", "text"])
def test_a_sensitive_word_in_a_public_document_asks_for_two_people(published, join, moderator, where):
    plan, note = join(published, "Plan.pdf"), join(published, "Note.pdf", "source")
    Attachment.objects.filter(pk=note.pk).update(**{where: "Vidéosurveillance"})
    assert why_sensitive(KINDS["need"], published) == []
    Attachment.objects.filter(pk=plan.pk).update(**{where: "Vidéosurveillance des cours"})
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        approve_amendments(published, by=moderator)
