"""A file of a partner, up to the census: each company decides about its own sheet, nothing is public before."""

import re

import pytest
from playwright.sync_api import expect

from grandest_portal.core.jobs import run_due_jobs
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.browser.census.conftest import main
from tests.browser.test_story import press, publish_from_desk
from tests.suppliers.imports.conftest import as_csv, line

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

# The number of the first line is that of the manager's company; this is half of it.
HALF = "7328293"
TITLE = "Écoute des fuites"


def file_of(*lines):
    sent = as_csv(*lines)
    return {"name": sent.name, "mimeType": "text/csv", "buffer": sent.read()}


def send_file(page):
    page.goto("/solutions/imports/")
    press(page, "Vérifier le fichier")
    expect(page.locator(".error-summary")).to_contain_text("Choisissez le fichier à vérifier.")
    lines = [line(title=TITLE, served="57"), line(title="Balai connecté", number=HALF, trl="12", served="57")]
    page.locator("main [name=file]").set_input_files(file_of(*lines))
    press(page, "Vérifier le fichier")
    expect(page).to_have_url(re.compile(r"/solutions/imports/\d+/"))
    expect(main(page)).to_contain_text("Vous pouvez quitter cette page")
    run_due_jobs()
    page.reload()


def refused_line(page):
    return page.locator("main li.row").filter(has_text="Balai connecté")


def test_a_prepared_sheet_is_confirmed_by_its_company_before_anybody_reads_it(people, enter, person):
    partner, manager, visitor = enter(people["partner"]), enter(people["manager"]), person(width=320)
    send_file(partner)
    expect(refused_line(partner)).to_contain_text("SIRET ou TVA « 7328293 »")
    expect(refused_line(partner)).to_contain_text("Écrivez un seul chiffre, de 1 à 9.")
    assert Solution.objects.count() == 0
    partner.goto("/solutions/imports/")
    main(partner).get_by_role("link", name=re.compile("solutions.csv")).click()
    press(partner, "Importer la ligne valable")
    expect(main(partner)).to_contain_text("0 ligne importée, 1 encore à importer")
    run_due_jobs()
    partner.reload()
    expect(main(partner)).to_contain_text("Lignes importées")

    prepared = Solution.objects.get()
    assert prepared.status == SolutionStatus.DRAFT
    assert visitor.goto(f"/solutions/{prepared.pk}/").status == 404
    visitor.goto(f"/solutions/?q={TITLE}")
    assert visitor.locator("main li.row").count() == 0

    manager.goto("/mes-solutions/")
    main(manager).get_by_role("link", name="Lire ces fiches").click()
    expect(main(manager)).to_contain_text("Agence des essais")
    main(manager).get_by_role("link", name=TITLE).click()
    expect(main(manager)).to_contain_text("Salon fictif de l'eau")
    press(manager, "Confirmer et envoyer en relecture")
    expect(manager).to_have_url(re.compile("/envoyee/"))
    assert visitor.goto(f"/solutions/{prepared.pk}/").status == 404

    publish_from_desk(enter(people["moderator"]), f"/admin/suppliers/solution/{prepared.pk}/change/")
    visitor.goto(f"/solutions/{prepared.pk}/")
    expect(main(visitor)).to_contain_text("Écoute Capteurs")
    expect(main(visitor)).to_contain_text("Fiche importée par Agence des essais")
    expect(main(visitor)).to_contain_text("Confirmée par l'entreprise")
