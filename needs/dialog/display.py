"""Questions and interests in words. A question is drawn without its company, whoever looks."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import day, moment
from needs.enums import FINISHED_NEED, NeedStatus


def count_text(companies):
    """« 5 entreprises intéressées »: all that others read of interests."""
    if not companies:
        return _("Aucune entreprise ne s'est encore déclarée intéressée.")
    return ngettext("%(count)d entreprise intéressée", "%(count)d entreprises intéressées", companies) % {
        "count": companies
    }


def waiting_text(count, takes_answers):
    """« 3 questions en attente de réponse », or « restées sans réponse » once the need left its exchanges."""
    if not count:
        return ""
    if takes_answers:
        text = ngettext(
            "%(count)d question en attente de réponse", "%(count)d questions en attente de réponse", count
        )
    else:
        text = ngettext(
            "%(count)d question restée sans réponse", "%(count)d questions restées sans réponse", count
        )
    return text % {"count": count}


def until_text(need, until, on):
    """Whether questions are received, and until when, on the date `on`."""
    if not need.is_open and need.takes_answers:
        return _("Les échanges sont clos : plus de question nouvelle, les réponses dues restent attendues.")
    if not need.is_open:
        return _("Les échanges sont clos : les questions et réponses restent à lire.")
    if until is None:
        return _("Les questions sont reçues tant que les échanges sont ouverts.")
    if on > until:
        return _(
            "Les questions étaient reçues jusqu'au %(day)s inclus ; les réponses dues restent attendues."
        ) % {"day": day(until)}
    return _("Les questions sont reçues jusqu'au %(day)s inclus.") % {"day": day(until)}


def takes_questions(need, until, on):
    return need.is_open and (until is None or on <= until)


def thread_row(question):
    """A published question with its answers, the first one first; `corrected` says that there are several."""
    answers = [] if question.is_withheld else list(question.answers.all())
    rows = [{"text": each.text, "at": moment(each.published_at)} for each in answers]
    return {"question": question, "answers": rows, "corrected": len(rows) > 1} | withheld_words(question)


def withheld_words(question):
    return (
        {"withheld": _("Écartée par la modération le %(day)s.") % {"day": day(question.ended_at)}}
        if (question.is_withheld)
        else {"withheld": ""}
    )


def panel_row(question):
    """The same in short: the latest answer alone (`for_panel`)."""
    shown = {"text": question.last_answer, "at": moment(question.last_at)} if question.last_answer else None
    return {"question": question, "answer": None if question.is_withheld else shown} | withheld_words(
        question
    )


def own_row(question):
    """For the company that asked: its question and what becomes of it."""
    tone = "mirabelle" if question.is_waiting else "sandstone" if question.is_withheld else "grey"
    return {
        "question": question,
        "label": question.get_status_display(),
        "tone": tone,
        "day": day(question.asked_at),
        "reason": question.reason,
    }


def waiting_row(question):
    """For the buyer's people: the text and since when it waits."""
    return {"question": question, "day": day(question.asked_at), "draft": question.draft}


# The place of the meeting among the steps of an interest.
MEETING = 3


def interest_steps(interest):
    """[{label, state, note}]: reçu, lu, répondu, rendez-vous, consultation, issue, from what really happened.

    A step that was never taken while a later one was is passed over in words, like a meeting once the exchanges are
    over; the first one still ahead is current.
    """
    need = interest.need
    asked = bool(need.consultation_url) or need.status == NeedStatus.CONSULTATION
    bought = need.status == NeedStatus.DIRECT_PURCHASE or bool(need.direct_purchase_article)
    met = interest.meeting_at
    facts = [
        (_("Reçu"), _("le %(day)s") % {"day": day(interest.created_at)}, True),
        read_fact(interest),
        answer_fact(interest),
        (_("Rendez-vous"), on_day(met), True) if met else (_("Rendez-vous"), "", False),
        (_("Achat direct"), "", True) if bought and not asked else (_("Consultation"), "", asked),
        outcome_fact(need),
    ]
    last = max(position for position, fact in enumerate(facts) if fact[2])
    steps, current = [], False
    for position, (label, note, done) in enumerate(facts):
        state = "done" if done else "todo"
        over = position == MEETING and not need.is_open
        if not done and (over or MEETING <= position < last):
            label, state = _("%(step)s : sans") % {"step": label}, "done"
        elif not done and not current and need.status not in FINISHED_NEED:
            state, current = "current", True
        steps.append({"label": label, "note": note, "state": state})
    return steps


def on_day(at):
    return _("le %(day)s") % {"day": day(at)} if at else ""


def read_fact(interest):
    if interest.read_at:
        return _("Lu"), on_day(interest.read_at), True
    return (_("Non lu") if interest.need.status in FINISHED_NEED else _("Pas encore lu")), "", False


def answer_fact(interest):
    if interest.answered_at:
        return _("Répondu"), on_day(interest.answered_at), True
    if interest.need.status in FINISHED_NEED:
        return _("Sans réponse"), "", False
    return _("Réponse"), _("attendue"), False


def outcome_fact(need):
    if need.status == NeedStatus.ABANDONED:
        return _("Abandonné"), "", True
    if need.status == NeedStatus.AWARDED:
        return _("Attribué"), on_day_of(need.awarded_on), True
    if need.status == NeedStatus.UNAWARDED:
        return _("Sans attribution"), "", True
    return _("Issue"), "", False


def line(text, url="", link="", outside=False):
    return {"text": text, "url": url, "link": link, "outside": outside}


def interest_next(interest, at):
    """[line] of what comes next for the company, as its need stands at the moment `at`."""
    need, lines = interest.need, []
    if interest.is_live and need.takes_answers and not interest.answered_at:
        lines.append(
            line(
                _(
                    "L'acheteur doit répondre à toutes les entreprises intéressées, même après la fin des échanges."
                )
            )
        )
    if need.takes_answers:
        shared = _("Une information sur le besoin se donne à tous, par les questions et réponses.")
        lines.append(line(shared, reverse("needs:questions", args=[need.pk]), _("Les lire")))
    return [*lines, *need_next(need, at)]


def need_next(need, at):
    page = reverse("needs:detail", args=[need.pk]), _("Lire la page du besoin")
    if need.status == NeedStatus.CONSULTATION:
        return [consultation_line(need, at, page)]
    if need.status == NeedStatus.DIRECT_PURCHASE:
        return [line(_("Un achat direct est annoncé : son fondement et ses raisons sont publiés."), *page)]
    if not need.takes_answers:
        return [line(_("Le besoin est terminé : son issue est publiée."), *page)]
    over = [] if need.is_open else [line(_("Les échanges sont clos : l'acheteur dira la suite."), *page)]
    sentence = _(
        "La consultation, si elle a lieu, est annoncée sur la page du besoin : être intéressé n'y donne aucun avantage."
    )
    return [*over, line(sentence)]


def consultation_line(need, at, page):
    deadline = need.consultation_deadline
    if deadline is not None and deadline <= at:
        sentence = _("La consultation est close depuis le %(day)s : son issue sera publiée.")
        return line(sentence % {"day": day(deadline)}, *page)
    link = need.consultation_url, _("Voir la consultation"), True
    if deadline is None:
        return line(_("La consultation est annoncée : être intéressé n'y donne aucun avantage."), *link)
    sentence = _(
        "La consultation est annoncée, jusqu'au %(moment)s. Être intéressé n'y donne aucun avantage."
    )
    return line(sentence % {"moment": moment(deadline)}, *link)


def on_day_of(value):
    return _("le %(day)s") % {"day": day(value)} if value else ""


def interest_state(interest):
    """(words, tone) of what an interest awaits."""
    if not interest.is_live:
        return _("Retiré le %(day)s") % {"day": day(interest.withdrawn_at)}, "grey"
    if interest.answered_at:
        return _("Répondu"), "fir"
    if interest.need.status in FINISHED_NEED:
        return _("Sans réponse"), "sandstone"
    return _("Réponse due"), "mirabelle"


def partner_words(partners):
    return ", ".join(str(each.company) for each in partners)


def buyer_row(interest):
    """What the buyer reads: who, with what, together with whom; companies that did not confirm are left out."""
    label, tone = interest_state(interest)
    confirmed = [each for each in interest.partners.all() if each.is_confirmed]
    solution = interest.solution if interest.solution and interest.solution.is_published else None
    return {
        "interest": interest,
        "label": label,
        "tone": tone,
        "at": moment(interest.created_at),
        "author": str(interest.author or ""),
        "partners": partner_words(confirmed),
        "solution": solution,
        "unread": interest.is_live and interest.read_at is None,
        "read": on_day(interest.read_at),
        "answered": on_day(interest.answered_at),
        "met": moment(interest.meeting_at) if interest.meeting_at else "",
    }


def own_interest_row(interest, company):
    """What a company reads of an interest in which it takes part; an invited one reads no answer yet."""
    label, tone = interest_state(interest)
    mine = next((each for each in interest.partners.all() if each.company_id == company.pk), None)
    inside = mine is None or mine.is_confirmed
    if not inside:
        label, tone = _("À confirmer par vous"), "mirabelle"
    return {
        "interest": interest,
        "url": reverse("needs:interest", args=[interest.pk]),
        "label": label,
        "tone": tone,
        "steps": interest_steps(interest),
        "partner": mine,
        "partners": [
            {"name": str(each.company), "state": each.get_status_display()}
            for each in interest.partners.all()
        ],
        "answer": interest.answer if inside else "",
        "answered": on_day(interest.answered_at),
        "declared": moment(interest.created_at),
        "meta": _("%(buyer)s · déclaré le %(day)s · %(reference)s")
        % {
            "buyer": interest.need.buyer_name,
            "day": day(timezone.localtime(interest.created_at)),
            "reference": interest.reference,
        },
    }
