"""What a rule cannot have read yet is not decided upon; what nobody will read is said, then decided."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from grandest_portal.attachments.actions import add_attachment, store_text
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.extraction import Reading, Text
from grandest_portal.reference.models import Parameter, SensitiveRule
from grandest_portal.reports.actions import advise, looks
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.sensitivity import unread_documents, why_sensitive
from needs.actions import approve_amendments, publish_need, reject_need
from needs.enums import NeedStatus
from needs.models import Need
from needs.versioning import KIND
from tests.core.files import corpus
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("dated_data")
WORD = "Vidéosurveillance des cours"


@pytest.fixture
def join(agent):
    def run(need, name="Cahier.pdf", text="Un plan", purpose="public"):
        upload = SimpleUploadedFile(name, corpus.pdf(text))
        values = {"is_accessible": True} if purpose == "public" else {}
        return add_attachment(KIND, need.pk, purpose=purpose, upload=upload, by=agent, **values)

    return run


@pytest.fixture
def submitted(make_need):
    return make_need(submitted=True, sourcing_days=20)


def read(document, text="Un plan"):
    """What the worker does at its end."""
    store_text(document, Text(Reading.READ, text))


def is_published():
    return Need.objects.get().status == NeedStatus.PUBLISHED


def test_decision_waits_for_the_text_of_every_public_document(submitted, join, moderator):
    first, second = join(submitted), join(submitted, "Notice.pdf", "Une notice")
    with pytest.raises(DomainError, match=r"«\s?Cahier.pdf\s?», «\s?Notice.pdf\s?» ne sont pas encore lus"):
        publish_need(submitted, by=moderator)
    read(first)
    with pytest.raises(
        DomainError, match=r"«\s?Notice.pdf\s?» n'est pas encore lu.* réessayez dans un instant"
    ):
        reject_need(submitted, by=moderator, reason_key="hors_objet")
    read(second)
    publish_need(submitted, by=moderator)
    assert is_published()


def test_change_of_a_published_need_waits_too(submitted, join, moderator):
    need = publish_need(submitted, by=moderator)
    document = join(need)
    with pytest.raises(DomainError, match="n'est pas encore lu"):
        approve_amendments(need, by=moderator)
    read(document)
    assert not approve_amendments(need, by=moderator).awaits_review


def test_word_that_was_not_read_yet_asks_for_two_people_once_it_is(submitted, join, moderator):
    document = join(submitted)
    with pytest.raises(DomainError, match="n'est pas encore lu"):
        publish_need(submitted, by=moderator)
    read(document, WORD)
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        publish_need(submitted, by=moderator)


def after_two_people(need, document):
    need.procedure = "direct_innovative"
    need.save(update_fields=["procedure"])
    advise(need, by=UserFactory(moderator=True))


def without_the_rule(need, document):
    SensitiveRule.objects.filter(test="words").update(enabled=False)


def after_the_longest_wait(need, document):
    Parameter.objects.filter(key="attachment_reading_minutes").update(value=5)
    Attachment.objects.update(created_at=document.created_at - timedelta(minutes=6))


def unreadable(need, document):
    Attachment.objects.update(text_status="failed")


def of_another_format(need, document):
    Attachment.objects.update(text_status="none")


def set_aside(need, document):
    Attachment.objects.update(status="quarantined")


@pytest.mark.parametrize(
    "change",
    [
        after_two_people,
        without_the_rule,
        after_the_longest_wait,
        unreadable,
        of_another_format,
        set_aside,
    ],
)
def test_decision_does_not_wait_for_what_nobody_reads_or_needs(submitted, join, moderator, change):
    change(submitted, join(submitted))
    publish_need(submitted, by=moderator)
    assert is_published()


def test_documents_that_are_not_public_are_not_waited_for(submitted, join, moderator):
    join(submitted, purpose="source")
    publish_need(submitted, by=moderator)
    assert is_published()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda need, document: None, "lecture du texte en cours"),
        (after_the_longest_wait, "n'est pas venue à temps"),
        (unreadable, "n'a pas pu être lu"),
        (of_another_format, "le texte de ce format n'est pas lu"),
    ],
)
def test_moderators_read_which_documents_no_rule_could_read(
    client, submitted, join, moderator, change, sentence
):
    change(submitted, join(submitted))
    client.force_login(moderator)
    url = reverse("admin:needs_need_change", args=[submitted.pk])
    page = client.get(url).text.replace("&#x27;", "'")
    assert "Documents dont le texte n'est pas lu" in page and sentence in page
    Attachment.objects.update(text_status="read")
    assert "Documents dont le texte" not in client.get(url).text


def test_page_of_the_decision_says_why_nothing_was_decided(client, submitted, join, moderator):
    join(submitted)
    client.force_login(moderator)
    url = reverse("admin:needs_need_decide", args=[submitted.pk, "publish"])
    version = Need.objects.get().version
    answer = client.post(url, {"confirm": "1", "version": str(version)}, follow=True)
    assert "pas encore lu" in answer.text and not is_published()


def read_meanwhile(document):
    """The worker stores the text on a connection of its own."""

    def run():
        read(document, WORD)
        connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join(30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: the rules first"])
def test_text_stored_during_the_decision_is_seen_by_the_rules_or_refused(
    submitted, join, moderator, monkeypatch, guarded
):
    """The control asks the rules before the reading of the text is over."""
    document = join(submitted)

    def rules(kind, thing):
        why = why_sensitive(kind, thing)
        read_meanwhile(document)
        return why

    def rules_first(name, thing, by):
        if not rules(KINDS[name], thing):
            looks.check_all_read(unread_documents(KINDS[name], thing))

    if guarded:
        monkeypatch.setattr(looks, "why_sensitive", rules)
        with pytest.raises(DomainError, match="n'est pas encore lu"):
            publish_need(submitted, by=moderator)
    else:
        monkeypatch.setattr("needs.actions.moderation.check_second_look", rules_first)
        publish_need(submitted, by=moderator)
    assert is_published() is not guarded
