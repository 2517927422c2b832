"""A partner imports again what its company has begun to change, or is sending at that moment."""

import threading

import pytest
from django.db import DatabaseError, connection

from grandest_portal.core.jobs import run_due_jobs
from suppliers.actions import importing, receive_import, start_import, submit_solution, update_solution
from suppliers.enums import LineResult, OriginStatus, SolutionStatus
from suppliers.models import Solution
from tests.screens import seen_on
from tests.suppliers.imports.conftest import as_csv, line, structure_of
from tests.suppliers.imports.test_claim import registered

OTHER = "Texte du partenaire, seconde version."


@pytest.mark.django_db
def test_what_the_company_wrote_is_not_replaced(run, send):
    run(as_csv(line()))
    update_solution(Solution.objects.get(), data={"description": "De l'entreprise."}, by=registered())
    refused = send(as_csv(line(description=OTHER)), updates=True).lines.get()
    assert refused.result == LineResult.REFUSED and "L'entreprise a modifié" in refused.problems[0]["why"]


@pytest.mark.django_db
def test_what_changed_after_the_dry_run_is_not_replaced(send, run):
    run(as_csv(line()))
    batch = send(as_csv(line(description=OTHER)), updates=True)
    update_solution(Solution.objects.get(), data={"novelty": "Autre chose."}, by=registered())
    start_import(batch, by=batch.author)
    run_due_jobs()
    assert Solution.objects.get().description != OTHER
    assert "L'entreprise a modifié" in batch.lines.get().problems[0]["why"]


@pytest.mark.django_db
def test_what_only_imports_wrote_is_replaced_every_time(run):
    run(as_csv(line()))
    run(as_csv(line(description="Deux")), updates=True)
    run(as_csv(line(description="Trois")), updates=True)
    solution = Solution.objects.get()
    assert (solution.description, solution.version, solution.origin.version) == ("Trois", 3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{"send": "1"}, {}], ids=["sent at once", "corrected first"])
def test_what_the_partner_imported_meanwhile_is_shown_before_it_is_confirmed(run, client, typed):
    run(as_csv(line()))
    prepared = Solution.objects.get()
    client.force_login(registered())
    page = f"/mes-solutions/preparees/{prepared.pk}/"
    seen = seen_on(client, page)
    run(as_csv(line(description=OTHER)), updates=True)
    answer = client.post(f"{page}confirmer/", {**typed, **seen})
    assert answer.status_code == 409 and OTHER in answer.text
    assert "Une réponse a changé" in answer.text and "pas confirmée" in answer.text
    prepared.refresh_from_db()
    assert (prepared.status, prepared.origin.status) == ("draft", OriginStatus.WAITING)
    assert client.post(f"{page}confirmer/", {**typed, **seen_on(client, page)}).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control: origin first"])
def test_an_import_and_a_sending_of_one_instant_wait_for_each_other(partner, monkeypatch, guarded):
    """Both lock the sheet, then its origin; the control locks them the other way round, and one of them is undone."""

    def read(file, **options):
        batch = receive_import(structure_of(partner), upload=file, by=partner, **options)
        run_due_jobs()
        start_import(batch, by=partner)
        return batch

    read(as_csv(line()))
    run_due_jobs()
    solution, person = Solution.objects.get(), registered()
    batch = read(as_csv(line(description=OTHER)), updates=True)
    batch.refresh_from_db()
    held, lock, found = threading.Event(), importing.lock_solution, {}

    def slow(row):
        if guarded:
            row = lock(row)
        else:
            importing.origin_of(row)
        held.set()
        threading.Event().wait(1)
        return row if guarded else lock(row)

    def run_in(name, action):
        try:
            action()
        except DatabaseError as error:
            found[name] = error
        finally:
            held.set()
            connection.close()

    monkeypatch.setattr(importing, "lock_solution", slow)
    reader = importing.LineReader()
    worker = threading.Thread(target=run_in, args=("import", lambda: importing.import_next(batch, reader)))
    other = threading.Thread(target=run_in, args=("sending", lambda: submit_solution(solution, by=person)))
    worker.start()
    held.wait(5)
    other.start()
    worker.join(20)
    other.join(20)
    undone = bool(found) or batch.lines.get().result == LineResult.REFUSED
    assert undone is not guarded
    if guarded:
        solution.refresh_from_db()
        assert (solution.status, solution.description) == (SolutionStatus.SUBMITTED, OTHER)
