"""The questions asked while the consultation is prepared: by theme, with figures of the planned day and answers."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from grandest_portal.core.dates import day
from grandest_portal.reference.enums import CheckStage
from grandest_portal.reference.models import PracticeCheck
from needs.checks.draft import listed
from needs.checks.findings import evaluate
from needs.checks.loading import checks_on, draft_of, planned_day, thresholds_named, thresholds_on
from needs.checks.rules import RULES
from needs.enums import CheckAnswerValue
from needs.models import CheckAnswer


@dataclass(frozen=True)
class Question:
    """One check of the consultation, its figures, what a rule read, and the answer given."""

    check: PracticeCheck
    figures: list[str] = field(default_factory=list)
    findings: list = field(default_factory=list)
    answer: CheckAnswer | None = None

    @property
    def to_do(self):
        """True when the buyer said « non »: how to mend it is shown."""
        return self.answer is not None and self.answer.answer == CheckAnswerValue.NO


def questions_of(need, on):
    """[Question] of the consultation's stage for `need`, read at its planned day."""
    at = planned_day(need, on)
    checks = checks_on(at, CheckStage.CONSULTATION)
    known = thresholds_on(at, {key for check in checks for key in thresholds_named(check)})
    answers = {row.check_code: row for row in CheckAnswer.objects.filter(need=need).for_list()}
    read = read_by_program(need, checks, on)
    return [
        Question(
            check=check,
            figures=[*figures_of(check, known, at), *listed(check.parameters, "marks")],
            findings=[finding for finding in read if finding.code == check.key],
            answer=answers.get(check.key),
        )
        for check in checks
    ]


def read_by_program(need, checks, on):
    """What rules see for those checks that somebody moved here from the need's stage."""
    moved = [check for check in checks if check.key in RULES and check.mode == "programme"]
    return evaluate(draft_of(need, moved, on), moved) if moved else []


def by_theme(questions):
    """[(theme, [Question])] in the order of the codes."""
    themes = {}
    for question in questions:
        themes.setdefault(question.check.theme, []).append(question)
    return list(themes.items())


def figures_of(check, known, at):
    return [figure_text(known[key], at) for key in thresholds_named(check) if key in known]


def figure_text(row, at):
    """The figure, its text and since when; and, past its last known day, that it must be read again."""
    text = _("%(figure)s (%(text)s, en vigueur depuis le %(day)s)") % {
        "figure": amount_text(row),
        "text": row.legal_text,
        "day": day(row.starts_on),
    }
    if row.ends_on and row.ends_on < at:
        text += _(" ; chiffre connu jusqu'au %(day)s seulement : à relire") % {"day": day(row.ends_on)}
    return f"{text}. {row.remark}" if row.remark else text


def amount_text(row):
    """« 50 000 € HT », « 1,5 fois le montant estimé », « taux minimal : 5 % »."""
    rate = row.unit.startswith(("taux", "part"))
    value = (row.value * 100 if rate else row.value).normalize()
    text = f"{value:,f}".replace(",", "\u202f").replace(".", ",")
    unit = row.unit.replace("EUR ", "€\u00a0")
    return f"{row.unit} : {text}\u00a0%" if rate else f"{text}\u00a0{unit}"
