"""The run: each valid line wholly or not at all, once whatever is sent or killed, drafts of nobody's companies."""

import pytest
from django.db import connection
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core import jobs
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification
from suppliers.actions import importing, read_import, receiving, run_import, start_import
from suppliers.enums import ImportStatus, LineResult, SolutionStatus
from suppliers.models import Company, ImportLine, Origin, Solution
from tests.factories import CompanyFactory, MembershipFactory, PublicBuyerFactory
from tests.suppliers.imports.conftest import SIRETS, as_csv, line, structure_of


def test_valid_lines_become_drafts_of_an_unverified_company(run, partner):
    batch = run(as_csv(line(), line(trl="x"), line(title="Deuxième", cpv="", served="toute la région")))
    assert (batch.status, batch.done_count, batch.refused_count) == (ImportStatus.DONE, 2, 1)
    organisation = Organisation.objects.get(identifier=SIRETS[0])
    assert (organisation.verified_at, organisation.name, organisation.memberships.count()) == (
        None,
        "Ondes fictives",
        0,
    )
    first, second = Solution.objects.order_by("pk")
    assert (first.status, first.author, first.trl) == (SolutionStatus.DRAFT, None, 8)
    assert [each.pk for each in first.cpv.all()] == ["38420000"]
    assert sorted(each.name for each in first.served.all()) == ["Moselle", "Vosges"]
    assert [each.kind for each in second.served.all()] == ["region"]
    origin = first.origin
    assert (origin.partner, origin.importer, origin.source) == (
        structure_of(partner),
        partner,
        "Salon fictif de l'eau",
    )
    read = ImportLine.objects.get(solution=first)
    assert (read.number, read.values["title"], read.result) == (2, "Écoute des fuites", LineResult.IMPORTED)
    assert [entry.verb for entry in history_of(first)] == ["solution.imported"]
    assert [entry.verb for entry in history_of(batch)] == [
        "import.done",
        "import.started",
        "import.read",
        "import.received",
    ]


def test_nothing_imported_is_public(run, client, partner):
    run(as_csv(line()))
    solution = Solution.objects.get()
    addresses = [f"/solutions/{solution.pk}/", f"/entreprises/{solution.company_id}/"]
    for user in [None, partner, MembershipFactory(organisation=CompanyFactory().organisation).user]:
        if user:
            client.force_login(user)
        assert [client.get(url).status_code for url in addresses] == [404, 404]
        assert "Écoute des fuites" not in client.get("/solutions/").text


def test_same_file_again_is_refused_line_by_line(run, send):
    run(as_csv(line()))
    again = send(as_csv(line()))
    assert again.valid_count == 0 and "Déjà importée le" in again.lines.get().problems[0]["why"]
    with pytest.raises(DomainError, match="Aucune ligne"):
        start_import(again, by=again.author)


def test_same_key_is_updated_when_the_partner_says_so(run):
    run(as_csv(line()))
    batch = run(as_csv(line(description="Mieux dit.", source="Autre source")), updates=True)
    solution = Solution.objects.get()
    assert (solution.description, solution.origin.source) == ("Mieux dit.", "Autre source")
    assert (batch.done_count, batch.lines.get().result) == (1, LineResult.UPDATED)


def test_line_that_fails_leaves_nothing_and_stops_nobody(send, monkeypatch):
    """The savepoint: a line whose last statement fails is taken back, company included; the next one goes on."""
    batch = send(as_csv(line(number=SIRETS[1], title="Casse"), line()))
    start_import(batch, by=batch.author)
    whole = importing.new_draft

    def broken(batch, line, company, data):
        solution = whole(batch, line, company, data)
        if solution.title == "Casse":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        return solution

    monkeypatch.setattr(importing, "new_draft", broken)
    run_due_jobs()
    batch.refresh_from_db()
    assert (batch.status, batch.done_count, batch.refused_count) == (ImportStatus.DONE, 1, 1)
    assert [each.title for each in Solution.objects.all()] == ["Écoute des fuites"]
    assert not Organisation.objects.filter(identifier=SIRETS[1]).exists()
    assert "Écrivez-nous" in batch.lines.get(number=2).problems[0]["why"]


class Killed(BaseException):
    """As a process that dies: no `except Exception` sees it."""


def titles(number):
    return [line(title=f"Solution {place}") for place in range(number)]


def again_at_once():
    """The lease of the killed worker is over."""
    Job.objects.filter(status="running").update(lease_until=timezone.now() - jobs.LEASE)
    run_due_jobs()


@pytest.mark.django_db(transaction=True)
def test_reading_killed_in_between_goes_on(send, monkeypatch):
    monkeypatch.setattr(receiving, "PIECE", 2)
    monkeypatch.setattr(receiving, "LINES_PER_JOB", 6)
    kept, calls = receiving.keep_piece, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 3:
            raise Killed
        return kept(*args)

    monkeypatch.setattr(receiving, "keep_piece", dies)
    with pytest.raises(Killed):
        send(as_csv(*titles(9)))
    assert ImportLine.objects.count() == 4
    again_at_once()
    numbers = list(ImportLine.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == list(range(2, 11))
    assert ImportLine.objects.first().batch.status == ImportStatus.CHECKED


@pytest.mark.django_db(transaction=True)
def test_run_killed_in_between_goes_on_and_doubles_nothing(send, monkeypatch):
    monkeypatch.setattr(importing, "LINES_PER_JOB", 4)
    batch = send(as_csv(*titles(7)))
    start_import(batch, by=batch.author)
    whole, calls = importing.new_draft, []

    def dies(*args):
        calls.append(args)
        solution = whole(*args)
        if len(calls) == 3:
            raise Killed
        return solution

    monkeypatch.setattr(importing, "new_draft", dies)
    with pytest.raises(Killed):
        run_due_jobs()
    assert Solution.objects.count() == 2
    again_at_once()
    batch.refresh_from_db()
    assert (batch.status, batch.done_count, Solution.objects.count()) == (ImportStatus.DONE, 7, 7)


def test_job_done_again_changes_nothing(run):
    batch = run(as_csv(line()))
    read_import(batch.pk)
    run_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.done_count, Solution.objects.count(), Origin.objects.count()) == (1, 1, 1)


def test_who_sent_it_and_the_companys_people_are_told(run, partner):
    company = CompanyFactory(
        organisation__country="FR", organisation__identifier_kind="siret", organisation__identifier=SIRETS[0]
    )
    person = MembershipFactory(organisation=company.organisation).user
    waiting = MembershipFactory(organisation=company.organisation, waiting=True).user
    run(as_csv(line(), line(title="Deux")))
    assert [row.title for row in Notification.objects.filter(user=partner)] == [
        "« solutions.csv » est importé"
    ]
    told = Notification.objects.get(user=person)
    assert told.title.startswith("2 fiches préparées pour vous par ")
    assert not Notification.objects.filter(user=waiting).exists()


def test_company_that_exists_keeps_its_own_words(run):
    company = CompanyFactory(
        organisation__country="FR",
        organisation__identifier_kind="siret",
        organisation__identifier=SIRETS[0],
        organisation__name="Le vrai nom",
    )
    run(as_csv(line()))
    company.organisation.refresh_from_db()
    assert (company.organisation.name, company.solutions.count()) == ("Le vrai nom", 1)


def test_buyer_that_registers_meanwhile_is_no_company(send):
    batch = send(as_csv(line()))
    organisation = PublicBuyerFactory().organisation
    Organisation.objects.filter(pk=organisation.pk).update(
        country="FR", identifier_kind="siret", identifier=SIRETS[0]
    )
    start_import(batch, by=batch.author)
    run_due_jobs()
    batch.refresh_from_db()
    assert (batch.done_count, Company.objects.count()) == (0, 0)
