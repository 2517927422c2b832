"""A public document that no moderator saw does not become public with a decision taken on what stood before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grandest_portal.attachments.actions import add_attachment, quarantine_attachment, remove_attachment
from grandest_portal.core.errors import DomainError
from grandest_portal.reports.actions import advise
from needs.actions import approve_amendments, publish_need, recall_need, return_need, submit_need
from needs.enums import NeedStatus
from needs.models import Need
from needs.versioning import KIND
from tests.core.files import corpus
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def join(agent):
    def run(need, name="Cahier.pdf"):
        upload = SimpleUploadedFile(name, corpus.pdf(name))
        return add_attachment(KIND, need.pk, purpose="public", upload=upload, by=agent, is_accessible=True)

    return run


def taken_back(need, agent):
    recall_need(need, by=agent)


def sent_back(need, agent):
    return_need(need, by=UserFactory(moderator=True), reason="Précisez.")


@pytest.mark.parametrize("way", [taken_back, sent_back])
@pytest.mark.parametrize("swapped", [True, False], ids=["swapped", "control: unchanged"])
def test_a_page_opened_before_decides_nothing_about_a_document_added_since(
    client, make_need, join, agent, moderator, way, swapped
):
    need = make_need(submitted=True, sourcing_days=20)
    client.force_login(moderator)
    seen = need.version
    way(need, agent)
    if swapped:
        join(need, "Publicité.pdf")
    submit_need(need, by=agent)
    url = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    client.post(url, {"confirm": "1", "version": str(seen)})
    assert (Need.objects.get().status == NeedStatus.PUBLISHED) is not swapped


def test_a_first_opinion_counts_no_more_after_a_document_was_added(
    make_need, join, agent, moderator, run_jobs
):
    need = make_need(submitted=True, sourcing_days=20, procedure="direct_innovative")
    advise(need, by=moderator)
    recall_need(need, by=agent)
    join(need, "Publicité.pdf")
    run_jobs()
    submit_need(need, by=agent)
    with pytest.raises(DomainError, match="Deux personnes"):
        publish_need(need, by=UserFactory(moderator=True))


def test_what_was_set_aside_does_not_come_back(make_need, join, agent, moderator, run_jobs):
    need = publish_need(make_need(submitted=True, sourcing_days=20), by=moderator)
    document = join(need)
    run_jobs()
    approve_amendments(need, by=moderator)
    quarantine_attachment(document, by=moderator, reason="Données personnelles.")
    remove_attachment(document, by=agent)
    with pytest.raises(DomainError, match="mis ce fichier à l'écart"):
        join(need)
    join(need, "Autre.pdf")


def test_documents_of_a_draft_are_unknown_on_the_desk(client, make_need, join, agent, moderator, run_jobs):
    need = make_need(title="Brouillon", sourcing_days=20)
    document = join(need, "Secret.pdf")
    run_jobs()
    client.force_login(moderator)
    page = reverse("admin:attachments_attachment_change", args=[document.pk])
    history = reverse("admin:attachments_attachment_history", args=[document.pk])
    urls = [page, history, "/admin/attachments/attachment/"]
    assert not [url for url in urls if "Secret" in client.get(url, follow=True).text]
    Need.objects.update(status=NeedStatus.SUBMITTED)
    assert all("Secret" in client.get(url, follow=True).text for url in urls[::2])
