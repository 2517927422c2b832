"""Who meets in the journeys of the census: a company's manager, two verified buyers, a partner, a moderator."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from grandest_portal.accounts.enums import Side
from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.reference.models import Keyword, Territory
from suppliers.actions import publish_solution
from suppliers.enums import SolutionStatus
from tests.factories import (
    CompanyFactory,
    MembershipFactory,
    PartnerFactory,
    PublicBuyerFactory,
    UserFactory,
)
from tests.suppliers.helpers import code, solution_in, terms


def french(name, siret):
    """The fields of a verified organisation that is known by its SIRET."""
    given = {"name": name, "verified_at": timezone.now(), "country": "FR", "identifier_kind": "siret"}
    return {f"organisation__{key}": value for key, value in (given | {"identifier": siret}).items()}


def speaker(role, side):
    return MembershipFactory(organisation=role.organisation, user__side=side).user


@pytest.fixture
def people(transactional_db, innovation):
    """{role: user}, with the dated data, two CPV codes, four keywords and one department."""
    code()
    code("39224000", "Balais et brosses")
    terms("capteurs connectés", "détection de fuites", "eau potable")
    Keyword.objects.create(
        key="ancien", label="capteurs anciens", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    region = Territory.objects.create(kind="region", code="44", name="Grand Est")
    Territory.objects.create(kind="department", code="57", name="Moselle", parent=region)
    buyers = [
        PublicBuyerFactory(**french(name, siret))
        for name, siret in [("Ville de Testbrune", "44306184100047"), ("Ville de Rivebois", "55208131766522")]
    ]
    company = CompanyFactory(**french("Écoute Capteurs", "73282932000074"))
    partner = PartnerFactory(organisation__name="Agence des essais", organisation__verified_at=timezone.now())
    return {
        "manager": speaker(company, Side.COMPANY),
        "agent": speaker(buyers[0], Side.BUYER),
        "other agent": speaker(buyers[1], Side.BUYER),
        "partner": MembershipFactory(organisation=partner.organisation).user,
        "moderator": UserFactory(moderator=True),
    }


@pytest.fixture
def sheet(people):
    """A published sheet of the manager's company."""
    company = people["manager"].memberships.get().organisation.company
    made = solution_in(SolutionStatus.SUBMITTED, company=company, title="Écoute des fuites d'eau")
    publish_solution(made, by=people["moderator"])
    run_due_jobs()
    return made


def main(page):
    return page.get_by_role("main")


@pytest.fixture
def enter(person, live_server):
    """enter(user): a page of that person, signed in as after the login page."""

    def enter(user, width=1280):
        page, client = person(width), Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return enter
