"""What must hold before a meeting is proposed or answered: each refusal is one sentence that says how to mend it."""

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from meetings.enums import MeetingSide
from meetings.occupation import busy_times, person
from meetings.permissions import side_in, speakers_of, stands_on_both_sides
from meetings.slots import overlap, slot_words
from needs.enums import NeedSource


def check_open(need):
    """Meetings are spoken of while the exchanges on a need of the portal are open, and only then."""
    if need.source != NeedSource.PORTAL:
        raise DomainError(
            _("Ce besoin vient de données ouvertes : contactez l'acheteur par la page d'origine du besoin.")
        )
    if not need.is_open:
        raise DomainError(
            _(
                "Les échanges sur ce besoin ne sont pas ouverts : aucun rendez-vous ne peut être proposé ni accepté. "
                "Un rendez-vous déjà proposé ou confirmé peut encore être annulé."
            )
        )


def check_pair(need, company, side, solution):
    if side is None:
        raise DomainError(
            _("Un rendez-vous se propose au nom de l'acheteur ou de l'entreprise, par une personne validée.")
        )
    if need.buyer.organisation_id == company.organisation_id:
        raise DomainError(_("Ce besoin est celui de votre organisation : choisissez une autre entreprise."))
    if solution is not None and (solution.company_id != company.pk or not solution.is_published):
        raise DomainError(
            _("Cette solution n'est pas publiée par cette entreprise : choisissez-en une autre.")
        )
    other = need.buyer.organisation if side == MeetingSide.COMPANY else company.organisation
    if not speakers_of(other).exists():
        raise DomainError(
            _(
                "Personne ne représente encore %(organisation)s sur ce service : personne ne pourrait vous répondre."
            )
            % {"organisation": other}
        )


def check_two_people(by, buyer, company):
    """Equal treatment (CCP L3): nobody arranges a meeting with themselves under two hats."""
    if stands_on_both_sides(by, buyer, company):
        raise DomainError(
            _(
                "Vous représentez à la fois l'acheteur et l'entreprise : une autre personne de l'une des deux "
                "organisations doit s'en charger."
            )
        )


def check_answerable(meeting, at):
    """DomainError once nobody may answer a proposal any more: the exchanges are closed, or the delay is over."""
    check_open(meeting.need)
    if meeting.expires_at <= at:
        raise DomainError(_("Le délai de réponse est passé : faites une nouvelle proposition."))


def answering_side(meeting, by, at):
    """The side for which `by` may answer at the moment `at`; DomainError otherwise."""
    check_answerable(meeting, at)
    side = side_in(by, meeting) if by is not None else None
    if side is None or side != meeting.awaiting:
        raise DomainError(
            _("La réponse est attendue de l'autre organisation : vous pouvez seulement annuler.")
        )
    check_two_people(by, meeting.buyer, meeting.company)
    return side


def check_own_time(by, slots, at, besides=None):
    """A person does not propose a moment that a meeting of theirs, held or confirmed, has taken; the one that moves
    (`besides`) leaves its own."""
    taken = busy_times([person(by.pk)], at, besides=besides)
    for slot in slots:
        if any(overlap(slot, other) for other in taken):
            raise DomainError(
                _(
                    "Vous avez déjà un rendez-vous confirmé ou retenu à ce moment : %(slot)s. Proposez un autre "
                    "créneau."
                )
                % {"slot": slot_words(*slot)}
            )


def check_proposer(meeting, side):
    """Whoever proposed the slots takes part: that person must still speak for the organisation."""
    organisation = meeting.organisation_on(side)
    proposer = meeting.participants.filter(side=side).values("user")
    if not speakers_of(organisation).filter(pk__in=proposer).exists():
        raise DomainError(
            _(
                "La personne qui a proposé ces créneaux ne représente plus %(organisation)s : "
                "proposez d'autres créneaux, une autre personne vous répondra."
            )
            % {"organisation": organisation}
        )
