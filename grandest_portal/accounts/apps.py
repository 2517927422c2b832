from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "grandest_portal.accounts"
    label = "accounts"
    verbose_name = _("Comptes et organisations")
    personal = "grandest_portal.accounts.personal"
    audit_verbs = {
        "user.created": _("Compte créé"),
        "user.zone_chosen": _("Fuseau horaire choisi"),
        "user.data_exported": _("Données personnelles téléchargées"),
        "user.inactivity_warned": _("Averti d'un effacement pour inactivité"),
        "user.erased": _("Compte effacé"),
        "user.identity_linked": _("Identité ProConnect reliée"),
        "user.identity_unlinked": _("Identité ProConnect séparée"),
        "user.address_change_requested": _("Changement d'adresse demandé"),
        "user.address_change_stopped": _("Changement d'adresse arrêté depuis l'ancienne adresse"),
        "user.address_change_dropped": _("Changement d'adresse arrêté : le mot de passe a changé"),
        "user.address_changed": _("Adresse changée, confirmée des deux côtés"),
        "user.password_changed": _("Mot de passe changé"),
        "user.password_dropped": _("Mot de passe choisi avant la preuve de l'adresse, retiré"),
        "user.disowned": _("Compte non reconnu par qui tient l'adresse"),
        "user.password_reset": _("Mot de passe choisi de nouveau par le lien d'un message"),
        "user.second_factor_added": _("Second facteur ajouté"),
        "user.second_factor_removed": _("Second facteur retiré"),
        "user.recovery_codes_generated": _("Codes de secours renouvelés"),
        "user.sessions_closed": _("Sessions fermées"),
        "organisation.created": _("Organisation inscrite"),
        "organisation.described_again": _("Description remplacée par celle d'une nouvelle demande"),
        "organisation.described": _("Description modifiée"),
        "organisation.name_confirmed": _("Nouveau nom confirmé"),
        "organisation.found": _("Trouvée dans l'annuaire des entreprises"),
        "organisation.not_found": _("Inconnue de l'annuaire des entreprises"),
        "partner.created": _("Structure d'accompagnement inscrite"),
        "partner.updated": _("Type de structure modifié"),
        "membership.requested": _("Rattachement demandé"),
        "membership.approved": _("Rattachement validé"),
        "membership.refused": _("Rattachement refusé"),
        "membership.ended": _("Rattachement terminé"),
        "membership.changed": _("Rôle ou service modifié"),
        "membership.invited": _("Rattachement accepté sur invitation"),
        "delegation.granted": _("Délégation acceptée"),
        "invitation.sent": _("Invitation envoyée"),
        "invitation.accepted": _("Invitation acceptée"),
        "invitation.declined": _("Invitation déclinée"),
        "invitation.revoked": _("Invitation retirée"),
        "invitation.expired": _("Invitation expirée"),
        "department.opened": _("Service créé"),
        "department.closed": _("Service fermé"),
    }
