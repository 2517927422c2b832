"""The documents of a need: its public list, the page of those who prepare it, the text beside the form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.attachments.models import Attachment
from needs.documents import KIND
from needs.enums import NeedStatus
from needs.models import Need
from tests.core.files import corpus
from tests.factories import MembershipFactory, UserFactory, buyer_user

pytestmark = pytest.mark.usefixtures("dated_data")


def file(data=None, name="Cahier.pdf"):
    return SimpleUploadedFile(name, corpus.pdf("Bonjour") if data is None else data)


@pytest.fixture
def need(make_need):
    return make_need(published=True)


@pytest.fixture
def join(need, agent):
    def run(purpose="public", *, to=None, data=None, name="Cahier.pdf", **values):
        values = {"is_accessible": True, **values} if purpose == "public" else values
        return add_attachment(
            KIND, (to or need).pk, purpose=purpose, upload=file(data, name), by=agent, **values
        )

    return run


@pytest.fixture
def mine(client, agent):
    client.force_login(agent)
    return client


def text_of(response):
    return response.text.replace("&#x27;", "'")


def add_url(need, purpose="public", query=""):
    return reverse("needs:document_add", args=[need.pk, purpose]) + query


def test_visitor_sees_the_public_documents_of_a_public_need(client, need, join):
    public = join(is_accessible=False, accessible_contact="Service de l'eau, 03 00 00 00 00")
    join("source", name="Notes internes.pdf")
    text = text_of(client.get(f"/besoins/{need.pk}/"))
    assert f'href="/documents/{public.pk}/"' in text
    for words in ["Cahier.pdf", "PDF, 1 ko, ajouté le", "Service de l'eau, 03 00 00 00 00", "Non analysé"]:
        assert words in text
    assert "n'a pas été analysé par un antivirus" in text
    assert "Notes internes" not in text and "Ajouter ou retirer" not in text


def test_document_that_is_held_has_no_link(client, need, join, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    public = join()
    text = text_of(client.get(f"/besoins/{need.pk}/"))
    assert "Cahier.pdf" in text and "attend son analyse" in text
    assert f"/documents/{public.pk}/" not in text


def test_need_without_documents_says_nothing_of_them(client, need):
    assert 'id="documents"' not in client.get(f"/besoins/{need.pk}/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_need_detail_asks_the_same_queries_for_one_document_and_for_three(
    client, need, join, rows, django_assert_num_queries
):
    for number in range(rows):
        join(data=corpus.pdf(str(number)))
    with django_assert_num_queries(2):
        client.get(f"/besoins/{need.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_page_asks_the_same_queries_for_one_and_for_three(
    mine, need, join, rows, django_assert_num_queries
):
    for number in range(rows):
        join("source", data=corpus.pdf(str(number)))
    with django_assert_num_queries(6):
        mine.get(reverse("needs:documents", args=[need.pk]))


def test_public_document_is_added_by_its_form(mine, need, agent):
    answer = mine.post(add_url(need), {"is_accessible": "on", "file": file()}, follow=True)
    attachment = Attachment.objects.get()
    assert answer.redirect_chain == [(reverse("needs:documents", args=[need.pk]), 302)]
    assert "« Cahier.pdf » est ajouté." in text_of(answer)
    assert (attachment.object_id, attachment.purpose, attachment.uploader) == (need.pk, "public", agent)


def test_received_document_says_from_whom_and_when(mine, need):
    data = {
        "received_from": "Ondine",
        "received_on": timezone.localdate().isoformat(),
        "confidentiality": "secret",
        "file": file(),
    }
    text = text_of(mine.post(add_url(need, "recu"), data, follow=True))
    assert "Remis par Ondine le" in text and "Secret des affaires demandé." in text


@pytest.mark.parametrize(
    ("purpose", "data", "sentence"),
    [
        ("public", {"is_accessible": "on"}, "Choisissez le fichier à ajouter."),
        ("public", {"file": "texte"}, "Choisissez le fichier à ajouter."),
        ("public", {"file": file()}, "Cochez « accessible »"),
        ("travail", {"file": file(b"", "vide.pdf")}, "Ce fichier est vide"),
        ("travail", {"file": file(corpus.SVG, "logo.svg")}, "Ce type de fichier n'est pas accepté"),
        ("travail", {"file": file(corpus.SVG, "a" * 200 + ".svg")}, "Ce type de fichier n'est pas accepté"),
        ("travail", {"file": file(corpus.pixel_bomb(), "b.png")}, "millions au plus"),
        ("recu", {"file": file(), "received_from": "O", "received_on": "demain"}, "Écrivez une date"),
        ("recu", {"file": file(), "received_from": "O", "received_on": "2999-01-01"}, "Ce jour est à venir"),
        ("recu", {"file": file(), "received_on": "2020-01-01"}, "Écrivez le nom de l'entreprise"),
    ],
)
def test_refused_document_is_said_beside_its_field(mine, need, purpose, data, sentence):
    if "file" in data and hasattr(data["file"], "seek"):
        data["file"].seek(0)
    answer = mine.post(add_url(need, purpose), data)
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def test_heavy_file_is_refused_and_what_was_typed_stays(mine, need, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    data = {"accessible_contact": "Service de l'eau", "file": file(bytes(1_500_000), "gros.pdf")}
    answer = mine.post(add_url(need), data)
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    text = text_of(answer)
    assert "Ce fichier dépasse 1 Mo." in text and 'value="Service de l\'eau"' in text


def test_document_is_removed_after_one_more_question(mine, need, join):
    attachment = join()
    url = reverse("needs:document_remove", args=[need.pk, attachment.pk])
    assert "Retirer ce document ?" in text_of(mine.get(url))
    assert "« Cahier.pdf » est retiré." in text_of(mine.post(url, follow=True))
    assert not Attachment.objects.live().exists()
    assert mine.post(url).status_code == 404


def test_document_of_another_need_is_not_found_here(mine, need, join, make_need):
    attachment, other = join(), make_need()
    for name in ["document_remove", "document_text"]:
        assert mine.get(reverse(f"needs:{name}", args=[other.pk, attachment.pk])).status_code == 404


def test_closed_need_keeps_its_documents_and_says_why(mine, need, join):
    attachment = join()
    Need.objects.filter(pk=need.pk).update(status=NeedStatus.CLOSED)
    page = text_of(mine.get(reverse("needs:documents", args=[need.pk])))
    assert "Cahier.pdf" in page and "Retirer" not in page and "Ajouter un document public" not in page
    for url in [add_url(need), reverse("needs:document_remove", args=[need.pk, attachment.pk])]:
        answer = mine.get(url)
        assert answer.status_code == 409
        assert "ne changent plus depuis la fin des échanges" in text_of(answer)


def test_reader_sees_and_does_not_add(client, need, join, agent):
    join("source", name="Notes.pdf")
    client.force_login(MembershipFactory(organisation=agent.buyer.organisation, role="reader").user)
    assert "Voir tous les documents" in text_of(client.get(f"/besoins/{need.pk}/"))
    page = text_of(client.get(reverse("needs:documents", args=[need.pk])))
    assert "Notes.pdf" in page and "Ajouter un document" not in page and "Retirer" not in page
    assert client.post(add_url(need), {"is_accessible": "on", "file": file()}).status_code == 403
    assert Attachment.objects.count() == 1


def test_others_do_not_find_the_page(client, need):
    for user in [buyer_user(), UserFactory(moderator=True)]:
        client.force_login(user)
        assert client.get(reverse("needs:documents", args=[need.pk])).status_code == 404


def test_unknown_purpose_is_not_found(mine, need):
    assert mine.get(add_url(need, "autre")).status_code == 404


@pytest.fixture
def draft(make_need):
    return make_need()


def step(need, slug="besoin"):
    return reverse("needs:edit", args=[need.pk, slug])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (corpus.word("Les fuites d'eau coûtent cher."), "Note.docx"),
        (corpus.odf("odt", corpus.odt_content("Les fuites d'eau coûtent cher.")), "Note.odt"),
        (corpus.pdf("Les fuites d'eau coûtent cher."), "Note.pdf"),
    ],
)
def test_text_of_a_working_document_stands_beside_every_step(mine, draft, join, run_jobs, data, name):
    join("source", to=draft, data=data, name=name)
    assert "Lecture du texte en attente" in text_of(mine.get(step(draft)))
    run_jobs()
    for slug in ["besoin", "situation"]:
        answer = mine.get(step(draft, slug))
        if answer.status_code == 200:
            text = text_of(answer)
            assert "Les fuites d'eau coûtent cher." in text
            assert 'role="region" tabindex="0"' in text and f"Texte de {name}" in text


def test_long_text_is_cut_beside_the_form_and_whole_on_its_page(mine, draft, join, run_jobs):
    attachment = join("source", to=draft, data=corpus.word("mot " * 6000, "la fin"), name="Long.docx")
    run_jobs()
    beside = text_of(mine.get(step(draft)))
    assert "la fin" not in beside and "Lire la suite de ce texte" in beside
    url = reverse("needs:document_text", args=[draft.pk, attachment.pk])
    assert f'href="{url}"' in beside and "la fin" in mine.get(url).text


def test_text_from_a_document_is_shown_never_run(mine, draft, join, run_jobs):
    join("source", to=draft, data=corpus.word("<script>alert(1)</script>"), name="<b>.docx")
    run_jobs()
    page = mine.get(step(draft)).text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page


def test_text_of_a_document_set_aside_is_not_shown(mine, draft, join):
    attachment = join("source", to=draft, data=corpus.word("secret"), name="Note.docx")
    Attachment.objects.update(status="quarantined", text="secret", text_status="read")
    page = text_of(mine.get(step(draft)))
    assert "secret" not in page and "mis à l'écart" in page
    assert mine.get(reverse("needs:document_text", args=[draft.pk, attachment.pk])).status_code == 404


def test_adding_from_a_step_leads_back_to_it(mine, draft):
    page = mine.get(step(draft)).text
    assert f'href="{add_url(draft, "travail", "?retour=besoin")}"' in page
    answer = mine.post(add_url(draft, "travail", "?retour=besoin"), {"file": file()})
    assert answer.url == step(draft)


@pytest.mark.parametrize("back", ["https://evil.example", "absent", "", "\x00"])
def test_other_ways_back_lead_to_the_documents(mine, draft, back):
    answer = mine.post(
        reverse("needs:document_add", args=[draft.pk, "travail"]) + f"?retour={back}", {"file": file()}
    )
    assert answer.url == reverse("needs:documents", args=[draft.pk])


def test_new_draft_explains_that_it_must_be_saved_first(mine):
    assert "écrivez vos premiers mots, puis « Continuer »" in text_of(mine.get(reverse("needs:create")))
