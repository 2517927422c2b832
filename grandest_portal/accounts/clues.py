"""What speaks for or against a request to represent an organisation. Read by moderators; decides nothing."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts import directory
from grandest_portal.accounts.enums import ClueNature, DirectoryOutcome, MembershipStatus
from grandest_portal.accounts.models import Membership
from grandest_portal.accounts.presentation import state_words
from grandest_portal.reference.enums import BuyerStanding, DomainNature
from grandest_portal.reference.models import LegalForm, MailDomain

FAVOURABLE, UNFAVOURABLE, NEUTRAL = ClueNature.FAVOURABLE, ClueNature.UNFAVOURABLE, ClueNature.NEUTRAL
NAMED = ["user", "organisation", "organisation__buyer", "organisation__directory_record"]


@dataclass(frozen=True)
class Clue:
    """One sentence for the moderator; `about_person` or, when False, about the organisation."""

    sentence: str
    nature: ClueNature
    about_person: bool = False


@dataclass(frozen=True)
class Lists:
    """What clues are read from, loaded once: rows by key, and the accounts whose own address is confirmed."""

    legal_forms: dict
    domains: dict
    confirmed: frozenset

    @classmethod
    def on(cls, day, memberships):
        users = {row.user_id: row.user.email.lower() for row in memberships}
        addresses = EmailAddress.objects.filter(user__in=users, verified=True).values_list("user", "email")
        return cls(
            {row.key: row for row in LegalForm.objects.in_force(day)},
            {row.key: row for row in MailDomain.objects.in_force(day)},
            frozenset(user for user, email in addresses if email.lower() == users[user]),
        )

    def domain_of(self, address):
        """The row of the address's domain, or of the nearest domain above it; or None."""
        parts = address.rpartition("@")[2].lower().split(".")
        names = (".".join(parts[start:]) for start in range(len(parts)))
        return next((self.domains[name] for name in names if name in self.domains), None)


def clues_for(membership, on=None):
    """The Clues about a membership on the day `on` (today), those about the organisation first."""
    return clues_from(membership, Lists.on(on or timezone.localdate(), [membership]))


def clues_from(membership, lists):
    return [*organisation_clues(membership.organisation, lists), *person_clues(membership, lists)]


def organisation_clues(organisation, lists):
    clues = []
    if organisation.needs_manual_review:
        clues.append(
            Clue(
                _("aucun annuaire public n'est interrogé pour cet identifiant : à vérifier à la main"),
                NEUTRAL,
            )
        )
    if organisation.name_when_verified:
        sentence = _("nom modifié depuis la vérification : « %(before)s » est devenu « %(now)s »")
        names = {"before": organisation.name_when_verified, "now": organisation.name}
        clues.append(Clue(sentence % names, UNFAVOURABLE))
    record = getattr(organisation, "directory_record", None)
    if record is not None:
        clues += record_clues(organisation, record, lists)
    elif not organisation.needs_manual_review and directory.is_configured():
        clues.append(Clue(_("l'annuaire n'a pas encore répondu pour ce SIRET"), NEUTRAL))
    return clues


def record_clues(organisation, record, lists):
    if record.outcome == DirectoryOutcome.UNKNOWN:
        return [Clue(_("ce SIRET est inconnu de l'annuaire"), UNFAVOURABLE)]
    state = Clue(
        _("établissement %(state)s") % {"state": state_words(record)},
        UNFAVOURABLE if record.is_closed else FAVOURABLE,
    )
    return [state, *legal_form_clues(organisation, record, lists)]


def legal_form_clues(organisation, record, lists):
    """For a public buyer only: a company may have any legal form."""
    if getattr(organisation, "buyer", None) is None or not record.legal_form:
        return []
    row = lists.legal_forms.get(record.legal_form)
    values = {"code": record.legal_form, "label": row.label if row else ""}
    if row is None:
        return [Clue(_("la forme juridique %(code)s n'est pas dans la liste") % values, NEUTRAL)]
    sentence, nature = {
        BuyerStanding.PUBLIC: (
            _("la forme juridique %(code)s est celle d'un acheteur public : %(label)s"),
            FAVOURABLE,
        ),
        BuyerStanding.POSSIBLE: (
            _("la forme juridique %(code)s peut être celle d'un acheteur public : %(label)s"),
            NEUTRAL,
        ),
        BuyerStanding.PRIVATE: (
            _("la forme juridique %(code)s n'est pas celle d'un acheteur public : %(label)s"),
            UNFAVOURABLE,
        ),
    }[row.standing]
    return [Clue(sentence % values, nature)]


def person_clues(membership, lists):
    """From the address of the account, once the person has shown that mail sent there arrives."""
    address = membership.user.email
    if membership.user_id not in lists.confirmed:
        return [Clue(_("l'adresse de la personne n'est pas confirmée"), UNFAVOURABLE, about_person=True)]
    row = lists.domain_of(address)
    domain = address.rpartition("@")[2].lower()
    if row is None:
        sentence = _(
            "le domaine de l'adresse, %(domain)s, ne figure pas dans la liste des domaines connus"
        ) % {"domain": domain}
        return [Clue(sentence, NEUTRAL, about_person=True)]
    if row.nature == DomainNature.CONSUMER:
        sentence = _("l'adresse est d'un fournisseur grand public, %(domain)s") % {"domain": domain}
        return [Clue(sentence, UNFAVOURABLE, about_person=True)]
    sentence = _(
        "le domaine de l'adresse, %(domain)s, figure dans la liste des domaines connus : %(holder)s"
    ) % {
        "domain": domain,
        "holder": row.holder,
    }
    return [Clue(sentence, FAVOURABLE, about_person=True)]


def is_quick(clues):
    """« À valider rapidement »: the organisation and the person each have a clue for them, and none against."""
    natures = {clue.nature for clue in clues}
    favoured = {clue.about_person for clue in clues if clue.nature == FAVOURABLE}
    return UNFAVOURABLE not in natures and favoured == {True, False}


def quick_requests(on=None):
    """The primary keys of the waiting memberships of public buyers that are quick to decide.

    Only a buyer's address can be on the list: requests for companies are never looked at.
    """
    rows = Membership.objects.filter(
        status=MembershipStatus.REQUESTED,
        organisation__buyer__isnull=False,
        organisation__directory_record__outcome=DirectoryOutcome.FOUND,
        organisation__directory_record__is_closed=False,
    )
    waiting = list(rows.select_related(*NAMED).order_by("pk"))
    if not waiting:
        return []
    lists = Lists.on(on or timezone.localdate(), waiting)
    return [row.pk for row in waiting if is_quick(clues_from(row, lists))]
