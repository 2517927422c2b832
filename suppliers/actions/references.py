"""Who already uses a solution: noted, changed and taken out by its company."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen
from suppliers.actions.changes import keep_what_was_read, part_changed
from suppliers.actions.common import lock_solution, write
from suppliers.models import SolutionReference
from suppliers.models.references import CONTACT
from suppliers.permissions import can_change_parts
from suppliers.versioning import REFERENCE_ROWS

TEXT = frozenset({"who", "year", "day", "result"})
NAMES = ("who", "year", "day", "result", *CONTACT)


def lock_parts(solution, *, by):
    """The solution, locked, when the person may change what hangs from it."""
    solution = lock_solution(solution)
    if by is not None:
        read_again(by)
    if by is not None and not can_change_parts(by, solution):
        raise DomainError(
            _("Cette fiche ne se modifie plus : son état est « %(now)s ».")
            % {"now": solution.get_status_display()}
        )
    keep_what_was_read(solution)
    return solution


def checked(data):
    """The answers, complete: a contact stands with its consent, or not at all."""
    unknown = set(data) - set(NAMES)
    if unknown:
        raise TypeError(f"not a word about a reference: {sorted(unknown)}")
    day = data.get("consent_on")
    if data.get("contact_name") or data.get("contact_email"):
        if not all(data.get(name) for name in CONTACT):
            raise DomainError(
                _("Pour noter une personne, donnez son nom, son adresse, qui a donné son accord et quand."),
                field="contact_name",
            )
        if day > timezone.localdate():
            raise DomainError(
                _("Cette date n'est pas encore venue : écrivez celle où l'accord a été donné."),
                field="consent_on",
            )
    return data


def for_trail(data):
    """Moderators read the trail: of the person it says that one is noted, never who."""
    shown = {name: value for name, value in data.items() if name not in CONTACT}
    return shown | ({"contact": bool(data["contact_name"])} if "contact_name" in data else {})


@transaction.atomic
def add_reference(solution, *, data, by):
    """Note who uses the solution; of a published one, everybody reads it at once, as a change to its text."""
    solution = lock_parts(solution, by=by)
    row = SolutionReference.objects.create(solution=solution, author=by, **checked(data))
    record(row, "reference.added", by=by, after={"solution": solution.pk, **for_trail(data)})
    part_changed(solution, REFERENCE_ROWS, by=by)
    return row


@transaction.atomic
def change_reference(row, *, data, by, seen=None):
    """Store the answers; `seen` is the mark of those that were on screen."""
    solution = lock_parts(row.solution, by=by)
    row = SolutionReference.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if row is None:
        raise DomainError(_("Cette référence a été retirée entre-temps."))
    if any(getattr(row, name) != value for name, value in checked(data).items()):
        check_seen(seen, row, NAMES)
    before, after = write(row, data)
    if after:
        row.save(update_fields=[*after, "updated_at"])
        record(row, "reference.changed", by=by, before=for_trail(before), after=for_trail(after))
        if TEXT.intersection(after):
            part_changed(solution, REFERENCE_ROWS, by=by)
    return row


@transaction.atomic
def remove_reference(row, *, by):
    solution = lock_parts(row.solution, by=by)
    row = SolutionReference.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if row is not None:
        record(row, "reference.removed", by=by, before={"solution": row.solution_id, "who": row.who})
        row.delete()
        part_changed(solution, REFERENCE_ROWS, by=by)


def set_references(solution, stored, *, by):
    """Make the references of the locked solution what a stored content says; returns how many changed.

    One that changed keeps its person to contact. One that was taken out comes back without: that person is forgotten.
    """
    rows = {row.pk: row for row in solution.reference_rows.select_for_update(of=("self",)).order_by("pk")}
    changed = 0
    for each in stored:
        row = rows.pop(each["id"], None) or SolutionReference(solution=solution)
        data = {"who": each["who"], "year": each["year"], "result": each["result"]}
        data["day"] = each["day"] and date.fromisoformat(each["day"])
        before, after = write(row, data)
        if after:
            changed += 1
            row.save()
            record(row, "reference.brought_back", by=by, before=before, after=after)
    for row in rows.values():
        record(row, "reference.removed", by=by, before={"solution": row.solution_id, "who": row.who})
        row.delete()
    return changed + len(rows)
