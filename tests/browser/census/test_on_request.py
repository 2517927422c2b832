"""What a company gives on request, and its note: asked, granted, read, each reading shown to the company."""

import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from grandest_portal.core.jobs import run_due_jobs
from suppliers.actions import save_answers, start_assessment
from suppliers.models import AccessReading
from tests.browser.census.conftest import main
from tests.browser.test_story import fill, press
from tests.core.files import corpus
from tests.suppliers.innovation.conftest import ANSWERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

KEPT = "Les mesures restent quinze jours chez un hébergeur de Metz."
DOCUMENT = "protocole.pdf"
REASON = "Nous comparons les capteurs avant un marché de deux ans."


def keep_an_answer_and_a_document(page, solution):
    page.goto(f"/solutions/{solution}/amender/mise-en-oeuvre/")
    fill(page, security=KEPT)
    page.locator("[name=audience_security]").select_option("request")
    press(page, "Enregistrer")
    expect(main(page)).to_contain_text("visible dès maintenant")
    page.goto(f"/solutions/{solution}/documents/ajouter/document/")
    page.locator("[name=audience][value=request]").check()
    page.locator("[name=is_accessible]").check()
    sent = {"name": DOCUMENT, "mimeType": "application/pdf", "buffer": corpus.pdf("Protocole de mesure")}
    page.locator("main [name=file]").set_input_files(sent)
    press(page, "Ajouter un document")
    expect(main(page)).to_contain_text(DOCUMENT)
    run_due_jobs()


def shows_nothing_kept(page, solution):
    page.goto(f"/solutions/{solution}/")
    expect(main(page)).to_contain_text("ur demande")
    expect(main(page)).not_to_contain_text(KEPT)
    assert main(page).get_by_role("link", name=DOCUMENT).count() == 0


def ask(page, solution):
    page.goto(f"/solutions/{solution}/")
    main(page).get_by_role("link", name="Demander l'accès").click()
    press(page, "Envoyer la demande")
    expect(page.locator(".error-summary")).to_be_visible()
    fill(page, reason=REASON)
    press(page, "Envoyer la demande")
    expect(main(page)).to_contain_text("Votre demande est envoyée")


def test_an_answer_and_a_document_are_given_on_request(people, sheet, enter, person):
    manager, agent, other = enter(people["manager"]), enter(people["agent"]), enter(people["other agent"])
    visitor = person(width=320)
    manager.goto(f"/solutions/{sheet.pk}/acces/")
    expect(main(manager)).to_contain_text("Aucune demande pour l'instant")
    keep_an_answer_and_a_document(manager, sheet.pk)
    shows_nothing_kept(visitor, sheet.pk)
    ask(agent, sheet.pk)
    shows_nothing_kept(agent, sheet.pk)

    manager.goto(f"/solutions/{sheet.pk}/")
    main(manager).get_by_role("link", name=re.compile("Demandes d'accès")).click()
    main(manager).get_by_role("link", name="Ville de Testbrune").click()
    expect(main(manager)).to_contain_text(REASON)
    press(manager, "Donner l'accès")
    expect(main(manager)).to_contain_text("Aucune lecture.")

    agent.goto(f"/solutions/{sheet.pk}/")
    main(agent).get_by_role("link", name="Lire ce qui est donné sur demande").click()
    expect(main(agent)).to_contain_text(KEPT)
    main(agent).get_by_role("link", name=DOCUMENT).click()
    # Without an antivirus, a page says so first.
    with agent.expect_download() as given:
        main(agent).get_by_role("link", name="Télécharger quand même").click()
    assert given.value.suggested_filename == DOCUMENT
    shows_nothing_kept(other, sheet.pk)
    assert other.goto(f"/solutions/{sheet.pk}/acces/lire/").status == 403

    manager.goto(f"/solutions/{sheet.pk}/acces/")
    main(manager).locator("summary").click()
    readings = main(manager).locator("details li")
    expect(readings).to_have_count(2)
    expect(readings.first).to_contain_text(people["agent"].full_name)
    expect(readings.first).to_contain_text(DOCUMENT)
    assert set(AccessReading.objects.values_list("reader", flat=True)) == {people["agent"].pk}


def answer_first_step(page, solution):
    page.goto(f"/solutions/{solution}/innovation/")
    press(page, "Commencer")
    page.locator("[name=rien_d_equivalent][value=yes]").check()
    page.locator("[name='rien_d_equivalent.explanation']").fill("Deux cents points d'écoute comparés.")
    press(page)
    expect(page).to_have_url(re.compile("/etape/solution-en-quoi"))


def sign(page, solution):
    page.goto(f"/solutions/{solution}/innovation/signer/")
    expect(main(page)).to_contain_text("Deux cents points d'écoute comparés.")
    press(page, "Signer la note")
    expect(page.locator(".error-summary")).to_contain_text("Cochez cette case pour signer.")
    fill(page, position="Directrice des essais")
    page.locator("[name=audience][value=everyone]").check()
    page.locator("[name=agreed]").check()
    press(page, "Signer la note")
    expect(main(page)).to_contain_text("La note est signée.")


def pdf_of(page):
    with page.expect_download() as given:
        main(page).get_by_role("link", name="Télécharger en PDF").click()
    with open(given.value.path(), "rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_a_self_assessment_is_signed_commented_and_read_as_a_pdf(people, sheet, enter, person):
    manager, moderator, visitor = enter(people["manager"]), enter(people["moderator"]), person(width=320)
    assert visitor.goto(f"/solutions/{sheet.pk}/innovation/").status == 404
    answer_first_step(manager, sheet.pk)
    save_answers(start_assessment(sheet, by=people["manager"]), answers=ANSWERS, by=people["manager"])
    sign(manager, sheet.pk)

    moderator.goto(f"/solutions/{sheet.pk}/innovation/")
    main(moderator).get_by_role("link", name="Commenter la note").click()
    fill(moderator, text="Le brevet cité a été déposé en 2024.")
    press(moderator, "Enregistrer le commentaire")
    expect(main(moderator)).to_contain_text("Le commentaire est enregistré.")

    visitor.goto(f"/solutions/{sheet.pk}/")
    main(visitor).get_by_role("link", name="Lire la note").click()
    expect(main(visitor)).to_contain_text("Le brevet cité a été déposé en 2024.")
    text = pdf_of(visitor)
    for words in ["Deux cents points d'écoute comparés.", "Directrice des essais", "Le brevet cité"]:
        assert words in text.replace("’", "'")
    assert str(timezone.localdate().year) in text
