"""One side of a pair says whether its match is relevant, changes its mind, or takes it back.

Nobody is told, and nothing else reads it: no score, no band, no order depends on a judgement.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import approved_organisation_of, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import mark_of
from grandest_portal.reference.enums import ReasonUse
from grandest_portal.reference.reasons import choose_reason
from needs.actions.suggestions import lock_pair
from needs.matching.bands import band_of, bands
from needs.models import Judgement, Match
from needs.permissions import can_withdraw_judgement, judging_side

KIND = "match"
# What the person read of the match; and what colleagues said of it.
READ = ("engine", "score", "need_hash", "solution_hash")


def mark_of_match(match, current):
    """What a page of judgement carries: the match as it was read, and which judgement stood there."""
    return f"{mark_of(match, READ)}.{current.pk if current else ''}"


def check_mark(mark, match, current):
    if mark is None or mark == mark_of_match(match, current):
        return
    if mark.partition(".")[0] != mark_of(match, READ):
        raise Conflict(
            _(
                "Cette correspondance a été recalculée depuis que vous avez ouvert la page. La voici : relisez-la, "
                "puis envoyez de nouveau."
            ),
            current=current,
        )
    raise Conflict(
        _(
            "L'avis de votre organisation a changé depuis que vous avez ouvert la page. Lisez-le, puis envoyez de "
            "nouveau si vous en donnez un autre."
        ),
        current=current,
    )


def side_for(by, need, solution):
    side = judging_side(by, need, solution)
    if side is None:
        raise DomainError(
            _(
                "Seules les personnes validées de l'acheteur ou de l'entreprise donnent un avis, et d'un seul "
                "côté. Demandez ce droit à l'administrateur de votre organisation."
            )
        )
    return side


def current_of(organisation, need, solution):
    """What the organisation says of the pair now: one row, or none."""
    rows = Judgement.objects.current().of_pair(need, solution).filter(organisation=organisation)
    return rows.order_by("pk")


@transaction.atomic
def judge_match(need, solution, *, relevant, reason_key, note="", by, mark=None):
    """The organisation for which `by` speaks says whether the match shown is `relevant`, and why.

    `mark` is what the page carried (`mark_of_match`); None: nobody asks. The same words again change nothing.
    """
    need, solution = lock_pair(need, solution)
    read_again(by)
    side, organisation = side_for(by, need, solution), approved_organisation_of(by)
    match = Match.objects.live().filter(need=need, solution=solution).order_by("engine").first()
    if match is None:
        raise DomainError(_("Cette correspondance n'est plus montrée : il n'y a plus d'avis à donner."))
    use = ReasonUse.RELEVANT if relevant else ReasonUse.IRRELEVANT
    reason = choose_reason(use, KIND, reason_key)
    current, said = current_of(organisation, need, solution).select_for_update().first(), note.strip()
    check_mark(mark, match, current)
    if current is not None and same_words(current, match, relevant, reason.key, said):
        return current
    at = timezone.now()
    if current is not None:
        end(current, "judgement.replaced", at, by)
    judgement = Judgement.objects.create(
        need=need,
        solution=solution,
        organisation=organisation,
        side=side,
        author=by,
        relevant=relevant,
        reason_key=reason.key,
        reason=reason.text,
        note=said,
        made_at=at,
        **as_shown(match, at),
    )
    record(judgement, "judgement.made", by=by, after=outline(judgement))
    return judgement


def as_shown(match, at):
    """What the engine said when the judgement was given."""
    band = band_of(match.score, bands(timezone.localdate(at)))
    return {name: getattr(match, name) for name in READ} | {"band": band.key}


def same_words(current, match, relevant, reason_key, note):
    shown = all(getattr(current, name) == getattr(match, name) for name in READ)
    words = (current.relevant, current.reason_key, current.note)
    return shown and words == (relevant, reason_key, note)


def outline(judgement):
    """What the trail says of it: not the note, which its organisation alone reads."""
    names = ("need_id", "solution_id", "organisation_id", "side", "relevant", "reason_key", "engine", "band")
    return {name: getattr(judgement, name) for name in names}


def end(judgement, verb, at, by):
    judgement.ended_at = at
    judgement.save(update_fields=["ended_at"])
    record(judgement, verb, by=by, before=outline(judgement))


@transaction.atomic
def withdraw_judgement(judgement, *, by):
    """The organisation takes its judgement back: it counts no more, and its line is kept."""
    judgement = Judgement.objects.select_for_update(of=("self",)).get(pk=judgement.pk)
    read_again(by)
    if judgement.ended_at is not None:
        raise DomainError(_("Cet avis est déjà remplacé ou retiré : rechargez la page de la correspondance."))
    if not can_withdraw_judgement(by, judgement):
        raise DomainError(
            _(
                "Seules les personnes de l'organisation qui a donné cet avis le retirent, et pas en lecture seule."
            )
        )
    end(judgement, "judgement.withdrawn", timezone.now(), by)
    return judgement
