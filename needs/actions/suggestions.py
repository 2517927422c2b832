"""A partner suggests a pair, or takes it back. Neither touches a match: no score, no band, no order."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.accounts.models import Partner
from grandest_portal.accounts.permissions import approved_partner_of, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from needs.actions.common import written
from needs.enums import DeclaredInterest, NeedSource
from needs.models import Need, Suggestion
from needs.permissions import can_suggest, stands_in_pair
from needs.suggestions.messages import SuggestionMade, SuggestionWithdrawn, both_sides
from suppliers.models import Solution

DAILY = "partner_suggestions_per_day"


def check_author(partner, by):
    read_again(by)
    if by is not None and not (can_suggest(by) and approved_partner_of(by) == partner):
        raise DomainError(
            _(
                "Seules les personnes validées d'une structure d'accompagnement peuvent suggérer, et en son nom "
                "seulement. Demandez ce droit à son administrateur."
            )
        )


def check_open_need(need):
    """Refuse a need that has no exchanges here: nobody could answer."""
    if need.source != NeedSource.PORTAL:
        raise DomainError(_("Ce besoin vient de données ouvertes : son acheteur n'est pas sur ce portail."))
    if not need.is_open:
        raise DomainError(
            _("Les échanges de ce besoin ne sont pas ouverts : suggérez un besoin dont ils le sont.")
        )


def check_published_solution(solution):
    if not solution.is_published:
        raise DomainError(_("Cette solution n'est plus publiée : suggérez-en une autre."))


def check_pair(partner, need, solution):
    """Refuse what the partner may not suggest: a pair that is not open to all, or one of its own."""
    check_open_need(need)
    check_published_solution(solution)
    if partner.organisation_id in {need.buyer.organisation_id, solution.company.organisation_id}:
        raise DomainError(
            _("Votre structure est l'une des deux parties : elle ne peut pas se suggérer elle-même.")
        )


def check_author_outside(by, need, solution):
    """Refuse a suggestion by somebody who also acts for one of the two sides, for instance by delegation."""
    if by is not None and stands_in_pair(by, need, solution):
        raise DomainError(
            _(
                "Vous agissez aussi pour l'une des deux parties : une autre personne doit faire cette suggestion."
            )
        )


def check_allowance(partner, at):
    """Refuse beyond the number of suggestions that a partner may make in a day of Paris, withdrawn ones counted."""
    most = int(Parameter.objects.value(DAILY, timezone.localdate(at)))
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if Suggestion.objects.filter(partner=partner, created_at__gte=midnight).count() >= most:
        raise DomainError(
            ngettext(
                "Votre structure a déjà fait sa suggestion du jour (%(most)d au plus) : revenez demain.",
                "Votre structure a déjà fait ses %(most)d suggestions du jour : revenez demain.",
                most,
            )
            % {"most": most}
        )


def lock_partner(partner):
    """The row of a partner, locked: its suggestions of the day are counted one after the other."""
    rows = Partner.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=partner.pk)


def lock_pair(need, solution):
    """Both rows, locked against a change of state; the need first, always. The company of the solution is read after
    the lock: it may change during the wait."""
    needs = Need.objects.select_for_update(of=("self",), no_key=True)
    solutions = Solution.objects.select_for_update(of=("self",), no_key=True)
    return (
        needs.select_related("buyer__organisation").get(pk=need.pk),
        solutions.get(pk=solution.pk),
    )


def interest_of(interest, text):
    """{declared_interest, interest_text} to store; a link is described, the absence of one is not."""
    if interest != DeclaredInterest.LINK:
        return {"declared_interest": DeclaredInterest(interest), "interest_text": ""}
    text = written(text, _("Décrivez ce lien d'intérêt : les deux parties le liront."), "interest_text")
    return {"declared_interest": DeclaredInterest.LINK, "interest_text": text}


@transaction.atomic
def suggest_pairing(partner, *, need, solution, direction, reason, interest, interest_text="", by):
    """`partner` suggests `solution` for `need`; `direction` (SuggestionDirection) says to whom it speaks first.

    Both sides are told who suggests, why, and the interest declared (DeclaredInterest, with its text).
    """
    partner, at = lock_partner(partner), timezone.now()
    check_author(partner, by)
    need, solution = lock_pair(need, solution)
    check_pair(partner, need, solution)
    check_author_outside(by, need, solution)
    reason = written(reason, _("Dites pourquoi vous rapprochez ce besoin et cette solution."), "reason")
    values = {"direction": direction, "reason": reason, **interest_of(interest, interest_text)}
    pair = {"partner": partner, "need": need, "solution": solution}
    if Suggestion.objects.live().filter(**pair).exists():
        raise DomainError(_("Votre structure a déjà suggéré ce rapprochement : les deux parties l'ont lu."))
    check_allowance(partner, at)
    suggestion = Suggestion.objects.create(author=by, **pair, **values)
    keys = {name: thing.pk for name, thing in pair.items()}
    record(suggestion, "suggestion.made", by=by, after={**keys, **values})
    SuggestionMade(suggestion).send_to(both_sides(suggestion))
    return suggestion


@transaction.atomic
def withdraw_suggestion(suggestion, *, by, reason):
    """The partner takes its suggestion back; both sides read `reason`."""
    rows = Suggestion.objects.select_for_update(of=("self",)).for_list()
    suggestion = rows.get(pk=suggestion.pk)
    check_author(suggestion.partner, by)
    if suggestion.withdrawn_at is not None:
        raise DomainError(_("Cette suggestion est déjà retirée."))
    suggestion.withdrawal_reason = written(
        reason, _("Dites pourquoi vous la retirez : les deux parties le liront."), "reason"
    )
    suggestion.withdrawn_at = timezone.now()
    suggestion.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record(suggestion, "suggestion.withdrawn", by=by, reason=suggestion.withdrawal_reason)
    SuggestionWithdrawn(suggestion).send_to(both_sides(suggestion))
    return suggestion
