from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "grandest_portal.accounts"
    label = "accounts"
    verbose_name = _("Comptes et organisations")
    audit_verbs = {
        "user.created": _("Compte créé"),
        "organisation.created": _("Organisation inscrite"),
        "organisation.described_again": _("Description remplacée par celle d'une nouvelle demande"),
        "partner.created": _("Structure d'accompagnement inscrite"),
        "partner.updated": _("Type de structure modifié"),
        "membership.requested": _("Rattachement demandé"),
        "membership.approved": _("Rattachement validé"),
        "membership.refused": _("Rattachement refusé"),
        "membership.ended": _("Rattachement terminé"),
    }
