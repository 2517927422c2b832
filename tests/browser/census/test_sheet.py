"""A sheet written, published, changed in public and brought back, as its company and a moderator see it."""

import re

import pytest
from playwright.sync_api import expect

from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.browser.census.conftest import main
from tests.browser.test_story import DESCRIPTION, PROBLEM, fill, log_in, number_in, press, publish_from_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

TITLE = "Écoute des fuites d'eau"
NOVELTY = "La mesure se fait de l'extérieur, sans couper la conduite d'eau."
DEPLOYMENT = "Une demi-journée de pose par école, sans coupure d'eau."
# Silence, then the answer of the server.
PATIENCE = 20_000
SAVED = re.compile(r"enregistré à \d+ h \d\d")


def choose_by_keyboard(page, label, words, chosen):
    """Type in the box of suggestions, go down to the first one, take it: the box is empty again, the focus stays."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    page.keyboard.type(words)
    expect(page.get_by_role("option").filter(has_text=chosen)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text(chosen)
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def look_up(page, link, words, found):
    """Follow the link beside the field to the page of the vocabulary, search there, and come back."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=link).click()
    vocabulary = opened.value
    vocabulary.get_by_role("searchbox").fill(words)
    press(vocabulary, "Rechercher")
    expect(main(vocabulary)).to_contain_text(found)
    vocabulary.close()


def classify(page, scripted):
    if scripted:
        choose_by_keyboard(
            page, "Chercher un code par les mots de son libellé", "debit", "Instruments de mesure du débit"
        )
        choose_by_keyboard(page, "Chercher un mot clé", "fuites", "détection de fuites")
        # A term that is no longer in force is not proposed, and « Échap » closes the list.
        page.keyboard.type("capteurs")
        expect(page.get_by_role("option")).to_have_text(["capteurs connectés"])
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        return
    look_up(page, re.compile("Trouver un code"), "debit", "38420000")
    look_up(page, re.compile("Voir la liste"), "fuites", "détection de fuites")
    fill(page, cpv="38420000", keywords="détection de fuites")


def write_six_answers(page, scripted):
    page.goto("/solutions/nouvelle/")
    press(page)
    expect(page.locator(".error-summary a")).to_have_count(3)
    fill(page, title=TITLE, problem_solved=PROBLEM, description=DESCRIPTION)
    press(page)
    fill(page, novelty=NOVELTY)
    page.locator("[name=trl][value='8']").check()
    press(page)
    classify(page, scripted)
    press(page)
    expect(page).to_have_url(re.compile("/verifier/"))


def add_optional_answer(page, solution, scripted):
    """With JavaScript the answer is stored while it is typed, and the page says so; else its button stores it."""
    page.goto(f"/solutions/{solution}/modifier/mise-en-oeuvre/")
    fill(page, deployment=DEPLOYMENT)
    if scripted:
        page.locator("[name=deployment]").blur()
        expect(page.locator(".save-state")).to_have_text(SAVED, timeout=PATIENCE)
    else:
        press(page, "Enregistrer et quitter")
        expect(page).to_have_url(re.compile("/mes-solutions/"))
    assert Solution.objects.get().deployment == DEPLOYMENT


def test_six_answers_are_published_and_the_rest_comes_when_one_likes(people, enter, person, scripted):
    manager, moderator, visitor = person(), enter(people["moderator"]), person(width=320)
    log_in(manager, people["manager"])
    write_six_answers(manager, scripted)
    solution = number_in(manager)
    add_optional_answer(manager, solution, scripted)
    assert visitor.goto(f"/solutions/{solution}/").status == 404
    manager.goto(f"/solutions/{solution}/verifier/")
    press(manager, "Envoyer en relecture")
    expect(main(manager)).to_contain_text(f"S-{solution}")

    publish_from_desk(moderator, f"/admin/suppliers/solution/{solution}/change/")
    visitor.goto("/solutions/")
    main(visitor).get_by_role("link", name=TITLE).click()
    expect(main(visitor)).to_contain_text(NOVELTY)
    expect(main(visitor)).to_contain_text(DEPLOYMENT)
    expect(main(visitor)).to_contain_text("détection de fuites")
    row = Solution.objects.get()
    assert (row.status, row.keywords) == (SolutionStatus.PUBLISHED, "détection de fuites")
    assert [code.pk for code in row.cpv.for_list()] == ["38420000"]


def test_a_change_is_public_at_once_read_and_brought_back(people, sheet, enter, person):
    manager, moderator, visitor = enter(people["manager"]), enter(people["moderator"]), person(width=320)
    manager.goto(f"/solutions/{sheet.pk}/amender/")
    main(manager).get_by_role("link", name=re.compile("Modifier.*Titre")).click()
    fill(manager, title="Le meilleur capteur de fuites")
    press(manager, "Enregistrer")
    expect(main(manager)).to_contain_text("visible dès maintenant")

    visitor.goto(f"/solutions/{sheet.pk}/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Le meilleur capteur de fuites")
    main(visitor).get_by_role("link", name="Voir ce qui a changé").click()
    expect(visitor.locator("main del").first).to_contain_text("Écoute")
    expect(visitor.locator("main ins").first).to_contain_text("meilleur")

    moderator.goto(f"/admin/suppliers/solution/{sheet.pk}/change/")
    expect(moderator.locator("ins").first).to_contain_text("meilleur")
    moderator.locator("textarea[name=reason]").fill("Le titre vante au lieu de décrire.")
    moderator.get_by_role("button", name=re.compile("Remettre la version relue")).click()
    expect(moderator.locator(".messagelist").first).to_be_visible()

    visitor.goto(f"/solutions/{sheet.pk}/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Écoute des fuites d'eau")
    visitor.goto(f"/solutions/{sheet.pk}/versions/")
    expect(main(visitor)).to_contain_text("Le titre vante au lieu de décrire.")
    expect(main(visitor)).not_to_contain_text("Le meilleur capteur")
    manager.goto("/notifications/")
    expect(main(manager)).to_contain_text("Écoute des fuites d'eau")
