"""Changes to a published sheet: seen at once by everybody, dated, told to followers, read again by a moderator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.actions import set_public_documents
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.seen import SAVED_MEANWHILE
from grandest_portal.core.versions import keep_version
from grandest_portal.notifications.messages import moderators
from grandest_portal.reference.models import CPVCode, Territory
from grandest_portal.reports.actions import (
    approve_version,
    approved_text,
    check_awaits_review,
    keep_restored,
)
from suppliers.actions.changes import (
    amended_at,
    answers_changed_since,
    keep_what_was_read,
    next_version,
    tell_later,
)
from suppliers.actions.common import lock_for, lock_solution, without_lists, write, write_lists
from suppliers.actions.drafting import missing_answers_of
from suppliers.actions.moderation import check_moderator
from suppliers.actions.references import set_references
from suppliers.enums import Audience
from suppliers.following import tell_amended_followers
from suppliers.life_messages import SolutionAmended, SolutionRestored
from suppliers.models import Solution
from suppliers.permissions import readers_of, speaks_for
from suppliers.versioning import (
    ANSWERS,
    AUDIENCES,
    DOCUMENTS,
    KIND,
    REFERENCE_ROWS,
    content_of,
    part_for_trail,
)

NOTHING_WAITS = gettext_lazy("Aucune modification de cette fiche n'attend de relecture.")
# From the widest to the narrowest.
WIDTH = {audience: place for place, audience in enumerate(Audience)}


@transaction.atomic
def amend_solution(solution, *, data, by, version=None):
    """Change the text of a published sheet; everybody reads it at once, dated. Who changes it says that it holds.

    Followers and moderators are told once for all the changes of the next minutes (dated parameters).
    """
    unknown = set(data) - set(ANSWERS)
    if unknown:
        raise TypeError(f"not a text of a solution: {sorted(unknown)}")
    solution, now = lock_for(solution, speaks_for, by=by), timezone.now()
    if not solution.is_published:
        raise DomainError(
            _("Cette fiche n'est pas publiée (état : « %(now)s ») : elle se modifie autrement.")
            % {"now": solution.get_status_display()}
        )
    keep_what_was_read(solution)
    stale = version not in {None, solution.version} and answers_changed_since(solution, version)
    before, after = write(solution, without_lists(data))
    lists_before, lists_after = write_lists(solution, data)
    before, after = {**before, **lists_before}, {**after, **lists_after}
    if not after:
        return solution
    if stale:
        raise Conflict(SAVED_MEANWHILE, current=Solution.objects.get(pk=solution.pk))
    missing = missing_answers_of(solution)
    if missing:
        raise DomainError(
            _("Une fiche publiée garde ses réponses nécessaires. Il manque : %(answers)s.")
            % {"answers": ", ".join(missing)}
        )
    next_version(solution, after, **amended_at(now))
    record(solution, "solution.amended", by=by, before=before, after=after)
    keep_version(solution, solution.version, content_of(solution), by=by, public=True)
    tell_later(solution, now)
    return solution


@transaction.atomic
def tell_amended(pk):
    """Tell moderators that a published text awaits them; once for all its changes."""
    solution = Solution.objects.select_related("company__organisation").filter(pk=pk).first()
    if solution is None or not solution.awaits_review:
        return
    SolutionAmended(solution).send_to(moderators())


@transaction.atomic
def approve_solution_amendments(solution, *, by):
    """A moderator read what changed since the version that was read before: it stays."""
    solution = lock_solution(solution)
    check_awaits_review(solution, NOTHING_WAITS)
    check_moderator(solution, by)
    return approve_version(solution, by=by, verb="solution.amendments_approved")


@transaction.atomic
def restore_approved_solution(solution, *, by, reason):
    """Bring the version that a moderator read last back, as a new version; its company and followers are told."""
    solution, now = lock_solution(solution), timezone.now()
    check_awaits_review(solution, NOTHING_WAITS)
    check_moderator(solution, by)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Dites à l'entreprise pourquoi sa modification est retirée."), field="reason")
    approved = approved_text(
        solution, _("La version relue n'est pas conservée : demandez à l'entreprise de corriger.")
    )
    data = data_of(approved.content, solution)
    before, after = write(solution, without_lists(data))
    lists_before, lists_after = write_lists(solution, data)
    before, after = {**before, **lists_before}, {**after, **lists_after}
    next_version(solution, after, amended_at=now)
    after |= restore_parts(solution, approved.content, by=by)
    keep_restored(solution, approved, content_of(solution), by=by, reason=reason)
    record(solution, "solution.amendments_restored", by=by, before=before, after=after, reason=reason)
    SolutionRestored(solution, reason).send_to(readers_of(solution))
    tell_amended_followers(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution


def restore_parts(solution, content, by):
    """Bring the documents and the references of a stored content back; returns what the trail keeps of those that
    changed. A version stored before they were counted changes none."""
    changed = []
    if DOCUMENTS in content:
        numbers = kept_narrower(solution, content[DOCUMENTS])
        if set_public_documents(KIND, solution.pk, numbers, by=by):
            changed.append(DOCUMENTS)
    if REFERENCE_ROWS in content and set_references(solution, content[REFERENCE_ROWS], by=by):
        changed.append(REFERENCE_ROWS)
    now = content_of(solution)
    return {name: part_for_trail(name, now[name]) for name in changed}


def kept_narrower(solution, documents):
    """The numbers of the stored `documents`; of a file that the company has joined again for fewer people, the number
    of that one."""
    found = []
    live = list(documents_of(KIND, solution.pk, Purpose.PUBLIC))
    for each in documents:
        same = [row for row in live if row.sha256 == each["sha256"]]
        narrow = [row.pk for row in same if WIDTH[Audience(row.audience)] > WIDTH[Audience(each["audience"])]]
        found.append(narrow[0] if narrow else each["id"])
    return found


def data_of(content, solution):
    """The answers that a stored content holds. What the company has kept for fewer people since stays kept."""
    known = {name: value for name, value in content.items() if name in ANSWERS}
    data = known | {AUDIENCES: narrower(known.get(AUDIENCES, {}), solution.audiences)}
    data["cpv"] = CPVCode.objects.filter(code__in=content["cpv"])
    data["served"] = Territory.objects.filter(pk__in=content["served"])
    return data


def narrower(one, other):
    """{name: audience} of two such: for each answer, the fewer people."""
    everyone = Audience.EVERYONE
    return {
        name: max(one.get(name, everyone), other.get(name, everyone), key=lambda each: WIDTH[Audience(each)])
        for name in sorted({*one, *other})
    }
