"""The life of a published need in a browser: a question answered to all, an interest, a change, the exit."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grandest_portal.core.models import Job
from needs.actions import publish_need
from needs.models import Interest, Need, Question
from tests.browser.test_story import (
    fill,
    log_in,
    number_in,
    people,  # noqa: F401
    press,
    publish_from_desk,
    write_need,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
QUESTION = "Les compteurs des écoles donnent-ils déjà une mesure par heure ?"
ANSWER = "Non : une mesure par mois, relevée à la main."
DECLARED = "Nous écoutons les conduites la nuit, sans les couper."


def main(page):
    return page.get_by_role("main")


def ask_and_declare(page, need):
    page.goto(f"/besoins/{need}/")
    main(page).get_by_role("link", name=re.compile("Poser une question")).first.click()
    fill(page, text=QUESTION)
    main(page).get_by_role("button").first.click()
    expect(main(page)).to_contain_text(QUESTION)
    page.goto(f"/besoins/{need}/interet/")
    fill(page, note=DECLARED)
    press(page, "Déclarer cet intérêt")
    expect(main(page)).to_contain_text(DECLARED)


def answer_all(page, need):
    page.goto(f"/besoins/{need}/questions/repondre/")
    page.locator("main textarea").first.fill(ANSWER)
    press(page, "Publier pour tous les réponses écrites")
    expect(main(page)).to_contain_text(ANSWER)
    page.goto(f"/besoins/{need}/interets/")
    expect(main(page)).to_contain_text(DECLARED)


def test_dialogue_change_and_exit(people, person, worker, settled, smtp):  # noqa: F811
    agent, manager, visitor = person(), person(), person(width=320)
    log_in(agent, people["agent"])
    log_in(manager, people["manager"])
    write_need(agent)
    need = number_in(agent)
    publish_need(Need.objects.get(pk=need), by=people["moderator"])
    settled()

    ask_and_declare(manager, need)
    answer_all(agent, need)
    settled()
    visitor.goto(f"/besoins/{need}/")
    expect(main(visitor)).to_contain_text(ANSWER)
    expect(main(visitor)).to_contain_text("1 entreprise intéressée")
    assert "Écoute Capteurs" not in main(visitor).inner_text()
    assert (Question.objects.count(), Interest.objects.count()) == (1, 1)
    assert smtp.to(people["manager"].email)

    agent.goto(f"/besoins/{need}/amender/besoin/")
    fill(agent, title="Trouver les fuites d'eau des écoles")
    press(agent, "Publier la modification")
    expect(main(agent)).to_contain_text("Trouver les fuites d'eau des écoles")
    visitor.goto(f"/besoins/{need}/versions/")
    expect(visitor.locator("main del").first).to_contain_text("Réduire")

    agent.goto(f"/besoins/{need}/consultation/")
    deadline = timezone.localtime() + timedelta(days=30)
    fill(
        agent,
        url="https://profil.example/consultations/1",
        deadline=deadline.strftime("%Y-%m-%dT12:00"),
        early_reason="Toutes les entreprises ont été entendues.",
    )
    press(agent, "Annoncer la consultation")
    expect(main(agent)).to_contain_text("Les échanges sont terminés")
    Job.objects.filter(name="needs.tell_amended").delete()  # due in a quarter of an hour
    settled()
    manager.goto(f"/besoins/{need}/")
    assert main(manager).get_by_role("link", name=re.compile("Poser une question")).count() == 0
    manager.goto("/mes-interets/")
    expect(main(manager)).to_contain_text("Trouver les fuites d'eau des écoles")
    visitor.goto(f"/besoins/{need}/")
    width = visitor.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


def test_a_moderator_reads_what_changed_and_brings_the_text_back(people, person, worker, settled):  # noqa: F811
    agent, moderator = person(), person()
    log_in(agent, people["agent"])
    log_in(moderator, people["moderator"])
    write_need(agent)
    need = number_in(agent)
    publish_from_desk(moderator, f"/admin/needs/need/{need}/change/")
    agent.goto(f"/besoins/{need}/amender/besoin/")
    fill(agent, title="Acheter un capteur précis")
    press(agent, "Publier la modification")
    moderator.goto(f"/admin/needs/need/{need}/change/")
    expect(moderator.locator("ins").first).to_contain_text("Acheter un capteur précis")
    moderator.locator("textarea[name=reason]").fill("Le titre nomme un produit.")
    moderator.get_by_role("button", name=re.compile("Remettre la version relue")).click()
    expect(moderator.locator(".messagelist").first).to_be_visible()
    agent.goto(f"/besoins/{need}/")
    expect(agent.get_by_role("heading", level=1)).to_contain_text("Réduire les pertes d'eau")
