from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuppliersConfig(AppConfig):
    name = "suppliers"
    label = "suppliers"
    verbose_name = _("Entreprises et solutions")
    personal = "suppliers.personal"
    audit_verbs = {
        "company.created": _("Entreprise inscrite"),
        "company.updated": _("Profil de l'entreprise modifié"),
        "solution.created": _("Fiche commencée"),
        "solution.updated": _("Fiche modifiée"),
        "solution.submitted": _("Envoyée en relecture"),
        "solution.published": _("Publiée"),
        "solution.returned": _("Renvoyée avec une raison"),
        "solution.rejected": _("Refusée avec une raison"),
        "solution.rejection_lifted": _("Refus levé après contestation"),
        "solution.archived": _("Archivée"),
        "solution.deleted": _("Brouillon supprimé"),
        "assessment.started": _("Auto-évaluation commencée"),
        "assessment.updated": _("Auto-évaluation modifiée"),
        "assessment.signed": _("Auto-évaluation signée"),
        "assessment.replaced": _("Auto-évaluation remplacée par une plus récente"),
        "assessment.withdrawn": _("Auto-évaluation retirée"),
        "assessment.audience_changed": _("Public de l'auto-évaluation changé"),
        "assessment.commented": _("Auto-évaluation commentée par la modération"),
        "route.stated": _("Voie d'achat déclarée"),
        "route.changed": _("Voie d'achat modifiée"),
        "route.removed": _("Voie d'achat retirée"),
        "route.confirmed": _("Voie d'achat vérifiée"),
        "route.refused": _("Voie d'achat non confirmée"),
    }
