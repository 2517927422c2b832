"""The words of accounts, and the life of a membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """On which side a person says to stand at sign-up; rights come from the organisation, never from this."""

    BUYER = "buyer", _("Acheteur public")
    COMPANY = "company", _("Entreprise")


class IdentifierKind(models.TextChoices):
    SIRET = "siret", _("SIRET (France)")
    VAT = "vat", _("Numéro de TVA intracommunautaire")
    REGISTER = "register", _("Numéro de registre étranger (par exemple HRB)")


class MembershipRole(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrateur")
    EDITOR = "editor", _("Rédacteur")
    READER = "reader", _("Lecteur")


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
