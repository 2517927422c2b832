"""From the first words to the moderators: create, change, send, erase a draft."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE, check_read
from grandest_portal.core.transitions import check_transition
from grandest_portal.core.versions import keep_version
from grandest_portal.notifications.messages import moderators
from suppliers.actions.common import lists_of, lock_for, move, without_lists, write, write_lists
from suppliers.actions.origins import let_go_origin, settle_origin
from suppliers.enums import SOLUTION_TRANSITIONS, SolutionStatus
from suppliers.messages import SolutionSubmitted
from suppliers.models import Solution
from suppliers.permissions import can_prepare_solution
from suppliers.versioning import FIELDS, content_of

REQUIRED_ANSWERS = {
    "title": gettext_lazy("le titre"),
    "problem_solved": gettext_lazy("le problème résolu"),
    "description": gettext_lazy("la description"),
    "novelty": gettext_lazy("ce qui est nouveau"),
    "trl": gettext_lazy("la maturité (TRL)"),
    "cpv": gettext_lazy("au moins un code CPV"),
}


@transaction.atomic
def create_solution(company, *, data, by, token=None):
    """A new draft with the answers of `data` (any Solution fields; `cpv` and `served` hold rows).

    `token` (a UUID) names the page that asked: asked twice, it gives the same draft, with the second answers.
    """
    answers = {"company": company, "author": by, **without_lists(data)}
    if token is None:
        solution, created = Solution.objects.create(**answers), True
    else:
        solution, created = Solution.objects.get_or_create(form_token=token, defaults=answers)
    if not created:
        return drafted_again(solution, data, company=company, by=by)
    write_lists(solution, data)
    lists = {"cpv": [], **lists_of(solution, data)}
    record(solution, "solution.created", by=by, after={**without_lists(data), **lists})
    return solution


def drafted_again(solution, data, *, company, by):
    """The page of a new draft was sent twice: its draft takes the answers, unless it is somebody else's."""
    own = (solution.company_id, solution.author_id) == (company.pk, by.pk)
    if not (own and can_prepare_solution(by, solution)):
        raise DomainError(_("Cette page a déjà servi : ouvrez une nouvelle fiche."))
    return update_solution(
        solution, data={name: data[name] for name in data if data[name] not in (None, "")}, by=by
    )


@transaction.atomic
def update_solution(solution, *, data, by, version=None):
    """Store the answers of `data` in a solution that may be edited.

    With `version`, refuses when somebody stored another one since.
    """
    return store_answers(lock_for(solution, can_prepare_solution, by=by), data=data, by=by, version=version)


def store_answers(solution, *, data, by, version=None):
    """What `update_solution` does, of a locked row."""
    if not solution.is_editable:
        raise DomainError(
            _(
                "Cette fiche ne se modifie pas ici : son état est « %(now)s ». Une fiche publiée se modifie au grand "
                "jour, depuis sa page ; une fiche en relecture attend la réponse de la modération."
            )
            % {"now": solution.get_status_display()}
        )
    if version is not None and version != solution.version:
        raise Conflict(SAVED_MEANWHILE, current=solution)
    before, after = write(solution, without_lists(data))
    lists_before, lists_after = write_lists(solution, data)
    before, after = {**before, **lists_before}, {**after, **lists_after}
    if after:
        solution.version += 1
        solution.save(update_fields=[*without_lists(after), "version", "updated_at"])
        record(solution, "solution.updated", by=by, before=before, after=after)
    return solution


def missing_answers_of(solution):
    """The French names of the required answers that the solution does not hold."""
    held = {name: getattr(solution, name) for name in REQUIRED_ANSWERS if name != "cpv"}
    held["cpv"] = solution.cpv.exists()
    return [str(label) for name, label in REQUIRED_ANSWERS.items() if not held[name]]


@transaction.atomic
def submit_solution(solution, *, by, seen=None):
    """Ask moderators to read it; everything required must be there. Who sends it answers for it: its author.

    `seen` holds the marks of the text that was on screen.
    """
    solution = lock_for(solution, can_prepare_solution, by=by)
    check_transition(solution, SolutionStatus.SUBMITTED, SOLUTION_TRANSITIONS)
    missing = missing_answers_of(solution)
    if missing:
        raise DomainError(
            _("Il manque encore : %(answers)s. Complétez la fiche, puis envoyez-la.")
            % {"answers": ", ".join(missing)}
        )
    check_read(seen, content_of(solution), FIELDS.labels, current=solution)
    settle_origin(solution, by=by)
    solution = move(
        solution,
        SolutionStatus.SUBMITTED,
        by=by,
        verb="solution.submitted",
        submitted_at=timezone.now(),
        author=by or solution.author,
    )
    keep_version(solution, solution.version, content_of(solution), by=by)
    SolutionSubmitted(solution).send_to(moderators())
    return solution


@transaction.atomic
def delete_solution_draft(solution, *, by, reason=""):
    """Erase a draft that was never sent; of one that a partner prepared, the partner is told, with the `reason`."""
    solution = lock_for(solution, can_prepare_solution, by=by)
    if solution.status != SolutionStatus.DRAFT:
        raise DomainError(_("Seul un brouillon jamais envoyé se supprime. Une fiche publiée s'archive."))
    let_go_origin(solution, by=by, reason=reason)
    record(solution, "solution.deleted", by=by, before={"title": solution.title, "version": solution.version})
    solution.delete()
