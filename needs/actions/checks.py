"""The buyer's word about a check: a finding justified in writing, a question answered."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import check_seen, mark_of
from needs.actions.common import lock_need, written
from needs.checks.findings import findings_of, least_words
from needs.checks.forms import LONGEST_JUSTIFICATION, LONGEST_NOTE
from needs.checks.preparation import questions_of
from needs.enums import CheckAnswerValue
from needs.models import CheckAnswer, CheckJustification
from needs.permissions import PREPARED

WORD = re.compile(r"[^\W\d_]+")
JUSTIFIED, ANSWERED = ("text", "existing_equipment"), ("answer", "note")


@transaction.atomic
def justify_finding(need, *, code, digest, text, existing_equipment=None, by, seen=None):
    """Say in writing why a finding stays; a second justification of the same sentence replaces the first, which was
    on screen (`seen` is its mark).

    `existing_equipment` answers « parc existant ? » for a product that is named; None when it is not asked.
    """
    need = lock_need(need)
    if not (need.is_editable or need.is_open):
        raise DomainError(_("Ce besoin ne se modifie plus : ses vérifications non plus."))
    finding = finding_at(need, code, digest)
    text = short(
        written(text, _("Écrivez pourquoi cette phrase est nécessaire."), "text"), LONGEST_JUSTIFICATION
    )
    check_is_sentence(text, finding)
    values = {
        "text": text,
        "existing_equipment": existing_equipment,
        "sentence": finding.sentence,
        "author": by,
        "need_version": need.version,
        "created_at": timezone.now(),
    }
    before = finding.justification
    if before is None or (before.text, before.existing_equipment) != (text, existing_equipment):
        check_seen(seen, before, JUSTIFIED, current=finding)
    row, _created = CheckJustification.objects.update_or_create(
        need=need, check_code=code, digest=digest, defaults=values
    )
    told = {"check": code, "sentence": finding.sentence, "existing_equipment": existing_equipment}
    record(
        need,
        "need.check_justified",
        by=by,
        before={"justification": before.text} if before else {},
        after={**told, "justification": text},
    )
    return row


def finding_at(need, code, digest):
    """The finding as the stored text gives it now; refused when the sentence changed or is not to be justified."""
    for finding in findings_of(need, timezone.localdate()):
        if (finding.code, finding.digest) == (code, digest):
            if finding.can_be_justified:
                return finding
            raise DomainError(_("Un conseil ne se justifie pas : suivez-le si vous le jugez utile."))
    raise DomainError(_("Cette phrase a changé depuis : il n'y a plus rien à justifier ici."))


def check_is_sentence(text, finding):
    """What lifts a blocking finding is read by moderators: a word alone tells them nothing."""
    least = least_words(finding, timezone.localdate())
    if len(set(WORD.findall(text.casefold()))) < least:
        raise DomainError(
            ngettext(
                "Cette vérification bloque l'envoi : justifiez-la par une phrase, de %(least)d mot au moins.",
                "Cette vérification bloque l'envoi : justifiez-la par une phrase, de %(least)d mots différents au "
                "moins.",
                least,
            )
            % {"least": least},
            field="text",
        )


def short(text, most):
    if len(text) > most:
        raise DomainError(
            _("Ce texte est trop long (%(length)d caractères) : %(most)d au plus.")
            % {"length": len(text), "most": most},
            field="text",
        )
    return text


@transaction.atomic
def answer_checks(need, *, answers, by, seen=None):
    """Store the answers {code: (CheckAnswerValue, note)} to questions of the consultation; returns how many changed.

    `seen` holds {code: the mark of the answer that was on screen}; answers that somebody else gave beside are in
    nobody's way.

    Only before the consultation is launched: what was answered then is part of what led to it.
    """
    need = lock_need(need)
    if need.status not in PREPARED:
        raise DomainError(_("La consultation n'est plus en préparation : ces réponses ne changent plus."))
    questions = {each.check.key: each for each in questions_of(need, timezone.localdate())}
    changed = [
        answer_one(need, questions[code], CheckAnswerValue(value), note.strip(), by, (seen or {}).get(code))
        for code, (value, note) in sorted(answers.items())
        if code in questions
    ]
    return sum(changed)


def answer_one(need, question, value, note, by, seen):
    code, stored = question.check.key, question.answer
    if len(note) > LONGEST_NOTE:
        raise DomainError(
            _("%(code)s : cette note est trop longue, %(most)d caractères au plus.")
            % {"code": code, "most": LONGEST_NOTE},
            field=f"{code}-note",
        )
    if stored and (stored.answer, stored.note) == (value, note):
        return False
    if seen is not None and seen != mark_of(stored, ANSWERED):
        raise answered_meanwhile(question)
    CheckAnswer.objects.update_or_create(
        need=need,
        check_code=code,
        defaults={"answer": value, "note": note, "author": by, "answered_at": timezone.now()},
    )
    before = {"answer": stored.answer, "note": stored.note} if stored else {}
    record(
        need,
        "need.check_answered",
        by=by,
        before=before,
        after={"check": code, "answer": value, "note": note},
    )
    return True


def answered_meanwhile(question):
    """The refusal that shows what somebody else answered; what was typed stays on the page."""
    stored = question.answer
    said = f"{stored.get_answer_display()} {stored.note}".strip() if stored else _("Pas encore de réponse.")
    return Conflict(
        _(
            "Une autre personne a répondu entre-temps : « %(said)s ». Votre réponse est encore là : reprenez ce qu'il "
            "faut de la sienne, puis envoyez de nouveau."
        )
        % {"said": said},
        current=question,
        field=f"{question.check.key}-note",
    )
