"""What the checks say of one need: findings with their sentence, and whether somebody justified them."""

import hashlib
from copy import copy
from dataclasses import dataclass
from textwrap import shorten

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.enums import CheckMode, CheckSeverity, CheckStage
from grandest_portal.reference.models import Parameter, PracticeCheck
from needs.checks.draft import Hit
from needs.checks.loading import checks_on, draft_of, planned_day
from needs.checks.rules import RULES
from needs.models import CheckJustification, Need

MOST_FINDINGS = 30
AROUND = 160
NAMED = 60
ORDER = (CheckSeverity.BLOCKING, CheckSeverity.WARNING, CheckSeverity.ADVICE)


@dataclass(frozen=True)
class Finding:
    """One remark about one need: the check, the field, the words concerned and the sentence around them.

    `start` and `end` are places in the text of the field (None: the answer itself); `digest` names the sentence.
    """

    check: PracticeCheck
    field: str
    severity: CheckSeverity
    detail: str
    digest: str
    sentence: str = ""
    start: int | None = None
    end: int | None = None
    before: str = ""
    excerpt: str = ""
    after: str = ""
    is_question: bool = False
    justification: CheckJustification | None = None

    @property
    def code(self):
        return self.check.key

    @property
    def mark(self):
        """What tells it from every other one of the same need."""
        return f"{self.code}-{self.digest}"

    @property
    def blocks(self):
        """True while it stops the sending: neither mended nor justified."""
        return self.severity == CheckSeverity.BLOCKING and self.justification is None

    @property
    def is_open(self):
        return self.justification is None

    @property
    def can_be_justified(self):
        return self.severity != CheckSeverity.ADVICE

    @property
    def field_label(self):
        name = str(Need._meta.get_field(self.field).verbose_name)
        return name[:1].upper() + name[1:]

    @property
    def title(self):
        """The words concerned, between guillemets; without any, what the check expects."""
        return (
            f"«\u00a0{shorten(self.excerpt, NAMED, placeholder='…')}\u00a0»"
            if self.excerpt
            else self.check.wording
        )


def digest_of(essence):
    return hashlib.sha256(essence.encode()).hexdigest()


def evaluate(draft, checks):
    """The Findings of `checks` on a Draft, none justified, in the order of severity then of the text.

    One finding per check and sentence: that is what a person mends or justifies.
    """
    settings = {check.key: check.parameters for check in checks}
    found = [
        finding_of(check, hit, draft)
        for check in checks
        for hit in strongest(hits_of(check, draft, settings), draft)
    ]
    fields = [*draft.texts]
    return sorted(
        found,
        key=lambda each: (
            ORDER.index(each.severity),
            fields.index(each.field) if each.field in fields else len(fields),
            each.start or 0,
            each.code,
        ),
    )


def hits_of(check, draft, settings):
    rule = RULES.get(check.key)
    if check.mode == CheckMode.QUESTION or rule is None:
        return [Hit("title", basis="question")]
    return rule(draft, settings)


def strongest(hits, draft):
    """One hit per sentence, a blocking one before one that only warns; MOST_FINDINGS sentences at most."""
    kept = {}
    for hit in hits:
        place = (hit.field, hit.sentence(draft) or hit.basis)
        if place not in kept and len(kept) == MOST_FINDINGS:
            break
        if place not in kept or (kept[place].severity and not hit.severity):
            kept[place] = hit
    return kept.values()


def finding_of(check, hit, draft):
    question = check.mode == CheckMode.QUESTION or check.key not in RULES
    # A question of the need's stage is asked, it never stops a need.
    severity = CheckSeverity.WARNING if question else CheckSeverity(hit.severity or check.severity)
    place = hit.sentence(draft)
    common = {
        "check": check,
        "field": hit.field,
        "severity": min(severity, CheckSeverity(check.severity), key=lambda each: -ORDER.index(each)),
        "detail": hit.detail,
        "digest": digest_of(hit.essence(draft)),
        "is_question": question,
    }
    if place is None:
        return Finding(**common)
    text, (low, high) = draft.texts[hit.field], place
    first, last = max(low, hit.start - AROUND), min(high, hit.end + AROUND)
    return Finding(
        **common,
        sentence=text[low:high],
        start=hit.start,
        end=hit.end,
        before=("…" if first > low else "") + text[first : hit.start],
        excerpt=text[hit.start : hit.end],
        after=text[hit.end : last] + ("…" if last < high else ""),
    )


def least_words(finding, on):
    """How many different words the justification of a finding holds at least, on the date `on`."""
    if finding.severity != CheckSeverity.BLOCKING:
        return 1
    return int(Parameter.objects.value("need_justification_minimum_words", on))


def justified(need, findings):
    """The same findings, each with the justification that stands for its sentence."""
    if not need.pk:
        return findings
    kept = {
        (row.check_code, row.digest): row for row in CheckJustification.objects.filter(need=need).for_list()
    }
    return [with_justification(each, kept.get((each.code, each.digest))) for each in findings]


def with_justification(finding, row):
    return Finding(**{**vars(finding), "justification": row})


def findings_of(need, on, **options):
    """Every Finding of the need's own stage, as the need stands, on the date `on`.

    Options: `documents` [(name, text)] replaces those received, `earlier` is the text that was public before they
    came, `codes` replaces those of the CPV.
    """
    checks = checks_on(planned_day(need, on), CheckStage.NEED)
    if not checks:
        return []
    return justified(need, evaluate(draft_of(need, checks, on, **options), checks))


def typed_findings(need, answers, on):
    """The findings of `need` with these `answers` {name: cleaned value}, of which nothing is stored."""
    typed, options = copy(need), {}
    for name, value in answers.items():
        if name == "cpv":
            options["codes"] = tuple(sorted(code.code for code in value))
        elif not Need._meta.get_field(name).many_to_many:
            setattr(typed, name, value)
    return findings_of(typed, on, **options)


def open_findings(need, on, **options):
    """Those that nobody justified."""
    return [finding for finding in findings_of(need, on, **options) if finding.is_open]


def check_ready(need, on, **options):
    """Refuse, with their names, while blocking findings are neither mended nor justified."""
    blocking = [finding for finding in open_findings(need, on, **options) if finding.blocks]
    if blocking:
        names = [f"{each.title} ({each.field_label}, {each.code})" for each in blocking]
        raise DomainError(
            _("À lever ou à justifier avant l'envoi : %(names)s.") % {"names": " ; ".join(names)}
        )
