"""What is erased once a company decided, or an address asked for silence: in every file, whoever sent it."""

import threading

import pytest
from django.db import connection, transaction

from grandest_portal.accounts.models import Membership
from suppliers import actions
from suppliers.actions import delete_solution_draft, importing, origins, refuse_invitations, start_import
from suppliers.actions.common import lock_solution
from suppliers.enums import LineResult
from suppliers.models import ClaimInvitation, ImportLine, Origin, Solution
from tests.factories import partner_user
from tests.suppliers.imports.conftest import SIRETS, as_csv, line
from tests.suppliers.imports.test_claim import registered


def texts_kept():
    """The lines that hold a text, a reason with a value, or an address."""
    rows = ImportLine.objects.order_by("pk")
    return [row for row in rows if row.values or row.contact or any(each["value"] for each in row.problems)]


def decline():
    solution = Solution.objects.get()
    person = Membership.objects.filter(organisation__company__isnull=False).first()
    by = person.user if person else registered()
    delete_solution_draft(solution, by=by, reason="Effacez tout.")


@pytest.fixture
def several(run, send):
    """The same sheet in a file that was run, one that was refused, one that waits, one that updated it."""
    run(as_csv(line()))
    send(as_csv(line(keywords="refusé")))
    waits = send(as_csv(line(keywords="attend")), updates=True)
    run(as_csv(line(keywords="met à jour")), updates=True)
    assert len(texts_kept()) == 4
    return waits


def test_declined_sheet_leaves_no_text_in_any_file_of_its_partner(several):
    decline()
    assert texts_kept() == []


def test_declined_sheet_sent_again_is_not_kept(several, send):
    decline()
    again = send(as_csv(line(description="Encore"), line(description="Et encore")))
    assert texts_kept() == [] and again.valid_count == 0
    assert all("refusée par l'entreprise" in each.problems[0]["why"] for each in again.lines.all())


def test_line_that_waits_is_refused_with_the_reason(several):
    decline()
    start_import(several, by=several.author)
    importing.run_import(several.pk)
    read = several.lines.get()
    assert (read.result, read.values) == (LineResult.REFUSED, {})
    assert "refusée par l'entreprise" in read.problems[0]["why"] and len(read.problems) == 1


def test_other_sheets_and_other_partners_keep_theirs(run, send):
    """The control: what is erased is about this sheet of this partner."""
    run(as_csv(line(), line(title="Autre fiche")))
    send(as_csv(line()), by=partner_user())
    delete_solution_draft(Solution.objects.get(title="Écoute des fuites"), by=registered(), reason="Non.")
    assert [each.values["title"] for each in texts_kept()] == ["Autre fiche", "Écoute des fuites"]


def test_confirmed_sheet_forgets_the_address_in_every_file(several):
    """The control is the text: it is the company's now, and the line goes on saying what was imported."""
    actions.confirm_origin(Solution.objects.get(), by=registered())
    assert not ImportLine.objects.exclude(contact="").exists()
    assert ImportLine.objects.exclude(values={}).count() == 4


def decided_while_a_job_holds_the_line(batch, monkeypatch):
    """The company holds the sheet and its origin, a job takes the line that waits, then the company declines."""
    start_import(batch, by=batch.author)
    by, solution, whole = registered(), Solution.objects.get(), importing.prepare
    decides, taken, done = threading.Event(), threading.Event(), []

    def taking(*args):
        taken.set()
        return whole(*args)

    def company():
        with transaction.atomic():
            # In the order of every action: the solution, then its origin.
            lock_solution(solution)
            origins.origin_of(solution)
            decides.set()
            assert taken.wait(10)
            delete_solution_draft(solution, by=by, reason="Effacez tout.")
        connection.close()
        done.append("company")

    def job():
        assert decides.wait(10)
        importing.import_next(batch, importing.LineReader())
        connection.close()
        done.append("job")

    monkeypatch.setattr(importing, "prepare", taking)
    threads = [threading.Thread(target=each) for each in (company, job)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(done) == ["company", "job"]


@pytest.mark.django_db(transaction=True)
def test_line_taken_by_a_job_during_the_decision_is_emptied(several, monkeypatch):
    decided_while_a_job_holds_the_line(several, monkeypatch)
    assert texts_kept() == [] and several.lines.get().result == LineResult.REFUSED


@pytest.mark.django_db(transaction=True)
def test_control_without_heeding_the_decision_the_held_line_keeps_its_text(several, monkeypatch):
    monkeypatch.setattr(importing, "heed_decision", lambda batch, line: None)
    decided_while_a_job_holds_the_line(several, monkeypatch)
    assert [each.batch for each in texts_kept()] == [several]


def test_stop_forgets_the_address_everywhere(run):
    lines = [
        line(),
        line(number=SIRETS[1], company="Deuxième"),
        line(number=SIRETS[2], company="Troisième", contact="autre@ondes.example"),
        line(number="faux", contact="Contact@ondes.example"),
    ]
    run(as_csv(*lines), invites=True)
    run(as_csv(line(title="Autre partenaire")), by=partner_user())
    refuse_invitations(ClaimInvitation.objects.earliest("pk"))
    for model in (Origin, ImportLine):
        left = model.objects.exclude(contact="").values_list("contact", flat=True)
        assert list(left) == ["autre@ondes.example"]
