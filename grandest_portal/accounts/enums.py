"""The words of accounts, and the life of a membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """On which side a person says to stand at sign-up; rights come from the organisation, never from this."""

    BUYER = "buyer", _("Acheteur public")
    COMPANY = "company", _("Entreprise")
    PARTNER = "partner", _("Structure d'accompagnement")


class PartnerKind(models.TextChoices):
    """What a structure is that accompanies buyers and companies alike."""

    AGENCY = "agency", _("Agence d'innovation ou de développement")
    CHAMBER = "chamber", _("Chambre consulaire")
    CENTRAL_PURCHASING = "central_purchasing", _("Centrale d'achat")
    CLUSTER = "cluster", _("Pôle de compétitivité ou grappe d'entreprises")
    OTHER = "other", _("Autre structure d'accompagnement")


class IdentifierKind(models.TextChoices):
    SIRET = "siret", _("SIRET (France)")
    VAT = "vat", _("Numéro de TVA intracommunautaire")
    REGISTER = "register", _("Numéro de registre étranger (par exemple HRB)")


class MembershipRole(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrateur")
    EDITOR = "editor", _("Rédacteur")
    READER = "reader", _("Lecteur")


WRITING_ROLES = frozenset({MembershipRole.ADMINISTRATOR, MembershipRole.EDITOR})


class MembershipKind(models.TextChoices):
    """A person's own organisation, or one that delegates to them for a limited time."""

    OWN = "own", _("De l'organisation")
    DELEGATED = "delegated", _("Par délégation")


class MembershipStatus(models.TextChoices):
    REQUESTED = "requested", _("En attente de vérification")
    APPROVED = "approved", _("Validé")
    REFUSED = "refused", _("Refusé")
    ENDED = "ended", _("Terminé")


MEMBERSHIP_TRANSITIONS = {
    MembershipStatus.APPROVED: {MembershipStatus.REQUESTED, MembershipStatus.REFUSED},
    MembershipStatus.REFUSED: {MembershipStatus.REQUESTED},
    MembershipStatus.ENDED: {MembershipStatus.APPROVED, MembershipStatus.REQUESTED},
}


class InvitationStatus(models.TextChoices):
    PENDING = "pending", _("En attente de réponse")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    REVOKED = "revoked", _("Retirée")
    EXPIRED = "expired", _("Expirée")


INVITATION_TRANSITIONS = {
    InvitationStatus.ACCEPTED: {InvitationStatus.PENDING},
    InvitationStatus.DECLINED: {InvitationStatus.PENDING},
    InvitationStatus.REVOKED: {InvitationStatus.PENDING},
    InvitationStatus.EXPIRED: {InvitationStatus.PENDING},
}


class DirectoryOutcome(models.TextChoices):
    """What came of a search in the public directory; only the first two are ever stored."""

    FOUND = "found", _("Trouvé")
    UNKNOWN = "unknown", _("Inconnu de l'annuaire")
    UNAVAILABLE = "unavailable", _("L'annuaire n'a pas répondu")
    TOO_MANY = "too_many", _("Trop de recherches")


class SizeClass(models.TextChoices):
    """INSEE, « tranche d'effectif salarié »: the codes that the directory answers."""

    NONE = "NN", _("Pas de salarié")
    ZERO = "00", _("0 salarié au 31 décembre")
    FROM_1 = "01", _("1 ou 2 salariés")
    FROM_3 = "02", _("3 à 5 salariés")
    FROM_6 = "03", _("6 à 9 salariés")
    FROM_10 = "11", _("10 à 19 salariés")
    FROM_20 = "12", _("20 à 49 salariés")
    FROM_50 = "21", _("50 à 99 salariés")
    FROM_100 = "22", _("100 à 199 salariés")
    FROM_200 = "31", _("200 à 249 salariés")
    FROM_250 = "32", _("250 à 499 salariés")
    FROM_500 = "41", _("500 à 999 salariés")
    FROM_1000 = "42", _("1 000 à 1 999 salariés")
    FROM_2000 = "51", _("2 000 à 4 999 salariés")
    FROM_5000 = "52", _("5 000 à 9 999 salariés")
    FROM_10000 = "53", _("10 000 salariés et plus")


class ClueNature(models.TextChoices):
    """Which way a clue points for the moderator, who alone decides."""

    FAVOURABLE = "favourable", _("favorable")
    UNFAVOURABLE = "unfavourable", _("à vérifier")
    NEUTRAL = "neutral", _("pour information")


class AddressChangeStatus(models.TextChoices):
    PENDING = "pending", _("À confirmer")
    DONE = "done", _("Faite")
    STOPPED = "stopped", _("Arrêtée")
    REPLACED = "replaced", _("Remplacée par une autre demande")


ADDRESS_CHANGE_TRANSITIONS = {
    AddressChangeStatus.DONE: {AddressChangeStatus.PENDING},
    AddressChangeStatus.STOPPED: {AddressChangeStatus.PENDING},
    AddressChangeStatus.REPLACED: {AddressChangeStatus.PENDING},
}
