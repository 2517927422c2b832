"""The whole job in a browser: two people, a moderator, the worker's real mails; with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from grandest_portal.accounts.enums import Side
from grandest_portal.reference.models import CPVCode
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
DESCRIPTION = "Un capteur posé sur la conduite écoute l'eau la nuit, reconnaît une fuite et alerte les agents du bâtiment."


@pytest.fixture
def people(dated_data):
    """A buyer's agent, a company's manager and a moderator, each with a verified address."""
    CPVCode.objects.create(code="38420000", check_digit="5", label="Instruments de mesure du débit", level=4)
    buyer = PublicBuyerFactory(
        organisation__name="Ville de Testbrune", organisation__verified_at=timezone.now()
    )
    company = CompanyFactory(organisation__name="Écoute Capteurs", organisation__verified_at=timezone.now())
    agent = MembershipFactory(organisation=buyer.organisation, user__side=Side.BUYER).user
    manager = MembershipFactory(organisation=company.organisation, user__side=Side.COMPANY).user
    return {"agent": agent, "manager": manager, "moderator": UserFactory(moderator=True)}


def log_in(page, user):
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").or_(page.get_by_label("E-mail")).first.fill(user.email)
    page.get_by_label("Mot de passe").first.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()
    expect(page).to_have_url(re.compile("/tableau-de-bord/"))


def forward(page, label="Continuer"):
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def write_need(page):
    page.goto("/besoins/nouveau/")
    page.get_by_label("Titre").fill("Réduire les pertes d'eau des écoles")
    page.get_by_label("Résumé").fill("Trouver les fuites d'eau des écoles avant la facture.")
    forward(page)
    page.get_by_label("Situation actuelle").fill(SITUATION)
    page.get_by_label("Résultat attendu").fill(RESULT)
    forward(page)
    page.get_by_label(re.compile("CPV")).fill("38420000")
    page.get_by_label("Toute la région").check()
    forward(page)
    page.get_by_label(re.compile("jusqu'au")).fill((timezone.localdate() + timedelta(days=30)).isoformat())
    forward(page)
    page.get_by_label(re.compile("Personne à contacter")).fill("Camille Test")
    forward(page)
    expect(page.get_by_role("main")).to_contain_text("Trouver les fuites d'eau des écoles avant la facture.")
    page.get_by_role("main").get_by_role("button", name=re.compile("Envoyer")).click()
    expect(page).to_have_url(re.compile(r"/besoins/\d+/envoye/"))


def write_solution(page):
    page.goto("/solutions/nouvelle/")
    page.get_by_label("Titre").fill("Écoute des fuites d'eau")
    page.get_by_label("Problème résolu").fill(PROBLEM)
    page.get_by_label("Description").fill(DESCRIPTION)
    forward(page)
    page.get_by_label(re.compile("nouveau")).fill(
        "La mesure se fait de l'extérieur, sans couper la conduite d'eau."
    )
    page.get_by_label(re.compile("8")).first.check()
    forward(page)
    page.get_by_label(re.compile("CPV")).fill("38420000")
    forward(page)
    page.get_by_role("main").get_by_role("button", name=re.compile("Envoyer")).click()
    expect(page).to_have_url(re.compile(r"/solutions/\d+/envoyee/"))


def publish_from_desk(page, path):
    page.goto("/admin/")
    page.goto(path)
    page.get_by_role("button", name=re.compile("Publier")).click()
    expect(page.locator(".messagelist, [role=status]").first).to_contain_text("Publier")


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
    agent.get_by_label("Date").first.fill(day.isoformat())
    agent.get_by_label(re.compile("Heure|Début")).first.fill("10:00")
    agent.get_by_label(re.compile("[Ll]ien|[Ll]ieu")).last.fill("https://visio.example/salle")
    agent.get_by_role("main").get_by_role("button", name=re.compile("Proposer|Envoyer")).click()
    settled()
    assert smtp.to(people["manager"].email)

    manager.goto("/rendez-vous/")
    manager.get_by_role("main").get_by_role("link", name=re.compile("Testbrune|pertes d'eau")).first.click()
    manager.get_by_role("main").get_by_role("radio").first.check()
    manager.get_by_role("main").get_by_role("button", name=re.compile("Accepter|Confirmer")).click()
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
