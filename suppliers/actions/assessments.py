"""The self-assessment of a solution: begun, answered, signed in the company's name, commented, withdrawn."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE, check_seen
from grandest_portal.core.transitions import check_transition
from suppliers.actions.common import lock_for
from suppliers.actions.moderation import check_moderator
from suppliers.enums import ASSESSMENT_TRANSITIONS, AssessmentAnswer, AssessmentStatus
from suppliers.innovation import EMPTY, content_of, mark_of_content, questions_on, seal_of
from suppliers.models import Assessment
from suppliers.permissions import people_of_company, speaks_for
from suppliers.review_messages import AssessmentCommented

# What the page of a comment changes.
COMMENTED = ("comment",)


def lock_assessment(assessment, *, by):
    """Its solution first: everything about the assessments of a solution happens one after the other."""
    solution = lock_for(assessment.solution, speaks_for, by=by)
    locked = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if locked is None:
        raise DomainError(_("Cette note vient d'être effacée."))
    if locked.company_id != solution.company_id:
        raise DomainError(
            _("Cette note est celle de l'entreprise qui tenait la fiche : elle ne change plus.")
        )
    locked.solution = solution
    return locked


@transaction.atomic
def start_assessment(solution, *, by):
    """The draft of a solution: the one that is there, or a new one with the answers of the latest note."""
    solution = lock_for(solution, speaks_for, by=by)
    draft = Assessment.objects.drafts().filter(solution=solution).first()
    if draft is not None:
        return draft
    latest = Assessment.objects.past().filter(solution=solution, company=solution.company).for_list().first()
    draft = Assessment.objects.create(
        solution=solution,
        company=solution.company,
        author=by,
        answers=latest.answers if latest else {},
        **({"audience": latest.audience} if latest else {}),
    )
    record(draft, "assessment.started", by=by, after={"solution": solution.pk})
    return draft


@transaction.atomic
def save_answers(assessment, *, answers, by, version=None):
    """Store `answers` ({key: {answer, explanation, proof}}, any part of each) in a draft.

    With `version`, refuses when somebody stored others since.
    """
    assessment = lock_assessment(assessment, by=by)
    if assessment.status != AssessmentStatus.DRAFT:
        raise DomainError(_("Cette note est signée : ses réponses ne changent plus. Commencez-en une autre."))
    if version is not None and version != assessment.version:
        raise Conflict(SAVED_MEANWHILE, current=assessment)
    asked = {question.key: question for question in questions_on(timezone.localdate())}
    before, after = {}, {}
    for key, given in answers.items():
        stored = {**EMPTY, **assessment.answers.get(key, {})}
        wanted = {**stored, **given}
        if wanted != stored:
            check_answer(asked.get(key), wanted)
            before[key], after[key] = stored, wanted
    if after:
        assessment.answers = {**assessment.answers, **after}
        assessment.version += 1
        assessment.save(update_fields=["answers", "version", "updated_at"])
        record(assessment, "assessment.updated", by=by, before=before, after=after)
    return assessment


def check_answer(question, wanted):
    if question is None:
        raise DomainError(
            _("Cette question n'est plus posée. Rechargez la page : les autres réponses restent.")
        )
    allowed = {"", *AssessmentAnswer.values} - ({"na"} if not question.may_not_apply else set())
    if wanted["answer"] not in allowed or set(wanted) != set(EMPTY):
        raise DomainError(_("Choisissez une réponse parmi celles de la question."))


@transaction.atomic
def sign_assessment(assessment, *, by, position, audience, mark=None):
    """Sign the note as it reads now; `mark` is that of the text that was on screen. The one before is replaced."""
    assessment, now = lock_assessment(assessment, by=by), timezone.now()
    check_transition(assessment, AssessmentStatus.SIGNED, ASSESSMENT_TRANSITIONS)
    content = content_of(assessment, timezone.localdate(now))
    if not any(given.get("answer") for given in assessment.answers.values()):
        raise DomainError(_("Il n'y a rien à signer : répondez au moins à une question."))
    if mark is not None and mark != mark_of_content(content):
        raise Conflict(
            _(
                "La note a changé depuis que vous l'avez ouverte. La voici : relisez-la, puis signez de nouveau."
            ),
            current=assessment,
        )
    for earlier in Assessment.objects.signed().filter(solution=assessment.solution):
        end(earlier, AssessmentStatus.REPLACED, "assessment.replaced", by=by, at=now)
    assessment.status, assessment.note, assessment.audience = AssessmentStatus.SIGNED, content, audience
    assessment.signed_at, assessment.signed_by, assessment.signer_position = now, by, position
    assessment.seal = seal_of(assessment)
    assessment.save()
    record(
        assessment,
        "assessment.signed",
        by=by,
        after={
            "position": position,
            "audience": audience,
            "seal": assessment.seal,
            "solution_version": content["solution_version"],
        },
    )
    return assessment


def end(assessment, status, verb, *, by, at, reason=""):
    check_transition(assessment, status, ASSESSMENT_TRANSITIONS)
    assessment.status, assessment.ended_at, assessment.withdrawal_reason = status, at, reason
    assessment.save(update_fields=["status", "ended_at", "withdrawal_reason", "updated_at"])
    record(assessment, verb, by=by, after={"seal": assessment.seal}, reason=reason)
    return assessment


@transaction.atomic
def withdraw_assessment(assessment, *, by, reason):
    """The company takes its note back: it is kept, and shown to nobody but its people and moderators."""
    assessment = lock_assessment(assessment, by=by)
    return end(
        assessment,
        AssessmentStatus.WITHDRAWN,
        "assessment.withdrawn",
        by=by,
        at=timezone.now(),
        reason=reason,
    )


@transaction.atomic
def choose_assessment_audience(assessment, *, audience, by):
    assessment = lock_assessment(assessment, by=by)
    if not assessment.is_signed:
        raise DomainError(_("Cette note n'est plus en vigueur : son public ne change plus."))
    before = assessment.audience
    if before != audience:
        assessment.audience = audience
        assessment.save(update_fields=["audience", "updated_at"])
        record(
            assessment,
            "assessment.audience_changed",
            by=by,
            before={"audience": before},
            after={"audience": audience},
        )
    return assessment


@transaction.atomic
def comment_assessment(assessment, *, text, by, seen=None):
    """A moderator writes beside a signed note, never in it; `seen` is the mark of the comment that was on screen."""
    assessment = lock_assessment(assessment, by=None)
    check_moderator(assessment.solution, by)
    if not assessment.is_signed:
        raise DomainError(_("Cette note n'est plus en vigueur : elle ne se commente plus."))
    check_seen(seen, assessment, COMMENTED)
    before = assessment.comment
    assessment.comment, assessment.commented_at, assessment.commented_by = text, timezone.now(), by
    assessment.save(update_fields=["comment", "commented_at", "commented_by", "updated_at"])
    record(assessment, "assessment.commented", by=by, before={"comment": before}, after={"comment": text})
    if text != before:
        AssessmentCommented(assessment).send_to(people_of_company(assessment.solution.company))
    return assessment
