"""The self-assessment: a reasoned note, signed, kept; never a verdict, a number or a reason to match."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import AssessmentQuestion, Wording
from needs.models import Match
from suppliers.actions import (
    choose_assessment_audience,
    comment_assessment,
    save_answers,
    sign_assessment,
    start_assessment,
    state_route,
    withdraw_assessment,
)
from suppliers.innovation import content_of, document_of, mark_of_content, seal_of
from suppliers.models import Assessment, Solution
from tests.factories import NeedFactory, UserFactory, buyer_user
from tests.needs.matching.engines import refresh_need
from tests.suppliers.helpers import member
from tests.suppliers.innovation.conftest import ANSWERS

pytestmark = pytest.mark.django_db


def said(document, section, part):
    """The texts of one part of the note."""
    (found,) = [each for each in document["sections"] if each["title"] == section]
    (found,) = [each for each in found["parts"] if each["title"] == part]
    return " | ".join(item for block in found["blocks"] for item in [block["text"], *block["items"]])


def home(client, solution):
    return html.unescape(client.get(f"/solutions/{solution.pk}/innovation/").text)


def test_the_questionnaire_has_two_families_and_every_question_its_source(innovation):
    rows = list(AssessmentQuestion.objects.offered(timezone.localdate()))
    assert [sum(row.family == family for row in rows) for family in ("solution", "company")] == [10, 8]
    assert all(row.why and row.supports and row.lacks and row.source for row in rows)


def test_the_note_says_what_supports_what_lacks_and_what_was_not_answered(draft):
    document = document_of(draft, timezone.localdate())
    supports, lacks = (
        said(document, "La solution", "Ce qui appuie"),
        said(document, "La solution", "Ce qui manque"),
    )
    assert "rien d'équivalent ne s'achète" in supports and "Deux cents points d'écoute" in supports
    assert "améliore sensiblement" not in supports  # a yes without a word supports nothing
    assert "L'explication d'un « oui »" in lacks and "Ce qui reste nouveau malgré les années" in lacks
    assert "procédé nouveau" in said(document, "La solution", "Sans objet")
    unanswered = said(document, "La solution", "Les questions sans réponse")
    assert "essayée dans des conditions réelles" in unanswered
    assert "jeune entreprise innovante" in said(document, "L'entreprise", "Ce qui appuie")
    assert "n'engage aucun acheteur" in document["warning"]
    assert "CCP L2172-3, second alinéa" in str(document["sections"]) and "1er novembre 2026" in str(document)


def test_the_note_holds_no_total_no_share_and_no_verdict(client, sign, solution):
    sign()
    page = home(client, solution)
    main = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])
    assert "%" not in main
    assert not re.search(r"\d+\s*(/|sur)\s*\d+|\bscore\b|\bnote de\b|\bpoints?\s*:", main)
    assert not re.search(r"\d+ (oui|non|réponses?|questions?)\b", main)
    assert "est innovante" not in main


def test_a_signed_note_keeps_its_text_and_its_seal(sign, solution, speaker):
    note = sign()
    AssessmentQuestion.objects.update(wording="Autre question ?", supports="Autre phrase.")
    Wording.objects.filter(key="assessment_declaration").update(text="Autre portée.")
    note = Assessment.objects.for_list().get(pk=note.pk)
    assert "n'engage aucun acheteur" in document_of(note, None)["warning"]
    assert "rien d'équivalent ne s'achète" in str(document_of(note, None))
    assert (note.signed_by, note.signer_position, note.seal) == (speaker, "Directrice", seal_of(note))
    note.note["company"] = "Une autre"
    assert note.seal != seal_of(note)  # control: another text has another seal
    assert [entry.verb for entry in history_of(note)][:1] == ["assessment.signed"]


def test_a_change_of_the_sheet_is_said(client, sign, solution):
    sign()
    assert "signée sur la version 1 de la fiche" in home(client, solution)
    assert "qui a changé depuis" not in home(client, solution)
    Solution.objects.filter(pk=solution.pk).update(version=4, description="Un autre texte.")
    said = "signée sur la version 1 de la fiche, qui a changé depuis : elle en est à la version 4"
    assert said in home(client, solution)
    assert said.capitalize()[:40] in html.unescape(client.get(f"/solutions/{solution.pk}/").text)


def test_who_signs_has_read_this_very_text(draft, speaker):
    mark = mark_of_content(content_of(draft, timezone.localdate()))
    save_answers(draft, answers={"offerte_depuis_peu": {"answer": "yes"}}, by=speaker)
    with pytest.raises(Conflict):
        sign_assessment(draft, by=speaker, position="Directrice", audience="everyone", mark=mark)
    draft.refresh_from_db()
    mark = mark_of_content(content_of(draft, timezone.localdate()))
    assert sign_assessment(draft, by=speaker, position="D", audience="everyone", mark=mark).is_signed


def test_an_empty_note_and_a_signed_one_are_refused(sign, solution, speaker):
    note = sign()
    with pytest.raises(DomainError, match="signée"):
        save_answers(note, answers=ANSWERS, by=speaker)
    with pytest.raises(DomainError):
        sign_assessment(note, by=speaker, position="Directrice", audience="everyone")
    Assessment.objects.all().delete()
    with pytest.raises(DomainError, match="rien à signer"):
        sign_assessment(start_assessment(solution, by=speaker), by=speaker, position="D", audience="everyone")


def test_a_new_note_starts_from_the_last_and_replaces_it(sign, solution, speaker):
    first = sign(audience="buyers")
    second = start_assessment(solution, by=speaker)
    assert (second.answers, second.audience) == (first.answers, "buyers")
    assert start_assessment(solution, by=speaker) == second
    sign_assessment(second, by=speaker, position="Directrice", audience="everyone")
    first.refresh_from_db()
    assert (first.status, first.ended_at is not None) == ("replaced", True)
    assert Assessment.objects.signed().get() == second


def test_two_people_answer_and_nothing_is_lost(draft, speaker):
    save_answers(draft, answers={"nouveau_procede": {"answer": "no"}}, by=speaker, version=draft.version)
    with pytest.raises(Conflict):
        save_answers(draft, answers={"nouveau_procede": {"answer": "yes"}}, by=speaker, version=draft.version)


@pytest.mark.parametrize(
    ("audience", "stranger", "buyer"),
    [("everyone", True, True), ("buyers", False, True), ("request", False, False)],
)
def test_the_company_chooses_who_reads(client, sign, solution, speaker, audience, stranger, buyer):
    note = sign(audience=audience)
    agent = buyer_user()
    Organisation.objects.filter(memberships__user=agent).update(verified_at=timezone.now())
    everybody = [(None, stranger), (agent, buyer), (speaker, True)]
    everybody += [(member(solution.company, role="reader"), True), (UserFactory(moderator=True), True)]
    for user, reads in everybody:
        client.logout()
        if user:
            client.force_login(user)
        assert ("Deux cents points" in home(client, solution)) is reads, user
        expected = 200 if reads else 403
        assert client.head(f"/solutions/{solution.pk}/innovation/notes/{note.pk}.pdf").status_code == expected
    choose_assessment_audience(note, audience="everyone", by=speaker)
    client.logout()
    assert "Deux cents points" in home(client, solution)


def test_a_withdrawn_note_is_the_companys_own(client, sign, solution, speaker):
    note = sign()
    withdraw_assessment(note, by=speaker, reason="Réponse inexacte.")
    assert client.get(f"/solutions/{solution.pk}/innovation/").status_code == 404
    assert client.get(f"/solutions/{solution.pk}/innovation/notes/{note.pk}.pdf").status_code == 403
    client.force_login(speaker)
    assert "Réponse inexacte." in home(client, solution)


def test_a_moderator_comments_beside_the_note_and_never_their_own(sign, solution, client):
    note, moderator = sign(), UserFactory(moderator=True)
    seal = note.seal
    comment_assessment(note, text="Le lien de la première preuve ne répond plus.", by=moderator)
    note.refresh_from_db()
    assert note.commented_at is not None and note.seal == seal == seal_of(note)
    page = home(client, solution)
    assert "ne répond plus" in page and "n'approuve pas la note" in page
    with pytest.raises(DomainError, match="jamais à une personne de l'entreprise"):
        comment_assessment(note, text="Bravo.", by=member(solution.company, user__moderator=True))
    with pytest.raises(Conflict):
        comment_assessment(note, text="Autre.", by=moderator, seen="une autre marque")


def test_the_company_is_told_of_a_comment_once(sign, solution, speaker, mailoutbox):
    """The control is the same text sent again: nothing new is told."""
    note, moderator = sign(), UserFactory(moderator=True)
    for _time in range(2):
        comment_assessment(note, text="La première preuve ne répond plus.", by=moderator)
    told = Notification.objects.get(user=speaker)
    assert told.title == f"Votre auto-évaluation est commentée : {solution}"
    assert "« La première preuve ne répond plus. »" in told.body
    assert told.path == f"/solutions/{solution.pk}/innovation/"
    assert [mail.subject for mail in mailoutbox] == [told.title]


def test_two_moderators_comment_and_the_second_reads_both(client, sign, solution):
    note, moderator = sign(), UserFactory(moderator=True)
    client.force_login(moderator)
    url = f"/solutions/{solution.pk}/innovation/commenter/"
    version = client.get(url).context["hidden"]
    comment_assessment(note, text="Premier,\nsur deux lignes.", by=UserFactory(moderator=True))
    late = client.post(url, {"text": "Second.", "version": version})
    assert late.status_code == 409 and "Premier," in late.text and "Second." in late.text
    assert client.post(url, {"text": "Second.", "version": late.context["hidden"]}).status_code == 302


def test_steps_save_by_themselves_and_lead_to_the_signature(client, solution, speaker):
    client.force_login(speaker)
    start = f"/solutions/{solution.pk}/innovation/commencer/"
    first = client.post(start).url
    assert (
        first
        == client.post(start).url
        == f"/solutions/{solution.pk}/innovation/etape/solution-ce-qui-est-nouveau/"
    )
    assert "data-autosave" in client.get(first).text
    typed = {"rien_d_equivalent": "yes", "rien_d_equivalent.explanation": "Comp", "version": "1"}
    typed["rien_d_equivalent.proof"] = "ftp://nulle-part"
    answer = client.post(first, typed, headers={"X-Autosave": "1"}).json()
    assert answer["version"] == 2 and "preuve" in answer["left"][0]["label"]
    stored = Assessment.objects.get().answers["rien_d_equivalent"]
    assert stored == {"answer": "yes", "explanation": "Comp", "proof": ""}
    urls, url = [], first
    while url.endswith("/") and "etape" in url and len(urls) < 9:
        urls.append(url)
        url = client.post(url, {"version": str(Assessment.objects.get().version)}).url
    assert len(urls) == 5 and url == f"/solutions/{solution.pk}/innovation/signer/"


def test_signing_on_the_page(client, draft, solution, speaker):
    client.force_login(speaker)
    url = f"/solutions/{solution.pk}/innovation/signer/"
    page = client.get(url)
    typed = {"version": page.context["mark"], "position": "Directrice", "audience": "everyone"}
    assert client.post(url, typed).status_code == 422
    save_answers(draft, answers={"nouveau_procede": {"answer": "no"}}, by=speaker)
    answer = client.post(url, {**typed, "agreed": "on"})
    assert answer.status_code == 409 and "relisez-la" in html.unescape(answer.text)
    typed["version"] = answer.context["mark"]
    assert client.post(url, {**typed, "agreed": "on"}).status_code == 302
    assert Assessment.objects.get().signer_position == "Directrice"


def test_nothing_of_it_is_read_by_the_matching(solution, sign, speaker):
    need = NeedFactory(published=True, title="Fuites d'eau", expected_result=solution.problem_solved)
    refresh_need(need.pk, timezone.now())
    before = list(Match.objects.values_list("solution", "score", "terms", "tie_break"))
    sign()
    way = {"route": "direct", "holder": "Fuites", "reference": "", "link": "", "valid_until": None}
    state_route(solution, data=way, by=speaker)
    refresh_need(need.pk, timezone.now())
    assert before == list(Match.objects.values_list("solution", "score", "terms", "tie_break")) != []


@pytest.mark.slow
def test_the_pdf_is_tagged_and_says_the_same(client, sign, solution):
    note = sign()
    answer = client.get(f"/solutions/{solution.pk}/innovation/notes/{note.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/Lang"].startswith("fr") and bool(
        reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    )
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for words in ["Jeanne Signataire", "Directrice", note.seal, "n'engage aucun acheteur", "Ce qui manque"]:
        assert "".join(words.split()) in text


def test_a_question_that_is_put_aside_is_asked_no_more(draft, solution, speaker):
    ended = timezone.localdate() - timedelta(days=1)
    AssessmentQuestion.objects.filter(key="rien_d_equivalent").update(ends_on=ended)
    assert "rien d'équivalent" not in str(document_of(draft, timezone.localdate()))
    with pytest.raises(DomainError, match="plus posée"):
        save_answers(draft, answers={"rien_d_equivalent": {"answer": "no"}}, by=speaker)
