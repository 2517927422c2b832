"""A company asks, the buyer answers to all, a moderator puts an abuse aside. Each verb locks the need first.

The buyer never learns who asks: two firms whose questions are answered differently, or whose name is known before the
answer is written, are not treated alike (CCP L3). Moderators read it in the audit trail, where looking is a step of
its own. Nobody rewrites a question: what must not stand is put aside with a reason, and asked again otherwise.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.permissions import read_again, represents
from grandest_portal.core.audit import record
from grandest_portal.core.dates import day
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import check_seen
from grandest_portal.core.transitions import check_transition
from grandest_portal.reference.models import Parameter
from needs.actions.common import lock_need, written
from needs.actions.telling import tell_answers, tell_buyer_later
from needs.dialog.dates import asks_until
from needs.dialog.messages import QuestionWithheld, company_people
from needs.dialog.names import check_anonymous
from needs.dialog.permissions import (
    can_answer_questions,
    can_withdraw_question,
    can_withhold_question,
)
from needs.enums import QUESTION_TRANSITIONS, NeedSource, QuestionStatus
from needs.models import Answer, Question
from needs.models.questions import LONGEST_ANSWER, LONGEST_QUESTION
from suppliers.permissions import speaking_company_of

CORRECTED = ("text",)
MOST_WAITING = "questions_waiting_per_company"


def check_open(need):
    """Refuse a need without exchanges here, or whose exchanges are over."""
    if need.source != NeedSource.PORTAL:
        raise DomainError(_("Ce besoin vient de données ouvertes : son acheteur n'est pas sur ce portail."))
    if not need.is_open:
        raise DomainError(
            _("Les échanges de ce besoin sont clos : sa page reste à lire, rien ne s'y ajoute.")
        )


def check_takes_answers(need):
    """Answers to what was asked in time are due after the window too, until the need leaves its exchanges."""
    if need.source != NeedSource.PORTAL:
        raise DomainError(_("Ce besoin vient de données ouvertes : son acheteur n'est pas sur ce portail."))
    if not need.takes_answers:
        raise DomainError(
            _(
                "La suite de ce besoin est annoncée : ses questions et réponses restent à lire, rien ne s'y ajoute."
            )
        )


def check_still_time(need, on):
    """Refuse a question after the last day for questions, read on the date `on`."""
    until = asks_until(need, on)
    if until is not None and on > until:
        raise DomainError(
            _(
                "Les questions étaient reçues jusqu'au %(day)s inclus. Les réponses dues seront publiées ici : "
                "suivez ce besoin pour être prévenu."
            )
            % {"day": day(until)}
        )


def company_towards_buyer(by, need):
    """The company for which `by` speaks to the buyer of the need; refused to who also acts for the buyer."""
    read_again(by)
    company = speaking_company_of(by)
    if company is None:
        raise DomainError(
            _("Seules les personnes validées d'une entreprise, hors lecture seule, le peuvent.")
        )
    if represents(by, need.buyer.organisation):
        raise DomainError(
            _("Vous agissez aussi pour l'acheteur de ce besoin : une autre personne doit le faire.")
        )
    return company


def within(text, most, field):
    if len(text) > most:
        raise DomainError(
            _("Ce texte est trop long : %(most)d caractères au plus.") % {"most": most}, field=field
        )
    return text


def check_allowance(need, company, on):
    """Refuse beyond the number of waiting questions that a company may have on one need."""
    most = int(Parameter.objects.value(MOST_WAITING, on))
    if Question.objects.waiting().filter(need=need, company=company).count() >= most:
        raise DomainError(
            ngettext(
                "Votre entreprise a déjà %(most)d question en attente sur ce besoin : attendez sa réponse, ou "
                "retirez-la.",
                "Votre entreprise a déjà %(most)d questions en attente sur ce besoin : attendez une réponse, ou "
                "retirez-en une.",
                most,
            )
            % {"most": most},
            field="text",
        )


@transaction.atomic
def ask_question(need, *, by, text):
    """`by`'s company asks; published with its answer, without a name. The same text twice is one question."""
    need, today = lock_need(need), timezone.localdate()
    check_open(need)
    company = company_towards_buyer(by, need)
    check_still_time(need, today)
    text = within(written(text, _("Écrivez votre question."), "text"), LONGEST_QUESTION, "text")
    check_anonymous(text, company, by)
    live = Question.objects.filter(need=need, status__in=[QuestionStatus.ASKED, QuestionStatus.ANSWERED])
    same = live.filter(company=company, text=text).order_by("pk").first()
    if same is not None:
        return same
    check_allowance(need, company, today)
    first = not live.waiting().exists()
    question = Question.objects.create(need=need, company=company, author=by, text=text)
    record(question, "question.asked", by=by, after={"need": need.pk, "text": text})
    if first:
        tell_buyer_later(need)
    return question


def lock_question(question):
    """(need, question), both locked, the need first."""
    need = lock_need(question.need)
    rows = Question.objects.select_for_update(of=("self",)).select_related("company__organisation")
    locked = rows.get(pk=question.pk)
    locked.need = need
    return need, locked


@transaction.atomic
def withdraw_question(question, *, by):
    """The company takes its question back before the answer: nobody else will read it."""
    need, question = lock_question(question)
    check_open(need)
    check_transition(question, QuestionStatus.WITHDRAWN, QUESTION_TRANSITIONS)
    read_again(by)
    if not can_withdraw_question(by, question):
        raise DomainError(_("Seule l'entreprise qui a posé cette question peut la retirer."))
    return end_question(question, QuestionStatus.WITHDRAWN, "question.withdrawn", by=by)


def end_question(question, status, verb, *, by, reason=""):
    before = question.status
    question.status, question.reason, question.ended_at = status, reason, timezone.now()
    question.save(update_fields=["status", "reason", "ended_at"])
    record(question, verb, by=by, before={"status": before}, after={"status": status}, reason=reason)
    return question


@transaction.atomic
def withhold_question(question, *, by, reason):
    """A moderator puts a question aside, published or not, at any time; who asked reads `reason`."""
    _need, question = lock_question(question)
    if by is not None and not can_withhold_question(by, question):
        raise DomainError(
            _("Vous appartenez à l'une des deux parties, ou l'avez quittée il y a peu : un autre décide.")
        )
    check_transition(question, QuestionStatus.WITHHELD, QUESTION_TRANSITIONS)
    reason = written(reason, _("Dites pourquoi : l'entreprise qui a posé la question le lira."), "reason")
    end_question(question, QuestionStatus.WITHHELD, "question.withheld", by=by, reason=reason)
    QuestionWithheld(question).send_to(company_people(question.company))
    return question


def lock_waiting(need, by, texts):
    """(need, [(question, text)]): the waiting questions that `texts` {pk: (text, version)} names, oldest first.

    Refused when a colleague saved another draft of one of them since it was on screen.
    """
    need = lock_need(need)
    check_takes_answers(need)
    read_again(by)
    if not can_answer_questions(by, need):
        raise DomainError(_("Seules les personnes validées de l'acheteur, hors lecture seule, répondent."))
    rows = Question.objects.waiting().filter(need=need, pk__in=texts).select_related("company")
    found = []
    for question in rows.select_for_update(of=("self",)).order_by("asked_at", "pk"):
        text, version = texts[question.pk]
        field = f"answer_{question.pk}"
        text = within(text.strip(), LONGEST_ANSWER, field)
        if version != question.draft_version and text != question.draft:
            raise Conflict(
                _(
                    "Une autre personne a enregistré entre-temps : « %(draft)s ». Votre texte est encore là : reprenez "
                    "ce qu'il faut du sien, puis envoyez de nouveau."
                )
                % {"draft": question.draft},
                current=question,
                field=field,
            )
        found.append((question, text))
    return need, found


@transaction.atomic
def save_answer_drafts(need, *, by, texts):
    """Keep unfinished answers, read by the buyer's people only. `texts` is {pk: (text, version on screen)}."""
    _need, found = lock_waiting(need, by, texts)
    for question, text in found:
        if text != question.draft:
            question.draft, question.draft_version = text, question.draft_version + 1
            question.save(update_fields=["draft", "draft_version"])
    return [question for question, _text in found]


@transaction.atomic
def publish_answers(need, *, by, texts):
    """Publish every text that is written, with its question, to all at once; returns the questions.

    One mail per person and window tells of them all. A question that was taken back meanwhile is left out.
    """
    need, found = lock_waiting(need, by, texts)
    found, at = [(question, text) for question, text in found if text], timezone.now()
    if not any(text.strip() for text, _version in texts.values()):
        raise DomainError(_("Écrivez au moins une réponse."))
    if not found:
        raise DomainError(
            _("Ces questions n'attendent plus de réponse : rechargez la page pour voir pourquoi.")
        )
    for question, text in found:
        question.status, question.answered_at, question.draft = QuestionStatus.ANSWERED, at, ""
        question.save(update_fields=["status", "answered_at", "draft"])
        Answer.objects.create(question=question, author=by, text=text, published_at=at)
        record(question, "question.answered", by=by, after={"status": question.status, "answer": text})
    questions = [question for question, _text in found]
    tell_answers(need, questions)
    return questions


@transaction.atomic
def correct_answer(question, *, by, text, seen=None):
    """Publish another text under the former, which stays readable; the same text again changes nothing.

    `seen` is the mark of the text that was on screen: nobody corrects a text that was not read.
    """
    need, question = lock_question(question)
    check_takes_answers(need)
    read_again(by)
    if not can_answer_questions(by, need):
        raise DomainError(_("Seules les personnes validées de l'acheteur, hors lecture seule, répondent."))
    if question.status != QuestionStatus.ANSWERED:
        raise DomainError(_("Cette question n'a pas de réponse publiée à corriger."))
    text = within(written(text, _("Écrivez la réponse corrigée."), "text"), LONGEST_ANSWER, "text")
    former = question.answers.order_by("-published_at", "-pk").first()
    if former.text == text:
        return question
    check_seen(seen, former, CORRECTED)
    Answer.objects.create(question=question, author=by, text=text, published_at=timezone.now())
    record(question, "question.corrected", by=by, before={"answer": former.text}, after={"answer": text})
    tell_answers(need, [question], corrected=True)
    return question
