"""A sheet handed over to another company; the yearly question, the label « à confirmer », the end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grandest_portal.accounts.enums import Side
from suppliers.actions import follow_confirmations
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.browser.census.conftest import french, main, speaker
from tests.browser.test_story import fill, press
from tests.factories import CompanyFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
    # Plain forms: no script of these pages does anything.
    pytest.mark.parametrize("scripted", [False], indirect=True, ids=["without JavaScript"]),
]

SIRET = "35600000000048"


def propose(page, solution):
    page.goto(f"/solutions/{solution}/")
    main(page).get_by_role("link", name="Transmettre à une autre entreprise").click()
    page.locator("[name=identifier_kind][value=siret]").check()
    fill(page, identifier="356 000 000 00049")
    press(page, "Proposer la fiche")
    expect(page.locator(".error-summary")).to_be_visible()
    fill(page, identifier="356 000 000 00048", note="Nous vous cédons cette activité.")
    press(page, "Proposer la fiche")
    expect(main(page)).to_contain_text("La fiche est proposée à Reprise des Vallées")


def test_a_sheet_is_handed_over_to_the_company_that_accepts_it(people, sheet, enter, person):
    taker = CompanyFactory(**french("Reprise des Vallées", SIRET))
    manager, heir = enter(people["manager"]), enter(speaker(taker, Side.COMPANY))
    visitor = person(width=320)
    propose(manager, sheet.pk)
    visitor.goto(f"/solutions/{sheet.pk}/")
    expect(main(visitor)).to_contain_text("Écoute Capteurs")

    heir.goto("/mes-solutions/")
    main(heir).get_by_role("link", name=str(sheet)).click()
    expect(main(heir)).to_contain_text("Nous vous cédons cette activité.")
    press(heir, "Accepter la fiche")
    expect(main(heir)).to_contain_text("La fiche est maintenant celle de votre entreprise.")

    visitor.reload()
    expect(main(visitor).locator(".lead").first).to_contain_text("Reprise des Vallées")
    manager.goto("/mes-solutions/")
    assert main(manager).get_by_role("link", name=str(sheet)).count() == 0
    assert manager.goto(f"/solutions/{sheet.pk}/amender/").status == 403
    heir.goto(f"/solutions/{sheet.pk}/amender/")
    expect(heir.get_by_role("heading", level=1)).to_have_text("Modifier la fiche publiée")


def age(solution, **marks):
    """The published sheet as it stands after a year without a word."""
    long_ago = timezone.now() - timedelta(days=500)
    dates = {"published_at": long_ago, "confirmed_at": long_ago, "created_at": long_ago}
    Solution.objects.filter(pk=solution.pk).update(**dates | marks)
    follow_confirmations(timezone.now())


def test_a_sheet_is_marked_then_confirmed_then_archived(people, sheet, enter, person):
    manager, visitor = enter(people["manager"]), person(width=320)
    age(sheet)
    manager.goto("/mes-solutions/")
    expect(main(manager).get_by_role("link", name=re.compile("Toujours valable"))).to_be_visible()
    age(sheet, confirmation_asked_at=timezone.now() - timedelta(days=60))
    visitor.goto("/solutions/")
    expect(visitor.locator("main li.row")).to_contain_text("à confirmer")

    manager.goto("/mes-solutions/")
    main(manager).get_by_role("link", name=re.compile("Toujours valable")).click()
    press(manager, "Oui, toujours valable")
    expect(main(manager)).to_contain_text("est dite toujours valable")
    visitor.reload()
    expect(visitor.locator("main li.row")).not_to_contain_text("à confirmer")

    manager.goto("/mes-solutions/")
    main(manager).get_by_role("link", name=re.compile("Archiver")).click()
    press(manager, "Archiver la fiche")
    expect(main(manager)).to_contain_text("est archivée")
    assert visitor.goto(f"/solutions/{sheet.pk}/").status == 404
    assert Solution.objects.get().status == SolutionStatus.ARCHIVED
