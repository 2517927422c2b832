"""Companies and the life of a solution: the only place that writes a status."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.actions import check_speaker, is_alone, register_organisation
from grandest_portal.accounts.models import Organisation
from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.seen import SAVED_MEANWHILE, check_seen
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.messages import moderators
from grandest_portal.reference.reasons import choose_reason
from grandest_portal.reports.actions import check_second_look
from suppliers.enums import SOLUTION_APPEAL, SOLUTION_TRANSITIONS, SolutionStatus
from suppliers.following import tell_back, tell_gone
from suppliers.messages import SolutionPublished, SolutionRejected, SolutionReturned, SolutionSubmitted
from suppliers.models import Company, Solution
from suppliers.permissions import readers_of

REQUIRED_ANSWERS = {
    "title": gettext_lazy("le titre"),
    "problem_solved": gettext_lazy("le problème résolu"),
    "description": gettext_lazy("la description"),
    "novelty": gettext_lazy("ce qui est nouveau"),
    "trl": gettext_lazy("la maturité (TRL)"),
    "cpv": gettext_lazy("au moins un code CPV"),
}


REASON = ("moderation_reason", "moderation_reason_key")


def _write(thing, data):
    """Set what `data` changes on `thing`, unsaved; returns (before, after) of these fields alone."""
    changed = {name: value for name, value in data.items() if getattr(thing, name) != value}
    before = {name: getattr(thing, name) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    return before, changed


@transaction.atomic
def register_company(user, *, data, position, company_data, by):
    """Attach `user` to the company that `data` (Organisation fields) and `company_data` describe.

    A company that is registered already is joined: its own description then stays as it is, unless nobody
    stands for it (never verified, no other person). Returns the Membership, in status REQUESTED.
    """
    membership = register_organisation(user, data=data, position=position, by=by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    if hasattr(organisation, "partner") and not hasattr(organisation, "company"):
        raise DomainError(
            _(
                "Cette organisation est inscrite comme structure d'accompagnement. Pour la rejoindre, passez par "
                "l'inscription de ces structures ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    if hasattr(organisation, "buyer"):
        raise DomainError(
            _(
                "Cette organisation est déjà inscrite comme acheteur public. Pour la rejoindre, passez par "
                "l'inscription des acheteurs publics ; si elle doit tenir les deux rôles, écrivez-nous."
            ),
            field="identifier",
        )
    company, created = Company.objects.get_or_create(organisation=organisation, defaults=company_data)
    if created:
        record(company, "company.created", by=by, after=company_data)
    elif organisation.verified_at is None and is_alone(membership):
        update_company(company, data=company_data, by=by)
    return membership


@transaction.atomic
def update_company(company, *, data, by, seen=None):
    """Store the Company fields of `data`; `seen` is the mark of those that were on screen."""
    company = (
        Company.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=company.pk)
    )
    if any(getattr(company, name) != value for name, value in data.items()):
        check_seen(seen, company, data)
    before, after = _write(company, data)
    if after:
        company.save(update_fields=[*after, "updated_at"])
        record(company, "company.updated", by=by, before=before, after=after)
    return company


def _locked(solution):
    return (
        Solution.objects.select_for_update(of=("self",))
        .select_related("company", "company__organisation")
        .get(pk=solution.pk)
    )


LISTS = ("cpv", "served")


def _held(solution, name):
    """What one of LISTS holds, in a fixed order, as the audit trail keeps it."""
    return sorted(getattr(solution, name).values_list("pk", flat=True))


def _without_lists(data):
    return {name: value for name, value in data.items() if name not in LISTS}


def _lists_of(solution, data):
    return {name: _held(solution, name) for name in LISTS if name in data}


def _write_lists(solution, data):
    """Set what `data` changes among LISTS; returns (before, after) of these alone."""
    before, after = {}, {}
    for name in LISTS:
        if name in data and _held(solution, name) != sorted(row.pk for row in data[name]):
            before[name] = _held(solution, name)
            getattr(solution, name).set(data[name])
            after[name] = _held(solution, name)
    return before, after


@transaction.atomic
def create_solution(company, *, data, by):
    """A new draft with the answers of `data` (any Solution fields; `cpv` and `served` hold rows)."""
    solution = Solution.objects.create(company=company, author=by, **_without_lists(data))
    _write_lists(solution, data)
    lists = {"cpv": [], **_lists_of(solution, data)}
    record(solution, "solution.created", by=by, after={**_without_lists(data), **lists})
    return solution


@transaction.atomic
def update_solution(solution, *, data, by, version=None):
    """Store the answers of `data` in a solution that may be edited.

    With `version`, refuses when somebody stored another one since.
    """
    solution = _locked(solution)
    if not solution.is_editable:
        raise DomainError(
            _(
                "Cette fiche ne se modifie plus : son état est « %(now)s ». Une fiche publiée s'archive d'abord ; "
                "une fiche en relecture attend la réponse de la modération."
            )
            % {"now": solution.get_status_display()}
        )
    if version is not None and version != solution.version:
        raise Conflict(SAVED_MEANWHILE, current=solution)
    before, after = _write(solution, _without_lists(data))
    lists_before, lists_after = _write_lists(solution, data)
    before, after = {**before, **lists_before}, {**after, **lists_after}
    if after:
        solution.version += 1
        solution.save(update_fields=[*_without_lists(after), "version", "updated_at"])
        record(solution, "solution.updated", by=by, before=before, after=after)
    return solution


def missing_answers_of(solution):
    """The French names of the required answers that the solution does not hold."""
    held = {name: getattr(solution, name) for name in REQUIRED_ANSWERS if name != "cpv"}
    held["cpv"] = solution.cpv.exists()
    return [str(label) for name, label in REQUIRED_ANSWERS.items() if not held[name]]


def _move(solution, status, *, by, verb, reason="", transitions=SOLUTION_TRANSITIONS, **dates):
    """Write the new status of a locked row, with its dates, and record it."""
    check_transition(solution, status, transitions)
    before, _after = _write(solution, {"status": status, **dates})
    solution.save(update_fields=["status", *dates, *REASON, "updated_at"])
    record(
        solution,
        verb,
        by=by,
        before={"status": before["status"]},
        after={"status": status, "version": solution.version},
        reason=reason,
    )
    return solution


@transaction.atomic
def submit_solution(solution, *, by):
    """Ask moderators to read it; everything required must be there. Who sends it answers for it: its author."""
    solution = _locked(solution)
    check_transition(solution, SolutionStatus.SUBMITTED, SOLUTION_TRANSITIONS)
    missing = missing_answers_of(solution)
    if missing:
        raise DomainError(
            _("Il manque encore : %(answers)s. Complétez la fiche, puis envoyez-la.")
            % {"answers": ", ".join(missing)}
        )
    solution = _move(
        solution,
        SolutionStatus.SUBMITTED,
        by=by,
        verb="solution.submitted",
        submitted_at=timezone.now(),
        author=by or solution.author,
    )
    SolutionSubmitted(solution).send_to(moderators())
    return solution


def _check_moderator(solution, by):
    if by is not None and not can_moderate(by, solution.company.organisation):
        raise DomainError(
            _("Cette décision revient à la modération, et jamais à une personne de l'entreprise concernée.")
        )


@transaction.atomic
def publish_solution(solution, *, by, at=None):
    """A moderator puts it in the census (at `at`, now by default); matching with the open needs is asked for."""
    solution = _locked(solution)
    _check_moderator(solution, by)
    check_transition(solution, SolutionStatus.PUBLISHED, SOLUTION_TRANSITIONS)
    check_second_look("solution", solution, by)
    check_speaker(solution.company.organisation, solution.author_id)
    solution.moderation_reason = solution.moderation_reason_key = ""
    solution = _move(
        solution,
        SolutionStatus.PUBLISHED,
        by=by,
        verb="solution.published",
        published_at=at or timezone.now(),
        archived_at=None,
    )
    SolutionPublished(solution).send_to(readers_of(solution))
    tell_back(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution


def _tell_why(solution, status, *, by, chosen, verb):
    solution.moderation_reason, solution.moderation_reason_key = chosen.text, chosen.key
    return _move(solution, status, by=by, verb=verb, reason=chosen.text)


@transaction.atomic
def return_solution(solution, *, by, reason, reason_key=""):
    """A moderator asks for a change, and says which: by the closed list, in writing, or both."""
    solution = _locked(solution)
    _check_moderator(solution, by)
    check_transition(solution, SolutionStatus.RETURNED, SOLUTION_TRANSITIONS)
    chosen = choose_reason("return", "solution", reason_key, reason, required=False)
    solution = _tell_why(solution, SolutionStatus.RETURNED, by=by, chosen=chosen, verb="solution.returned")
    SolutionReturned(solution).send_to(readers_of(solution))
    return solution


@transaction.atomic
def reject_solution(solution, *, by, reason="", reason_key=""):
    """A moderator refuses it by a reason of the closed list; the company reads how to contest it."""
    solution = _locked(solution)
    _check_moderator(solution, by)
    check_transition(solution, SolutionStatus.REJECTED, SOLUTION_TRANSITIONS)
    check_second_look("solution", solution, by)
    chosen = choose_reason("reject", "solution", reason_key, reason, required=by is not None)
    solution = _tell_why(solution, SolutionStatus.REJECTED, by=by, chosen=chosen, verb="solution.rejected")
    SolutionRejected(solution).send_to(readers_of(solution))
    return solution


@transaction.atomic
def lift_solution_rejection(solution, *, by, reason):
    """After an appeal: it may be mended and sent again. Who may decide so, the room of appeals says."""
    solution = _locked(solution)
    solution.moderation_reason, solution.moderation_reason_key = reason, ""
    verb, status = "solution.rejection_lifted", SolutionStatus.RETURNED
    return _move(solution, status, by=by, verb=verb, reason=reason, transitions=SOLUTION_APPEAL)


@transaction.atomic
def archive_solution(solution, *, by):
    """Take it out of the census; its matches are computed again. It may be edited and sent again."""
    solution = _move(
        _locked(solution),
        SolutionStatus.ARCHIVED,
        by=by,
        verb="solution.archived",
        archived_at=timezone.now(),
    )
    tell_gone(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution


@transaction.atomic
def delete_solution_draft(solution, *, by):
    """Erase a draft that was never sent."""
    solution = _locked(solution)
    if solution.status != SolutionStatus.DRAFT:
        raise DomainError(_("Seul un brouillon jamais envoyé se supprime. Une fiche publiée s'archive."))
    record(solution, "solution.deleted", by=by, before={"title": solution.title, "version": solution.version})
    solution.delete()
