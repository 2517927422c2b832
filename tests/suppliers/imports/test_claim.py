"""The company decides about what was prepared for it; nobody else reads it before."""

import re
from datetime import timedelta
from html import unescape

import pytest
import stdnum.fr.siret
from django.utils import timezone

from buyers.actions import register_buyer
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.notifications.models import Notification, OutgoingEmail
from suppliers.actions import (
    confirm_origin,
    delete_solution_draft,
    forget_contacts,
    prove_origin,
    publish_solution,
    register_company,
    release_mistaken,
    submit_solution,
    update_solution,
)
from suppliers.enums import OriginStatus, SolutionStatus
from suppliers.models import ClaimInvitation, Company, ImportLine, Origin, Solution
from tests.factories import MembershipFactory, UserFactory, company_user
from tests.screens import seen_on
from tests.suppliers.imports.conftest import SIRETS, as_csv, line

DATA = {
    "name": "Ondes fictives",
    "country": "FR",
    "identifier_kind": "siret",
    "identifier": SIRETS[0],
    "street": "1 rue du Test",
    "postal_code": "57000",
    "city": "Metz",
    "website": "",
}


@pytest.fixture
def prepared(run):
    run(as_csv(line()))
    return Solution.objects.get()


def registered(approved=True):
    """A person who registers the company by its SIRET."""
    user = UserFactory()
    register_company(user, data=DATA, position="Gérante", company_data={}, by=user)
    if approved:
        Membership.objects.filter(user=user).update(status="approved", decided_at=timezone.now())
        Organisation.objects.filter(identifier=SIRETS[0]).update(verified_at=timezone.now())
    return user


def test_person_of_the_company_sees_and_sends_it(prepared, client):
    client.force_login(registered())
    assert "1 fiche a été préparée pour vous" in client.get("/mes-solutions/").text
    assert "Écoute des fuites" in client.get("/mes-solutions/preparees/").text
    page = client.get(f"/mes-solutions/preparees/{prepared.pk}/").text
    assert "Salon fictif de l'eau" in page.replace("&#x27;", "'") and "contact@" not in page
    seen = seen_on(client, f"/mes-solutions/preparees/{prepared.pk}/")
    answer = client.post(f"/mes-solutions/preparees/{prepared.pk}/confirmer/", {"send": "1", **seen})
    assert answer.url == f"/solutions/{prepared.pk}/envoyee/"
    prepared.refresh_from_db()
    assert (prepared.status, prepared.origin.status) == (SolutionStatus.SUBMITTED, OriginStatus.CONFIRMED)
    assert prepared.author == Membership.objects.get(organisation__identifier=SIRETS[0]).user
    publish_solution(prepared, by=UserFactory(moderator=True))
    assert "Fiche importée par" in client.get(f"/solutions/{prepared.pk}/").text


def test_corrected_first_it_waits_for_its_sending(prepared, client):
    client.force_login(registered())
    seen = seen_on(client, f"/mes-solutions/preparees/{prepared.pk}/")
    answer = client.post(f"/mes-solutions/preparees/{prepared.pk}/confirmer/", seen)
    assert answer.url == f"/solutions/{prepared.pk}/verifier/"
    prepared.refresh_from_db()
    assert (prepared.status, prepared.origin.status) == (SolutionStatus.DRAFT, OriginStatus.CONFIRMED)


def test_sending_it_by_the_usual_way_confirms_it(prepared):
    user = registered()
    update_solution(prepared, data={"title": "Corrigé"}, by=user)
    submit_solution(prepared, by=user)
    prepared.origin.refresh_from_db()
    assert (prepared.origin.status, prepared.origin.contact) == (OriginStatus.CONFIRMED, "")


def test_refused_it_is_erased_and_the_partner_told(prepared, client, partner, send):
    client.force_login(registered())
    url = f"/mes-solutions/preparees/{prepared.pk}/refuser/"
    assert client.post(url, {"reason": "Nous ne vendons plus cela."}).status_code == 302
    assert not Solution.objects.exists()
    read = ImportLine.objects.get()
    assert (read.values, read.contact) == ({}, "")
    told = Notification.objects.filter(user=partner, kind="suppliers.prepared_declined").get()
    assert "Nous ne vendons plus cela." in told.body
    assert "refusée par l'entreprise" in send(as_csv(line())).lines.get().problems[0]["why"]


@pytest.mark.parametrize("who", ["other company", "waiting", "partner", "moderator", "anonymous"])
def test_nobody_else_reads_or_decides(prepared, client, partner, who):
    user = {
        "other company": company_user,
        "waiting": lambda: registered(approved=False),
        "partner": lambda: partner,
        "moderator": lambda: UserFactory(moderator=True),
        "anonymous": lambda: None,
    }[who]()
    if user:
        client.force_login(user)
    base = f"/mes-solutions/preparees/{prepared.pk}/"
    found = {
        client.get("/mes-solutions/preparees/").status_code,
        client.get(base).status_code,
        client.post(f"{base}confirmer/").status_code,
        client.post(f"{base}refuser/").status_code,
        client.get(f"/solutions/{prepared.pk}/").status_code,
    }
    allowed = {"anonymous": {302, 404}, "other company": {200, 404}}.get(who, {403, 404})
    assert found == allowed
    assert "Écoute des fuites" not in client.get("/mes-solutions/", follow=True).text
    prepared.refresh_from_db()
    assert prepared.origin.is_waiting
    if user:
        with pytest.raises(DomainError):
            confirm_origin(prepared, by=user)


def test_moderator_with_a_proof_lets_it_be_read_and_published(prepared):
    moderator = UserFactory(moderator=True)
    prove_origin(prepared.origin, by=moderator, reason="Courriel de la gérante du 3 mars.")
    prepared.refresh_from_db()
    assert (prepared.status, prepared.author) == (SolutionStatus.SUBMITTED, None)
    publish_solution(prepared, by=moderator)
    prepared.refresh_from_db()
    assert prepared.is_published and prepared.origin.proof


def test_control_without_a_proof_nobody_publishes_it(prepared):
    Solution.objects.filter(pk=prepared.pk).update(status=SolutionStatus.SUBMITTED)
    with pytest.raises(DomainError, match="Vérifiez d'abord l'organisation"):
        publish_solution(prepared, by=UserFactory(moderator=True))


def test_proof_of_an_incomplete_sheet_is_refused(run):
    run(as_csv(line(cpv="")))
    origin = Origin.objects.get()
    with pytest.raises(DomainError, match="au moins un code CPV"):
        prove_origin(origin, by=UserFactory(moderator=True), reason="Oui")


def test_invitation_leaves_once_and_only_when_asked(run):
    run(as_csv(line()))
    assert invitations() == []
    run(as_csv(line(title="Deux"), line(title="Trois")), invites=True)
    run(as_csv(line(title="Quatre")), invites=True)
    (sent,) = invitations()
    assert sent.subject == "2 fiches préparées pour Ondes fictives"


def invitations():
    return list(OutgoingEmail.objects.filter(subject__contains="préparée"))


def test_opt_out_stops_every_later_mail(run, client, settings):
    run(as_csv(line()), invites=True)
    (sent,) = invitations()
    path = re.search(rb"<https?://[^/]+(/solutions/invitation/[^>]+)>", bytes(sent.mime)).group(1).decode()
    assert client.get(path).status_code == 200
    assert ClaimInvitation.objects.filter(refused_at=None).exists()
    assert client.post(path).status_code == 200
    assert (
        not Origin.objects.exclude(contact="").exists()
        and not ImportLine.objects.exclude(contact="").exists()
    )
    run(as_csv(line(number=SIRETS[1], company="Autre fictive")), invites=True)
    assert len(invitations()) == 1
    assert client.post("/solutions/invitation/faux/").status_code == 410


def test_day_has_its_number_of_invitations(run, parameter):
    parameter("claim_invitations_per_day", 1)
    lines = [line(number=siret, contact=f"a{place}@x.example") for place, siret in enumerate(SIRETS[:2])]
    run(as_csv(*lines), invites=True)
    assert len(invitations()) == 1


def test_contacts_are_forgotten_after_their_days(prepared):
    assert forget_contacts(timezone.now() + timedelta(days=89)) == 0
    assert forget_contacts(timezone.now() + timedelta(days=91)) == 1
    assert not ImportLine.objects.exclude(contact="").exists()


def test_buyer_taken_for_a_company_registers_and_the_mistake_is_undone(prepared):
    user = UserFactory()
    membership = register_buyer(user, data=DATA, position="Maire", kind="commune", by=user)
    assert release_mistaken() == 0
    Organisation.objects.filter(pk=membership.organisation_id).update(verified_at=timezone.now())
    assert release_mistaken() == 1
    assert not Company.objects.exists() and not Solution.objects.exists()


def test_run_due_jobs_is_quiet(prepared):
    assert run_due_jobs() == 0


def other_establishment(**changes):
    """A SIRET of the same SIREN as the first one."""
    siren = SIRETS[0][:9]
    numbers = (f"{siren}{nic:05d}" for nic in range(100, 200))
    number = next(each for each in numbers if stdnum.fr.siret.is_valid(each))
    return line(number=number, title="Fiche de l'autre établissement", **changes)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_sheet_of_another_establishment_is_told_not_opened(run, client, role):
    """The control is a sheet of another company, and a reader: neither is told."""
    run(as_csv(other_establishment(), line(number=SIRETS[1], title="D'une autre entreprise")))
    user = registered()
    Membership.objects.filter(user=user).update(role=role)
    client.force_login(user)
    page = unescape(client.get("/mes-solutions/preparees/").text)
    told = role == "editor"
    assert ("Même entreprise, autre établissement" in page) is told
    assert ("Fiche de l'autre établissement" in page) is told and "D'une autre entreprise" not in page
    other = Solution.objects.get(title="Fiche de l'autre établissement")
    base = f"/mes-solutions/preparees/{other.pk}/"
    assert {client.get(base).status_code, client.post(f"{base}confirmer/").status_code} == {404}
    with pytest.raises(DomainError, match="parlent pour l'entreprise"):
        confirm_origin(other, by=user)
    prove_origin(other.origin, by=UserFactory(moderator=True), reason="Courriel de la gérante.")
    assert "autre établissement" not in unescape(client.get("/mes-solutions/preparees/").text)


@pytest.mark.parametrize("why", ["request that waits", "somebody speaks there"])
def test_other_establishment_is_not_told(run, client, why):
    run(as_csv(other_establishment()))
    user = registered(approved=why != "request that waits")
    if why == "somebody speaks there":
        there = Solution.objects.get().company.organisation
        MembershipFactory(organisation=there)
    client.force_login(user)
    assert "autre établissement" not in client.get("/mes-solutions/preparees/").text


def fates(client, batch):
    page = client.get(f"/solutions/imports/{batch.pk}/")
    return {each.number: each.fate and each.fate["label"] for each in page.context["page_obj"]}, unescape(
        page.text
    )


def test_partner_reads_what_became_of_each_line(run, partner, client):
    """Of a confirmed sheet the partner reads that it is public, not where it stands before."""
    titles = ["Attendue", "Confirmée", "Publiée", "Refusée"]
    batch = run(as_csv(*[line(title=title) for title in titles], line(title="Fausse", trl="x")))
    agent = registered()
    sheets = {each.title: each for each in Solution.objects.all()}
    for title in ("Confirmée", "Publiée"):
        confirm_origin(sheets[title], by=agent)
        submit_solution(sheets[title], by=agent)
    publish_solution(sheets["Publiée"], by=UserFactory(moderator=True))
    delete_solution_draft(sheets["Refusée"], by=agent)
    client.force_login(partner)
    labels, text = fates(client, batch)
    assert labels == {
        2: "Attend l'entreprise",
        3: "Confirmée",
        4: "Publiée",
        5: "Refusée par l'entreprise",
        6: None,
    }
    assert f'href="/solutions/{sheets["Publiée"].pk}/">Lire la fiche' in text
    assert f"/solutions/{sheets['Confirmée'].pk}/" not in text and "En relecture" not in text
    assert "Refusée par l'entreprise le" in text and "Confirmée par l'entreprise le" in text


@pytest.mark.parametrize("rows", [1, 4])
def test_what_became_of_the_lines_costs_one_query(run, partner, client, rows, django_assert_num_queries):
    batch = run(as_csv(*[line(title=f"Fiche {number}") for number in range(rows)]))
    client.force_login(partner)
    fates(client, batch)
    with django_assert_num_queries(8):
        labels, _text = fates(client, batch)
    assert set(labels.values()) == {"Attend l'entreprise"} and len(labels) == rows
