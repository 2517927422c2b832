"""What every change of a sheet that was sent begins and ends with: one version more and, once published, public."""

from django.utils import timezone

from grandest_portal.core.audit import record
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.versions import keep_version, version_at
from grandest_portal.reference.windows import window
from suppliers.actions.common import CONFIRMED, without_lists
from suppliers.following import tell_amended_followers
from suppliers.versioning import ANSWERS, content_of, part_for_trail

WINDOW = "solution_amendment_notice_minutes"


def keep_what_was_read(solution):
    """Call it before a published sheet changes: one that stood in the census before versions were kept has its text
    as published for the one that was read."""
    if not solution.is_published:
        return
    if solution.approved_version is None:
        solution.approved_version = solution.version
    if solution.approved_version == solution.version:
        content = content_of(solution)
        keep_version(solution, solution.version, content, by=solution.author, public=True)


def answers_changed_since(solution, number):
    """Whether an answer of a published sheet is not what it was at version `number`: documents and references that
    came or went since are on no form of answers."""
    then, now = version_at(solution, number), content_of(solution)
    return then is None or any(then.content.get(name) != now[name] for name in ANSWERS)


def next_version(solution, names, **values):
    """Write the answers `names`, set on the solution, and `values`, as its next version."""
    for name, value in values.items():
        setattr(solution, name, value)
    solution.version += 1
    columns = [*without_lists(dict.fromkeys(names)), *values, "version", "approved_version", "updated_at"]
    solution.save(update_fields=columns)


def amended_at(moment):
    """What a change to a published sheet writes beside it: who changes it says that it holds."""
    return {"amended_at": moment, "confirmed_at": moment, **CONFIRMED}


def tell_later(solution, now):
    enqueue("needs.match_solution", solution.pk)
    tell_amended_followers(solution)
    enqueue("suppliers.tell_amended", solution.pk, key=str(solution.pk), run_at=now + window(WINDOW, now))


def part_changed(solution, name, *, by):
    """A document or a reference of the locked solution came, changed or went (`name` is one of PARTS).

    Once it was sent, that is a version more: a first opinion given on the one before counts no more. Once it is
    published, everybody reads it at once, dated.
    """
    if solution.submitted_at is None:
        return
    now = timezone.now()
    next_version(solution, [], **(amended_at(now) if solution.is_published else {}))
    content = content_of(solution)
    after = {name: part_for_trail(name, content[name])}
    if not solution.is_published:
        record(solution, "solution.updated", by=by, after=after)
        return
    record(solution, "solution.amended", by=by, after=after)
    keep_version(solution, solution.version, content, by=by, public=True)
    tell_later(solution, now)
