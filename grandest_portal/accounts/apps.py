from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "grandest_portal.accounts"
    label = "accounts"
    verbose_name = _("Comptes et organisations")
    audit_verbs = {
        "user.created": _("Compte créé"),
        "user.address_change_requested": _("Changement d'adresse demandé"),
        "user.address_change_stopped": _("Changement d'adresse arrêté depuis l'ancienne adresse"),
        "user.address_changed": _("Adresse changée, confirmée des deux côtés"),
        "user.password_changed": _("Mot de passe changé"),
        "user.password_reset": _("Mot de passe choisi de nouveau par le lien d'un message"),
        "user.second_factor_added": _("Second facteur ajouté"),
        "user.second_factor_removed": _("Second facteur retiré"),
        "user.recovery_codes_generated": _("Codes de secours renouvelés"),
        "user.sessions_closed": _("Sessions fermées"),
        "organisation.created": _("Organisation inscrite"),
        "organisation.described_again": _("Description remplacée par celle d'une nouvelle demande"),
        "membership.requested": _("Rattachement demandé"),
        "membership.approved": _("Rattachement validé"),
        "membership.refused": _("Rattachement refusé"),
        "membership.ended": _("Rattachement terminé"),
    }
