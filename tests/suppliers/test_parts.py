"""Documents and references of a published sheet change in public, as its answers do: dated, told, read again,
brought back; nobody reads in the versions what is kept from them."""

import html
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments import scanning
from grandest_portal.attachments.actions import add_attachment, remove_attachment, store_text
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.files.extraction import Reading, Text
from grandest_portal.core.models import Job
from grandest_portal.core.versions import changes_between, version_at, versions_of
from grandest_portal.reference.models import SensitiveRule
from grandest_portal.reports.actions import advise
from suppliers import actions, versioning
from suppliers.enums import SolutionStatus
from suppliers.models import Solution, SolutionReference
from suppliers.permissions import can_change_parts
from suppliers.versioning import (
    DOCUMENTS,
    FIELDS,
    KIND,
    REFERENCE_ROWS,
    changes_to_review,
    content_of,
)
from tests.core.files import corpus
from tests.factories import UserFactory, buyer_user
from tests.suppliers.helpers import member, people_towards, solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]
SAID = {"who": "Ville de Valbrune", "year": 2024, "day": None, "result": "Un tiers de fuites en moins."}
CONTACT = {
    "contact_name": "Camille Essai",
    "contact_email": "camille@valbrune.example",
    "consent_by": "Camille Essai",
    "consent_on": date(2026, 1, 15),
}


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


@pytest.fixture
def submitted():
    return solution_in(SolutionStatus.SUBMITTED, title="Écoute")


@pytest.fixture
def agent(submitted):
    return member(submitted.company)


@pytest.fixture
def join(agent):
    def run(solution, name="Notice.pdf", *, data=None, **values):
        upload = SimpleUploadedFile(name, corpus.pdf(name) if data is None else data)
        values = {"is_accessible": True, **values}
        return add_attachment(KIND, solution.pk, purpose="public", upload=upload, by=agent, **values)

    return run


@pytest.fixture
def published(submitted, join, moderator):
    """Published with one document and one reference, which a moderator read."""
    Solution.objects.update(status=SolutionStatus.DRAFT, submitted_at=None)
    store_text(join(submitted), Text(Reading.READ, "Une notice"))
    actions.add_reference(submitted, data={**SAID, **CONTACT}, by=None)
    Solution.objects.update(status=SolutionStatus.SUBMITTED, submitted_at=timezone.now())
    return actions.publish_solution(submitted, by=moderator)


def shown(solution):
    return [each.name for each in Attachment.objects.of_thing(KIND, solution.pk).for_list()]


def said(solution, older, newer):
    found = changes_between(FIELDS, version_at(solution, older).content, version_at(solution, newer).content)
    return {
        change.name: [(piece.kind, piece.text.split(" (")[0].strip()) for piece in change.pieces]
        for change in found
    }


def state():
    solution = Solution.objects.get()
    return solution.version, solution.approved_version, solution.awaits_review


def test_a_document_added_is_a_dated_public_version_that_waits_for_moderators(
    published, join, client, moderator
):
    join(published, "Plan.pdf")
    solution = Solution.objects.get()
    assert state() == (2, 1, True) and solution.amended_at == solution.confirmed_at
    assert version_at(solution, 2).public
    assert said(solution, 1, 2) == {DOCUMENTS: [("new", "ajouté : Plan.pdf")]}
    entry = history_of(solution)[0]
    assert entry.verb == "solution.amended" and "Plan.pdf (empreinte" in str(entry.value.payload["after"])
    assert Job.objects.filter(name="suppliers.tell_amended").count() == 1
    assert Job.objects.filter(name="needs.match_solution", args=[solution.pk]).exists()
    page = client.get(f"/solutions/{solution.pk}/versions/").text
    assert "<h3>Documents</h3>" in page and "ajouté : Plan.pdf (empreinte" in page
    client.force_login(moderator)
    desk = client.get(f"/admin/suppliers/solution/{solution.pk}/change/").text
    assert "ajouté : Plan.pdf (empreinte" in desk


def test_a_reference_added_changed_and_removed_is_a_version_each(published, agent, client):
    row = actions.add_reference(published, data=SAID | {"who": "Metz"}, by=agent)
    assert "Metz" in client.get(f"/solutions/{published.pk}/").text
    actions.change_reference(row, data={"result": "Moitié moins."}, by=agent)
    actions.change_reference(row, data=CONTACT, by=agent)
    actions.remove_reference(row, by=agent)
    solution = Solution.objects.get()
    assert state() == (4, 1, True)
    assert "Metz" in str(said(solution, 1, 2)[REFERENCE_ROWS])
    assert ("new", "Moitié") in said(solution, 2, 3)[REFERENCE_ROWS] and said(solution, 1, 4) == {}
    assert [entry.verb for entry in history_of(solution)[:3]] == ["solution.amended"] * 3


def test_no_stored_version_and_no_trail_of_the_sheet_names_the_contact(published, agent):
    actions.change_reference(SolutionReference.objects.get(), data={"result": "Moitié."}, by=agent)
    stored = str([row.content for row in versions_of(published, public_only=False)])
    assert "Valbrune" in stored and "Camille" not in stored and "camille@" not in stored
    assert "Camille" not in str([entry.value.payload for entry in history_of(published)])


def test_restoring_brings_documents_and_references_back(
    published, join, agent, moderator, client, django_capture_on_commit_callbacks
):
    read, row = Attachment.objects.get(), SolutionReference.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(read, by=agent)
        join(published, "Publicité.pdf")
        actions.change_reference(row, data={"result": "Achetez."}, by=agent)
        actions.add_reference(published, data=SAID | {"who": "Metz"}, by=agent)
    assert shown(published) == ["Publicité.pdf"]
    assert [each.name for each in changes_to_review(Solution.objects.get())] == [REFERENCE_ROWS, DOCUMENTS]
    with django_capture_on_commit_callbacks(execute=True):
        actions.restore_approved_solution(published, by=moderator, reason="Publicité.")
    assert shown(published) == ["Notice.pdf"]
    answer = client.get(f"/documents/{read.pk}/?avertissement-lu")
    assert b"".join(answer.streaming_content) == corpus.pdf("Notice.pdf")
    back = SolutionReference.objects.get()
    assert (back.pk, back.result, back.contact_name) == (row.pk, SAID["result"], "Camille Essai")
    assert changes_to_review(Solution.objects.get()) == [] and not state()[2]
    public = [row.content for row in versions_of(published, public_only=True)]
    assert [[each["name"] for each in content[DOCUMENTS]] for content in public] == [["Notice.pdf"]] * 2
    assert "Publicité.pdf" not in client.get(f"/solutions/{published.pk}/versions/").text


def test_a_reference_taken_out_comes_back_without_its_person(published, agent, moderator):
    actions.remove_reference(SolutionReference.objects.get(), by=agent)
    actions.restore_approved_solution(published, by=moderator, reason="Elle manque.")
    row = SolutionReference.objects.get()
    assert (row.who, row.year, row.result, row.contact_name) == (
        *[SAID[n] for n in ["who", "year", "result"]],
        "",
    )
    assert history_of(row)[0].verb == "reference.brought_back"


def test_restoring_opens_no_document_that_the_company_has_kept_since(published, join, agent, moderator):
    remove_attachment(Attachment.objects.get(), by=agent)
    kept = join(published, audience="request")
    actions.restore_approved_solution(published, by=moderator, reason="Le document.")
    assert list(Attachment.objects.live()) == [kept]


def test_restoring_a_version_that_says_nothing_of_them_leaves_them(published, join, agent, moderator):
    row = version_at(published, 1)
    row.content = {name: row.content[name] for name in row.content if name not in {DOCUMENTS, REFERENCE_ROWS}}
    row.save()
    join(published, "Plan.pdf")
    actions.restore_approved_solution(published, by=moderator, reason="Titre.")
    assert shown(published) == ["Notice.pdf", "Plan.pdf"] and SolutionReference.objects.exists()


def test_sheet_published_before_versions_were_kept_has_what_was_read_kept(published, join, agent, moderator):
    versions_of(published, public_only=False).delete()
    Solution.objects.update(approved_version=None)
    join(published, "Plan.pdf")
    assert said(published, 1, 2) == {DOCUMENTS: [("new", "ajouté : Plan.pdf")]}
    actions.restore_approved_solution(published, by=moderator, reason="Le plan.")
    assert shown(published) == ["Notice.pdf"]


def test_a_removed_file_is_kept_until_its_removal_was_read_then_erased(
    published, agent, moderator, django_capture_on_commit_callbacks
):
    read = Attachment.objects.get()
    stored, storage = read.file.name, read.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(read, by=agent)
        scanning.tidy(timezone.now())
    assert storage.exists(stored)
    actions.approve_solution_amendments(published, by=moderator)
    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.tidy(timezone.now())[0] == 1
    assert not storage.exists(stored)


@pytest.mark.parametrize("status", [SolutionStatus.SUBMITTED, SolutionStatus.REJECTED])
def test_nothing_changes_while_moderators_read_nor_once_refused(published, join, agent, status):
    Solution.objects.update(status=status)
    solution = Solution.objects.get()
    with pytest.raises(DomainError, match="ne changent pas tant que son état"):
        join(solution, "Plan.pdf")
    with pytest.raises(DomainError, match="ne se modifie plus"):
        actions.add_reference(solution, data=SAID, by=agent)
    assert not can_change_parts(agent, solution) and state()[0] == 1


def test_who_still_waits_changes_nothing_of_a_published_sheet(published):
    people = people_towards(Solution.objects.get())
    may = {role for role, user in people.items() if can_change_parts(user, Solution.objects.get())}
    assert may == {"own, approved", "own, delegate"}


def test_what_changes_on_a_sheet_that_was_sent_back_is_another_version(submitted, join, agent, moderator):
    """A draft that was never sent makes none."""
    actions.return_solution(submitted, by=moderator, reason="Précisez.")
    join(submitted, "Publicité.pdf")
    assert (state()[0], Solution.objects.get().amended_at) == (2, None)
    Solution.objects.update(status=SolutionStatus.DRAFT, submitted_at=None)
    actions.add_reference(submitted, data=SAID, by=agent)
    assert state()[0] == 2


def test_a_first_opinion_counts_no_more_after_a_document_was_added(
    submitted, join, agent, moderator, words_rule
):
    Solution.objects.update(title="Explosif doux")
    advise(Solution.objects.get(), by=moderator)
    actions.return_solution(submitted, by=moderator, reason="Précisez.")
    store_text(join(submitted, "Publicité.pdf"), Text(Reading.READ, "Une publicité"))
    actions.submit_solution(submitted, by=agent)
    with pytest.raises(DomainError, match="Donnez un premier avis"):
        actions.publish_solution(submitted, by=UserFactory(moderator=True))


def test_a_page_of_answers_opened_before_a_document_came_is_still_taken(published, join, agent):
    join(published, "Plan.pdf")
    actions.amend_solution(published, data={"title": "Écoute fine"}, by=agent, version=1)
    with pytest.raises(Conflict):
        actions.amend_solution(published, data={"title": "De l'autre"}, by=agent, version=2)
    assert state()[0] == 3


def test_a_desk_page_opened_before_keeps_nothing_that_came_since(published, join, moderator, client):
    join(published, "Plan.pdf")
    client.force_login(moderator)
    join(published, "Publicité.pdf")
    SensitiveRule.objects.all().delete()
    url = reverse("admin:suppliers_solution_decide", args=[published.pk, "approve"])
    answer = client.post(url, {"confirm": "1", "version": "2"}, follow=True)
    assert "Le texte a changé depuis l'ouverture" in html.unescape(answer.text) and state()[2]
    client.post(url, {"confirm": "1", "version": "3"})
    assert not state()[2]


def test_versions_show_no_document_and_no_reference_to_who_may_not_read_them(published, join, client):
    """Neither what one of the two versions keeps, nor what its row keeps now."""
    join(published, "Prix.pdf", audience="request")
    join(published, "Guide.pdf", audience="buyers")
    later = join(published, "Schéma.pdf")
    Attachment.objects.filter(pk=later.pk).update(audience="request")
    actions.amend_solution(published, data={"audiences": {"references": "request"}}, by=None)
    actions.change_reference(SolutionReference.objects.get(), data={"result": "Secret."}, by=None)
    people = people_towards(Solution.objects.get())
    people["verified buyer"] = buyer_user()
    organisation = people["verified buyer"].memberships.get().organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    words, read = ["Prix.pdf", "Guide.pdf", "Schéma.pdf", "Secret."], {}
    for role, user in people.items():
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        page = client.get(f"/solutions/{published.pk}/versions/?de=1&a={state()[0]}").text
        read[role] = {word for word in words if word in page}
        assert (read[role] == set(words)) is ("ne sont pas montrées à tous" not in html.unescape(page)), role
    whole = {"own, approved", "own, reader", "own, delegate", "moderator", "admin"}
    assert {role for role, found in read.items() if found == set(words)} == whole
    assert read.pop("verified buyer") == {"Guide.pdf"}
    assert {word for role in read.keys() - whole for word in read[role]} == set()


def test_the_trail_names_no_document_that_is_kept(published, join):
    kept = join(published, "Prix.pdf", audience="request")
    assert "Prix" not in str([entry.value.payload for entry in history_of(published)])
    assert f"D-{kept.pk}" in str(history_of(published)[0].value.payload)


@pytest.fixture
def words_rule():
    SensitiveRule.objects.all().delete()
    return SensitiveRule.objects.create(
        key="mot",
        label="Un mot.",
        test="words",
        values=["explosif"],
        kinds=["solution"],
        starts_on="2020-01-01",
    )


def held_with(status, join, solution, **values):
    """`solution` in `status`, sent with a document whose text was not read yet."""
    Solution.objects.update(status=SolutionStatus.DRAFT, submitted_at=None)
    document = join(solution, **values)
    Solution.objects.update(status=status, submitted_at=timezone.now())
    return document


@pytest.mark.parametrize("audience", ["everyone", "request"])
def test_decision_waits_for_the_text_of_every_document(submitted, join, moderator, words_rule, audience):
    document = held_with(SolutionStatus.SUBMITTED, join, submitted, audience=audience)
    for decide in [actions.publish_solution, actions.reject_solution]:
        with pytest.raises(DomainError, match=r"Notice.pdf\s?» n'est pas encore lu"):
            decide(submitted, by=moderator)
    store_text(document, Text(Reading.READ, "Un explosif doux"))
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        actions.publish_solution(submitted, by=moderator)


def test_decision_waits_for_no_text_without_the_rule(submitted, join, moderator, words_rule):
    held_with(SolutionStatus.SUBMITTED, join, submitted)
    words_rule.delete()
    actions.publish_solution(submitted, by=moderator)
    assert Solution.objects.get().is_published


def test_amendment_waits_for_the_text_too_and_the_desk_says_so(
    published, join, moderator, words_rule, client
):
    document = join(published, "Plan.pdf")
    with pytest.raises(DomainError, match=r"Plan.pdf\s?» n'est pas encore lu"):
        actions.approve_solution_amendments(published, by=moderator)
    client.force_login(moderator)
    page = html.unescape(client.get(f"/admin/suppliers/solution/{published.pk}/change/").text)
    assert "Documents dont le texte n'est pas lu" in page and "lecture du texte en cours" in page
    store_text(document, Text(Reading.READ, "Un plan"))
    actions.approve_solution_amendments(published, by=moderator)
    assert not state()[2]


@pytest.mark.parametrize("name", ["who", "result"])
def test_a_word_in_a_reference_asks_for_two_people(published, moderator, agent, words_rule, name):
    actions.add_reference(published, data=SAID | {name: "Explosif doux"}, by=agent)
    with pytest.raises(DomainError, match="Deux personnes relisent"):
        actions.approve_solution_amendments(published, by=moderator)


def test_the_pages_say_that_a_change_is_public(client, published, agent):
    client.force_login(agent)
    for name in ["documents", "references"]:
        page = html.unescape(client.get(reverse(f"suppliers:{name}", args=[published.pk])).text)
        assert "Chaque modification est publique dès l'envoi" in page
        assert f'href="{reverse("suppliers:amend", args=[published.pk])}"' in page
        overview = client.get(reverse("suppliers:amend", args=[published.pk])).text
        assert f'href="{reverse(f"suppliers:{name}", args=[published.pk])}"' in overview
    read = Attachment.objects.get()
    asked = client.get(reverse("suppliers:document_remove", args=[published.pk, read.pk])).text
    assert "jusqu'à la relecture" in html.unescape(asked)
    typed = {"who": "Metz", "when": "2023", "result": "Mieux."}
    client.post(reverse("suppliers:reference_add", args=[published.pk]), typed)
    assert state() == (2, 1, True)


def test_every_field_of_what_hangs_from_a_sheet_is_versioned_or_said_not_to_be(published):
    content = content_of(published)
    for model, name, out in [
        (SolutionReference, REFERENCE_ROWS, versioning.REFERENCE_NOT_VERSIONED),
        (Attachment, DOCUMENTS, versioning.DOCUMENT_NOT_VERSIONED),
    ]:
        known = set(content[name][0]) - {"id"}
        fields = {
            each.name
            for each in model._meta.concrete_fields
            if each.editable and not each.primary_key and not getattr(each, "auto_now_add", False)
        }
        assert known | set(out) == fields, model
        assert known.isdisjoint(out)
