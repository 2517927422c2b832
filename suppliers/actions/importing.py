"""The valid lines of a file become drafts of their companies, each in a transaction of its own.

The job takes the next line that is still valid: killed in between, it goes on with the line that was not finished.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from grandest_portal.reference.models import CPVCode, Territory
from suppliers.actions.common import lock_solution
from suppliers.actions.drafting import store_answers
from suppliers.actions.origins import origin_of
from suppliers.actions.receiving import CHANGED_SINCE, heed, refuse
from suppliers.enums import IMPORT_TRANSITIONS, ImportStatus, LineResult
from suppliers.import_columns import SOLUTION_COLUMNS, LineReader, problem
from suppliers.messages import ImportDone, PreparedForYou
from suppliers.models import Company, ImportLine, Origin, Solution, SolutionImport
from suppliers.permissions import people_who_read

logger = logging.getLogger(__name__)
LINES_PER_JOB = 500


@transaction.atomic
def start_import(batch, *, by, invites=False):
    """Import the valid lines; with `invites`, each company whose address is there is written to, once."""
    batch = SolutionImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    check_transition(batch, ImportStatus.RUNNING, IMPORT_TRANSITIONS)
    if not batch.valid_count:
        raise DomainError(_("Aucune ligne de ce fichier n'est valable : corrigez-le, puis renvoyez-le."))
    batch.status, batch.invites = ImportStatus.RUNNING, invites
    batch.save(update_fields=["status", "invites"])
    record(batch, "import.started", by=by, after={"lines": batch.valid_count, "invites": invites})
    enqueue("suppliers.run_import", batch.pk, key=str(batch.pk))
    return batch


def run_import(pk):
    """Import some lines more; asks for itself again until the last one."""
    batch = (
        SolutionImport.objects.select_related("author", "partner__organisation")
        .filter(pk=pk, status=ImportStatus.RUNNING)
        .first()
    )
    if batch is None:
        return
    reader = LineReader()
    for _number in range(LINES_PER_JOB):
        if not import_next(batch, reader):
            return finish_import(batch)
    enqueue("suppliers.run_import", pk, key=str(pk))


@transaction.atomic
def give_up_running(pk):
    """The job that imported this file was tried for the last time: what it did not reach is said to be refused."""
    batch = SolutionImport.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if batch is None or batch.status != ImportStatus.RUNNING:
        return
    why = problem("", "", _("L'importation s'est arrêtée avant cette ligne : renvoyez-la."))
    left = batch.lines.filter(result=LineResult.VALID)
    count = left.update(result=LineResult.REFUSED, problems=[why])
    SolutionImport.objects.filter(pk=pk).update(refused_count=F("refused_count") + count)
    finish_import(batch)


@transaction.atomic
def import_next(batch, reader):
    """Import the next line of the batch, wholly or not at all; False when none is left."""
    rows = ImportLine.objects.select_for_update(skip_locked=True, of=("self",))
    line = rows.filter(batch=batch, result=LineResult.VALID).order_by("number").first()
    if line is None:
        return False
    try:
        with transaction.atomic():
            line.result, line.solution = prepare(batch, line, reader)
    except DomainError as error:
        refuse(line, problem("", "", str(error.message)))
    except (DatabaseError, ValidationError):
        logger.exception("line of an import refused: %s, %s", batch.pk, line.number)
        refuse(
            line, problem("", "", _("Cette ligne n'a pas pu être enregistrée. Écrivez-nous avec son numéro."))
        )
    heed_decision(batch, line)
    line.save(update_fields=["result", "problems", "solution", "values", "contact"])
    count = "refused_count" if line.result == LineResult.REFUSED else "done_count"
    SolutionImport.objects.filter(pk=batch.pk).update(**{count: F(count) + 1})
    return True


def heed_decision(batch, line):
    """The company may have decided while this line was held: who decides passes over it (`origins.empty_lines`)."""
    rows = Origin.objects.select_for_update(of=("self",)).filter(partner=batch.partner, key=line.key)
    heed(line, rows.first())


def prepare(batch, line, reader):
    """(result, solution) of a valid line."""
    checked = reader.read(line.values)
    if checked.problems:
        raise DomainError(" ".join(each["why"] for each in checked.problems))
    company = company_named(checked.data, by=batch.author)
    known = Origin.objects.filter(partner=batch.partner, key=line.key).select_related("solution").first()
    if known is None:
        return LineResult.IMPORTED, new_draft(batch, line, company, checked.data)
    if not batch.updates or known.solution is None:
        raise DomainError(_("Cette fiche est déjà importée."))
    return LineResult.UPDATED, prepared_again(known.solution, batch, line, checked.data)


def prepared_again(solution, batch, line, data):
    """The draft takes the answers of the line, as long as it waits for its company and nobody of it has changed it."""
    solution = lock_solution(solution)
    origin = origin_of(solution)
    if origin is None or not origin.is_waiting:
        raise DomainError(_("Cette fiche est déjà importée."))
    if origin.version != solution.version:
        raise DomainError(CHANGED_SINCE)
    solution = store_answers(solution, data=answers_of(data), by=batch.author)
    origin.source, origin.contact, origin.version = (
        data["source"],
        line.contact or origin.contact,
        solution.version,
    )
    origin.save(update_fields=["source", "contact", "version"])
    return solution


def company_named(data, *, by):
    """The company of this number; unknown, it is noted down as nobody's, unverified until somebody claims it."""
    country, kind, identifier = data["number"]
    key = {"country": country, "identifier_kind": kind, "identifier": identifier}
    known = Organisation.objects.select_related("company", "buyer", "partner").filter(**key).first()
    if known is None:
        said = {"name": data["company"], "website": data["website"]}
        known, created = Organisation.objects.get_or_create(**key, defaults=said)
        if created:
            record(known, "organisation.created", by=by, after={**said, "identifier": identifier})
            return Company.objects.create(organisation=known)
    if hasattr(known, "company"):
        return known.company
    if hasattr(known, "buyer") or hasattr(known, "partner"):
        raise DomainError(_("Cette organisation est inscrite à un autre titre qu'entreprise."))
    company = Company.objects.create(organisation=known)
    record(company, "company.created", by=by)
    return company


def answers_of(data):
    answers = {name: data[name] for name in SOLUTION_COLUMNS}
    answers["cpv"] = list(CPVCode.objects.filter(pk__in=data["cpv"]).order_by("pk"))
    return answers | {"served": list(Territory.objects.filter(pk__in=data["served"]).order_by("pk"))}


def new_draft(batch, line, company, data):
    """A draft of the company that nobody of it wrote yet."""
    solution = Solution.objects.create(
        company=company, author=None, **{name: data[name] for name in SOLUTION_COLUMNS}
    )
    # Nothing stands there yet to compare with, as `write_lists` would.
    codes, places = Solution.cpv.through, Solution.served.through
    codes.objects.bulk_create(codes(solution=solution, cpvcode_id=pk) for pk in data["cpv"])
    places.objects.bulk_create(places(solution=solution, territory_id=pk) for pk in data["served"])
    Origin.objects.create(
        solution=solution,
        company=company,
        partner=batch.partner,
        importer=batch.author,
        key=line.key,
        source=data["source"],
        contact=line.contact,
        imported_at=timezone.now(),
    )
    after = {"import": batch.pk, "line": line.number, "title": solution.title}
    record(solution, "solution.imported", by=batch.author, after=after)
    return solution


@transaction.atomic
def finish_import(batch):
    """Say that it is done: to who sent it, and to the companies that somebody speaks for already."""
    locked = SolutionImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    left = locked.lines.filter(result=LineResult.VALID).exists()
    if locked.status != ImportStatus.RUNNING or left:
        return
    check_transition(locked, ImportStatus.DONE, IMPORT_TRANSITIONS)
    locked.status, locked.finished_at = ImportStatus.DONE, timezone.now()
    locked.save(update_fields=["status", "finished_at"])
    after = {"imported": locked.done_count, "refused": locked.refused_count}
    record(locked, "import.done", by=None, after=after)
    ImportDone(locked).send_to([locked.author])
    tell_companies(locked)
    if locked.invites:
        enqueue("suppliers.invite_companies", locked.pk, key=str(locked.pk))


def tell_companies(batch):
    """One message per company with people, whatever the number of its lines."""
    spoken = Membership.objects.approved().values("organisation")
    counts = (
        batch.lines.filter(result=LineResult.IMPORTED, solution__company__organisation__in=spoken)
        .values_list("solution__company")
        .annotate(Count("pk"))
        .order_by("solution__company")
    )
    for pk, count in counts:
        company = Company.objects.select_related("organisation").get(pk=pk)
        PreparedForYou(company, batch.partner, count).send_to(people_who_read(company))
