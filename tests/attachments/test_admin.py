"""Documents on the moderators' desk: read, set aside, sent to the scanner again. Never their content."""

import pytest
from django.urls import reverse

from grandest_portal.attachments.models import Attachment
from tests.factories import MembershipFactory, UserFactory
from tests.screens import confirmed

pytestmark = pytest.mark.django_db
LIST = "admin:attachments_attachment_changelist"


@pytest.fixture
def desk(client, people):
    client.force_login(people["moderator"])
    return client


def decide(client, attachment, verb, **data):
    url = reverse("admin:attachments_attachment_decide", args=[attachment.pk, verb])
    return client.post(url, confirmed(attachment, **data))


def test_moderator_sets_a_document_aside_with_a_reason(desk, add):
    attachment = add()
    assert decide(desk, attachment, "mettre-a-l-ecart").status_code == 422
    assert decide(desk, attachment, "mettre-a-l-ecart", reason="Lien douteux.").status_code == 302
    attachment.refresh_from_db()
    assert (attachment.status, attachment.quarantine_reason) == ("quarantined", "Lien douteux.")
    assert decide(desk, attachment, "analyser-de-nouveau").status_code == 302
    attachment.refresh_from_db()
    assert attachment.status == "pending"


def test_list_filters_by_state(desk, add):
    kept = add(name="Un.pdf")
    Attachment.objects.filter(pk=kept.pk).update(status="clean")
    add(data=b"%PDF-1.7\n%%EOF startxref %%EOF", name="Deux.pdf")
    shown = desk.get(reverse(LIST), {"status__exact": "clean"}).text
    assert "Un.pdf" in shown and "Deux.pdf" not in shown


def test_private_documents_keep_their_name_and_text_from_moderators(desk, add):
    attachment = add("received", name="Offre secrete.pdf")
    Attachment.objects.filter(pk=attachment.pk).update(text="Prix secret", text_status="read")
    pages = [
        desk.get(reverse(LIST)).text,
        desk.get(reverse("admin:attachments_attachment_change", args=[attachment.pk])).text,
        desk.get(reverse("admin:attachments_attachment_history", args=[attachment.pk])).text,
    ]
    assert all(f"D-{attachment.pk}" in page for page in pages)
    assert [word for page in pages for word in ("Prix secret", "secrete", "Ondine") if word in page] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_queries_for_one_row_and_for_three(desk, add, rows, django_assert_num_queries):
    for number in range(rows):
        add(data=b"%%PDF-1.7\n%d %%%%EOF startxref %%%%EOF" % number)
    with django_assert_num_queries(9):
        desk.get(reverse(LIST))


@pytest.mark.parametrize("role", ["author", "company"])
def test_others_do_not_enter(client, people, add, role):
    attachment = add()
    client.force_login(people[role])
    assert decide(client, attachment, "mettre-a-l-ecart", reason="x").status_code in {302, 403, 404}
    attachment.refresh_from_db()
    assert attachment.status == "pending"


@pytest.mark.parametrize(
    ("verb", "status"), [("mettre-a-l-ecart", "clean"), ("analyser-de-nouveau", "quarantined")]
)
def test_nobody_decides_about_documents_of_the_own_organisation(client, add, people, need, verb, status):
    attachment = add()
    Attachment.objects.filter(pk=attachment.pk).update(status=status, quarantine_reason="Lien douteux.")
    own = UserFactory(moderator=True)
    MembershipFactory(user=own, organisation=need.buyer.organisation)
    client.force_login(own)
    answer = decide(client, attachment, verb, reason="Non.")
    assert "propre organisation" in client.get(answer.url).text
    attachment.refresh_from_db()
    assert attachment.status == status
    client.force_login(people["moderator"])
    decide(client, attachment, verb, reason="Oui.")
    attachment.refresh_from_db()
    assert attachment.status != status
