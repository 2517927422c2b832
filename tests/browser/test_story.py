"""The whole job in a browser: two people, a moderator, the worker's real mails; with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from grandest_portal.accounts.enums import Side
from grandest_portal.reference.actions import load_reference
from tests.factories import (
    PASSWORD,
    CompanyFactory,
    MembershipFactory,
    PublicBuyerFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

SITUATION = (
    "Nos douze écoles consomment beaucoup d'eau, dont une part la nuit quand personne n'en utilise. Les fuites sont "
    "découvertes à la réception de la facture, plusieurs mois plus tard, et les agents cherchent dans quel bâtiment."
)
RESULT = (
    "Être alertés le jour même d'une fuite d'eau, savoir dans quel bâtiment intervenir, sans travaux lourds."
)
PROBLEM = (
    "Les fuites d'eau d'un bâtiment scolaire restent cachées pendant des mois : la facture arrive trop tard et les "
    "agents ne savent pas où chercher dans les écoles."
)
DESCRIPTION = (
    "Un capteur posé sur la conduite écoute l'eau la nuit, reconnaît une fuite et alerte les agents."
)


@pytest.fixture
def people(transactional_db):
    """A buyer's agent, a company's manager and a moderator, each with a verified address."""
    load_reference()
    buyer = PublicBuyerFactory(
        organisation__name="Ville de Testbrune", organisation__verified_at=timezone.now()
    )
    company = CompanyFactory(organisation__name="Écoute Capteurs", organisation__verified_at=timezone.now())
    agent = MembershipFactory(organisation=buyer.organisation, user__side=Side.BUYER).user
    manager = MembershipFactory(organisation=company.organisation, user__side=Side.COMPANY).user
    return {"agent": agent, "manager": manager, "moderator": UserFactory(moderator=True)}


def log_in(page, user):
    page.goto("/compte/connexion/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Se connecter")
    expect(page).to_have_url(re.compile("/tableau-de-bord/"))


def press(page, label="Continuer"):
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def fill(page, **answers):
    """Type each answer in the field of that name."""
    for name, text in answers.items():
        page.locator(f"main [name={name}]").first.fill(text)


def write_need(page):
    page.goto("/besoins/nouveau/")
    fill(
        page,
        title="Réduire les pertes d'eau des écoles",
        summary="Trouver les fuites d'eau avant la facture.",
    )
    press(page)
    fill(page, current_situation=SITUATION, expected_result=RESULT)
    press(page)
    fill(page, cpv="38420000")
    page.get_by_label("Toute la région").check()
    press(page)
    page.locator("[name=budget_band][value=lt_40k]").check()
    press(page)  # length and procedure are proposed
    fill(page, contact_name="Camille Test", contact_role="Service de l'eau")
    press(page)
    expect(page.get_by_role("main")).to_contain_text("Trouver les fuites d'eau avant la facture.")
    press(page, "Envoyer en relecture")
    expect(page).to_have_url(re.compile(r"/besoins/\d+/envoye/"))


def write_solution(page):
    page.goto("/solutions/nouvelle/")
    fill(page, title="Écoute des fuites d'eau", problem_solved=PROBLEM, description=DESCRIPTION)
    press(page)
    fill(page, novelty="La mesure se fait de l'extérieur, sans couper la conduite d'eau.")
    page.locator("[name=trl][value='8']").check()
    press(page)
    fill(page, cpv="38420000")
    press(page)
    press(page, "Envoyer en relecture")
    expect(page).to_have_url(re.compile(r"/solutions/\d+/envoyee/"))


def publish_from_desk(page, path):
    page.goto("/admin/")
    page.goto(path)
    page.get_by_role("button", name=re.compile("Publier")).click()
    expect(page.locator(".messagelist, [role=status]").first).to_contain_text("publié")


def number_in(page):
    return int(re.search(r"/(\d+)/", page.url).group(1))


def test_buyer_company_and_moderator_meet(people, person, worker, settled, smtp):
    agent, manager, moderator = person(), person(), person()
    log_in(agent, people["agent"])
    log_in(manager, people["manager"])
    log_in(moderator, people["moderator"])

    write_need(agent)
    need = number_in(agent)
    write_solution(manager)
    solution = number_in(manager)
    settled()
    assert len(smtp.to(people["moderator"].email)) == 2

    publish_from_desk(moderator, f"/admin/needs/need/{need}/change/")
    publish_from_desk(moderator, f"/admin/suppliers/solution/{solution}/change/")
    settled()
    assert any("publié" in str(mail["Subject"]) for mail in smtp.to(people["agent"].email))

    pages = []
    for page in (agent, manager):
        page.goto(f"/besoins/{need}/correspondances/{solution}/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("orrespondance")
        pages.append(page.locator(".why").inner_text())
    assert pages[0] == pages[1]
    assert "fuite" in pages[0]
    assert person().goto(f"/besoins/{need}/correspondances/{solution}/").url.count("connexion") == 1

    agent.get_by_role("main").get_by_role("link", name="Proposer un rendez-vous").click()
    day = timezone.localdate() + timedelta(days=7)
    agent.locator("main input[type=date]").first.fill(day.isoformat())
    agent.locator("main input[type=time]").first.fill("10:00")
    agent.locator("[name=place_kind][value=video]").check()
    fill(agent, place="https://visio.example/salle")
    press(agent, "Envoyer la proposition")
    settled()
    assert smtp.to(people["manager"].email)

    manager.goto("/rendez-vous/")
    manager.get_by_role("main").get_by_role("link", name=re.compile("Testbrune|pertes d'eau")).first.click()
    manager.get_by_role("main").get_by_role("radio").first.check()
    press(manager, "Accepter ce créneau")
    expect(manager.get_by_role("main")).to_contain_text("Confirmé")
    settled()

    for user in (people["agent"], people["manager"]):
        mail = smtp.to(user.email)[-1]
        parts = {part.get_content_type(): part for part in mail.walk()}
        event = Calendar.from_ical(parts["text/calendar"].get_content()).walk("VEVENT")[0]
        assert event["DTSTART"].dt.astimezone(timezone.get_current_timezone()).strftime("%H:%M") == "10:00"
        assert {"text/plain", "text/html"} <= set(parts)

    for page in (agent, manager):
        page.goto("/rendez-vous/")
        expect(page.get_by_role("main")).to_contain_text("10")
